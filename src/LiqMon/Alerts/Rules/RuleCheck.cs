using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Alerts;

/// <summary>Checks a condition before anything is watched: kinds, functions, members, assets, windows and venues.</summary>
/// <param name="venues">The venues there are.</param>
public sealed class RuleCheck(IReadOnlyList<KnownVenue> venues)
{
    /// <summary>What is wrong with a condition; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors(RuleNode condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var errors = new List<string>();
        if (KindOf(condition, errors) == RuleKind.Number && errors.Count == 0)
            errors.Add("is a number; compare it, such as squeeze(BTC,1h).short_usd > 50M");
        return errors;
    }

    private RuleKind? KindOf(RuleNode node, List<string> errors)
    {
        switch (node)
        {
            case NumberNode:
                return RuleKind.Number;
            case NegativeNode negative:
                Expect(negative.Of, RuleKind.Number, "-", errors);
                return RuleKind.Number;
            case NotNode not:
                Expect(not.Of, RuleKind.Truth, "not", errors);
                return RuleKind.Truth;
            case TwoNode { Operator: "and" or "or" } two:
                Expect(two.Left, RuleKind.Truth, two.Operator, errors);
                Expect(two.Right, RuleKind.Truth, two.Operator, errors);
                return RuleKind.Truth;
            case TwoNode two:
                Expect(two.Left, RuleKind.Number, two.Operator, errors);
                Expect(two.Right, RuleKind.Number, two.Operator, errors);
                return two.Operator is "+" or "-" or "*" or "/" ? RuleKind.Number : RuleKind.Truth;
            case CallNode call:
                return KindOf(call.Call, errors);
            default:
                throw new ArgumentException($"A {node.GetType().Name} has no kind.", nameof(node));
        }
    }

    private void Expect(RuleNode node, RuleKind kind, string where, List<string> errors)
    {
        if (KindOf(node, errors) is { } found && found != kind)
            errors.Add($"{where} is for {(kind == RuleKind.Number ? "numbers" : "what is true or false")}, and one side of it is not");
    }

    private RuleKind? KindOf(RuleCall call, List<string> errors)
    {
        if (!RuleFunctions.All.TryGetValue(call.Function, out var function))
        {
            errors.Add($"{QueryParser.Shown(call.Function)} is not known; there are {string.Join(", ", RuleFunctions.All.Select(one => $"{one.Key}({one.Value.Parameters})"))}");
            return null;
        }

        if (call.Arguments.Count < function.Least || call.Arguments.Count > function.Names.Count)
            errors.Add($"{call.Function} takes {function.Parameters}, of which {function.Least} are needed");
        else
            errors.AddRange(WrongArguments(call, function));
        if (function.Members.TryGetValue(call.Member ?? "", out var kind))
            return kind;
        var members = function.Members.Keys.Where(name => name.Length > 0).ToList();
        errors.Add(members.Count == 0
            ? $"{call.Source} is one value; write it without .{call.Member}"
            : $"{call} is not known; write {call.Source}. and one of {string.Join(", ", members)}");
        return null;
    }

    private IEnumerable<string> WrongArguments(RuleCall call, RuleFunction function)
    {
        var parser = new QueryParser(venues, name => $"{call.Source}: {name}");
        // Whether a window is right does not depend on the present.
        parser.Read(RuleValues.QueryOf(call, function), [Grouping.None], DateTimeOffset.UnixEpoch.AddDays(QueryParser.MaxDays * 2));
        return parser.Errors;
    }
}
