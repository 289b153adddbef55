using System.Globalization;
using LiqMon.Text;
using Parlot;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace LiqMon.Alerts;

/// <summary>
/// Reads the condition of a rule: <c>squeeze(BTC,1h).short_usd &gt; 50M and squeeze(BTC,1h).covered &gt; 80%</c>. Operators from the
/// loosest to the tightest: or, and, not, comparisons, + and -, * and /, a sign.
/// </summary>
public static class RuleParser
{
    private const int LongestText = 1_000;

    // Brackets in brackets are read by calls in calls.
    private const int MostBrackets = 50;

    private static readonly Parser<RuleNode> Grammar = Build();

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="error">Where it cannot be read.</param>
    /// <returns>Null where there is an error.</returns>
    public static RuleNode? Read(string text, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        error = null;
        if (text.Length > LongestText)
            error = $"is longer than {LongestText} letters";
        else if (text.Count(letter => letter == '(') > MostBrackets)
            error = $"has more than {MostBrackets} brackets";
        else if (Grammar.TryParse(text.Trim(), out var node, out var fault))
            return node;
        else
            error = fault is null
                ? "cannot be read; write such as squeeze(BTC,1h).short_usd > 50M"
                : string.Create(CultureInfo.InvariantCulture, $"cannot be read at letter {fault.Position.Offset + 1}: {fault.Message}");
        return null;
    }

    private static Parser<RuleNode> Build()
    {
        var name = Terms.Pattern(static letter => char.IsAsciiLetter(letter) || letter == '_');
        var number = Terms.Pattern(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '%')
            .When(static (_, text) => Value(text.ToString()) is not null)
            .Then(static text => (RuleNode)new NumberNode(Value(text.ToString())!.Value));
        var argument = Terms.Pattern(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-').Then(static text => text.ToString());
        var call = name.AndSkip(Terms.Char('(')).And(Separated(Terms.Char(','), argument)).AndSkip(Terms.Char(')').ElseError("a call ends with )"))
            .And(ZeroOrOne(Terms.Char('.').SkipAnd(name)))
            .Then(static parts => (RuleNode)new CallNode(new RuleCall(
                parts.Item1.ToString(), parts.Item2, parts.Item3.Count == 0 ? null : parts.Item3[0].ToString())));

        var whole = Deferred<RuleNode>();
        var inBrackets = Between(Terms.Char('('), whole, Terms.Char(')').ElseError("a bracket ends with )"));
        var value = OneOf(number, call, inBrackets);
        var signed = OneOf(Terms.Char('-').SkipAnd(value).Then(static of => (RuleNode)new NegativeNode(of)), value);
        var product = Chain(signed, OneOf(Terms.Text("*"), Terms.Text("/")));
        var sum = Chain(product, OneOf(Terms.Text("+"), Terms.Text("-")));
        var comparison = sum
            .And(ZeroOrOne(OneOf(Terms.Text(">="), Terms.Text("<="), Terms.Text(">"), Terms.Text("<")).And(sum.ElseError("a comparison needs a second value"))))
            .Then(static parts => parts.Item2 is [var (compare, right)] ? new TwoNode(compare, parts.Item1, right) : parts.Item1);
        var negated = Deferred<RuleNode>();
        var not = OneOf(
            Terms.Text("not ", caseInsensitive: true), Terms.Text("not", caseInsensitive: true).WhenFollowedBy(Literals.Char('(')));
        negated.Parser = OneOf(not.SkipAnd(negated).Then(static of => (RuleNode)new NotNode(of)), comparison);
        var both = Chain(negated, Terms.Text("and", caseInsensitive: true));
        whole.Parser = Chain(both, Terms.Text("or", caseInsensitive: true));
        return whole.Eof().ElseError("more is not understood; join conditions by and, or");
    }

    /// <summary>Parts with an operator between them, the left ones first.</summary>
    private static Parser<RuleNode> Chain(Parser<RuleNode> part, Parser<string> operators) =>
        part.And(ZeroOrMany(operators.And(part.ElseError("a value is missing after the operator"))))
            .Then(static parts => parts.Item2.Aggregate(
                parts.Item1, static (left, next) => new TwoNode(next.Item1.ToLowerInvariant(), left, next.Item2)));

    /// <summary>A number as people write it: <c>0.8</c>, <c>80%</c>, <c>50M</c>; null where the text is none.</summary>
    private static double? Value(string text)
    {
        if (text.EndsWith('%'))
            return double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent / 100 : null;
        return char.IsAsciiDigit(text[0]) && AmountText.TryRead(text, out var amount) ? (double)amount : null;
    }
}
