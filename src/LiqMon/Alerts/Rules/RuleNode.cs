namespace LiqMon.Alerts;

/// <summary>What a part of a rule's condition is.</summary>
public enum RuleKind : byte
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,
}

/// <summary>A call of a condition: <c>squeeze(BTC,1h).short_usd</c>.</summary>
/// <param name="Function">The function: <c>squeeze</c>.</param>
/// <param name="Arguments">What stands in the brackets.</param>
/// <param name="Member">What of its result is meant; null where the result is one value.</param>
public sealed record RuleCall(string Function, IReadOnlyList<string> Arguments, string? Member)
{
    /// <summary>The call without its member, which several members share.</summary>
    public string Source => $"{Function}({string.Join(',', Arguments)})";

    /// <inheritdoc/>
    public override string ToString() => Member is null ? Source : $"{Source}.{Member}";
}

/// <summary>
/// A part of a rule's condition. What is not known is null and stays so: a comparison with it is neither true nor false, and a rule
/// fires only on what is true.
/// </summary>
public abstract record RuleNode
{
    /// <summary>Its number; null where it is not known.</summary>
    internal virtual double? Number(Func<RuleCall, double?> value) => throw new InvalidOperationException("This part of a condition is no number.");

    /// <summary>Whether it holds; null where that is not known.</summary>
    internal virtual bool? Truth(Func<RuleCall, double?> value) => throw new InvalidOperationException("This part of a condition is no truth.");

    /// <summary>Every call in it.</summary>
    internal abstract IEnumerable<RuleCall> Calls { get; }
}

internal sealed record NumberNode(double Value) : RuleNode
{
    internal override IEnumerable<RuleCall> Calls => [];

    internal override double? Number(Func<RuleCall, double?> value) => Value;
}

internal sealed record CallNode(RuleCall Call) : RuleNode
{
    internal override IEnumerable<RuleCall> Calls => [Call];

    internal override double? Number(Func<RuleCall, double?> value) => value(Call);

    // Truths are read as 1 and 0.
    internal override bool? Truth(Func<RuleCall, double?> value) => value(Call) is { } known ? known != 0 : null;
}

internal sealed record NotNode(RuleNode Of) : RuleNode
{
    internal override IEnumerable<RuleCall> Calls => Of.Calls;

    internal override bool? Truth(Func<RuleCall, double?> value) => !Of.Truth(value);
}

internal sealed record NegativeNode(RuleNode Of) : RuleNode
{
    internal override IEnumerable<RuleCall> Calls => Of.Calls;

    internal override double? Number(Func<RuleCall, double?> value) => -Of.Number(value);
}

internal sealed record TwoNode(string Operator, RuleNode Left, RuleNode Right) : RuleNode
{
    internal override IEnumerable<RuleCall> Calls => Left.Calls.Concat(Right.Calls);

    internal override double? Number(Func<RuleCall, double?> value)
    {
        var (left, right) = (Left.Number(value), Right.Number(value));
        var result = Operator switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            _ => base.Number(value),
        };
        // Divided by nothing is not known.
        return result is { } number && double.IsFinite(number) ? number : null;
    }

    internal override bool? Truth(Func<RuleCall, double?> value) => Operator switch
    {
        // One that is false, or true, decides, whatever the other would be.
        "and" => Left.Truth(value) & Right.Truth(value),
        "or" => Left.Truth(value) | Right.Truth(value),
        _ => Left.Number(value) is { } left && Right.Number(value) is { } right ? Compare(left, right) : null,
    };

    private bool Compare(double left, double right) => Operator switch
    {
        ">" => left > right,
        ">=" => left >= right,
        "<" => left < right,
        "<=" => left <= right,
        _ => throw new InvalidOperationException($"{Operator} compares nothing."),
    };
}
