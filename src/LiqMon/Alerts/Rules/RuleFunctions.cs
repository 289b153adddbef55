namespace LiqMon.Alerts;

/// <summary>What a condition can look at. One place for the check at the start, for reading, and for the documentation.</summary>
internal static class RuleFunctions
{
    private const string Itself = "";

    /// <summary>All functions by their names.</summary>
    internal static IReadOnlyDictionary<string, RuleFunction> All { get; } = new Dictionary<string, RuleFunction>(StringComparer.Ordinal)
    {
        ["squeeze"] = new("asset, window, venue", 2, new Dictionary<string, RuleKind>(StringComparer.Ordinal)
        {
            ["long_usd"] = RuleKind.Number,
            ["short_usd"] = RuleKind.Number,
            ["total_usd"] = RuleKind.Number,
            ["short_minus_long_usd"] = RuleKind.Number,
            ["short_share"] = RuleKind.Number,
            ["long_orders"] = RuleKind.Number,
            ["short_orders"] = RuleKind.Number,
            ["largest_usd"] = RuleKind.Number,
            ["liquidated_bps"] = RuleKind.Number,
            ["price_change"] = RuleKind.Number,
            ["oi_change"] = RuleKind.Number,
            ["covered"] = RuleKind.Number,
            ["floor"] = RuleKind.Truth,
        }),
        ["oi"] = new("asset, window, venue", 2, new Dictionary<string, RuleKind>(StringComparer.Ordinal)
        {
            ["usd"] = RuleKind.Number,
            ["usd_change"] = RuleKind.Number,
            ["change"] = RuleKind.Number,
        }),
        ["funding"] = new("asset, venue", 1, new Dictionary<string, RuleKind>(StringComparer.Ordinal) { [Itself] = RuleKind.Number }),
        ["price"] = new("asset, venue", 1, new Dictionary<string, RuleKind>(StringComparer.Ordinal) { [Itself] = RuleKind.Number }),
        ["feed"] = new("venue", 1, new Dictionary<string, RuleKind>(StringComparer.Ordinal) { ["down"] = RuleKind.Truth, ["seconds_down"] = RuleKind.Number }),
    };
}

/// <summary>One function.</summary>
/// <param name="Parameters">What stands in its brackets, in order.</param>
/// <param name="Least">How many of them are needed.</param>
/// <param name="Members">What of its result can be meant, and its kind; under no name where it is one value.</param>
internal sealed record RuleFunction(string Parameters, int Least, IReadOnlyDictionary<string, RuleKind> Members)
{
    internal IReadOnlyList<string> Names => Parameters.Split(", ");
}
