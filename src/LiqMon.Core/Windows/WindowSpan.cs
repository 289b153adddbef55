namespace LiqMon.Windows;

/// <summary>A preset rolling window.</summary>
/// <param name="Name">As people write it: <c>1m</c>, <c>24h</c>, <c>30d</c>.</param>
/// <param name="Seconds">Its length.</param>
public sealed record WindowSpan(string Name, long Seconds)
{
    /// <summary>All presets, shortest first.</summary>
    public static IReadOnlyList<WindowSpan> Presets { get; } =
    [
        new("1m", 60), new("5m", 300), new("15m", 900), new("1h", 3_600), new("4h", 14_400), new("12h", 43_200),
        new("24h", 86_400), new("7d", 604_800), new("30d", 2_592_000),
    ];

    /// <summary>How many of the presets are exact to the second; the longer ones are exact to the minute.</summary>
    public const int ExactToTheSecond = 7;

    /// <summary>Length in milliseconds.</summary>
    public long Ms => Seconds * 1_000;
}
