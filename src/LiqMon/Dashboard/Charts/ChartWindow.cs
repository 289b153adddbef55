namespace LiqMon.Dashboard;

/// <summary>A window of the page's chart and the lengths of bars that it may be cut into.</summary>
/// <param name="Name">Its name: <c>24h</c>.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Bars">Names of lengths, the shortest first.</param>
/// <param name="Usual">The one that is taken when none is chosen.</param>
public sealed record ChartWindow(string Name, TimeSpan Length, IReadOnlyList<string> Bars, string Usual)
{
    /// <summary>The windows, the shortest first.</summary>
    public static IReadOnlyList<ChartWindow> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), ["1m", "5m"], "1m"),
        new("4h", TimeSpan.FromHours(4), ["5m", "15m"], "5m"),
        new("24h", TimeSpan.FromHours(24), ["15m", "1h"], "1h"),
        new("7d", TimeSpan.FromDays(7), ["1h", "4h", "1d"], "4h"),
        new("30d", TimeSpan.FromDays(30), ["4h", "1d"], "1d"),
    ];

    /// <summary>The one that is taken when none is chosen.</summary>
    public static ChartWindow Default => All[2];
}
