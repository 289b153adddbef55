namespace LiqMon.Context;

/// <summary>By which rules the levels of a price are read.</summary>
public sealed record KeyLevelRule
{
    /// <summary>Closes of four hours beyond a level that make it flip.</summary>
    public int FlipCloses { get; init; } = 6;

    /// <summary>The user's own levels by asset, beside round numbers.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Own { get; init; } = new Dictionary<string, IReadOnlyList<double>>();
}
