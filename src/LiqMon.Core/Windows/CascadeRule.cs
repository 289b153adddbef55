namespace LiqMon.Windows;

/// <summary>
/// What a cascade is. Each second the asset's dollars of the trailing minute (this second and the 59 before it, both
/// sides, all venues) are scored against its own normal; see <see cref="BaselineMinute"/>. A second counts for the side
/// that has at least half of those dollars when the score is at least <see cref="ExtendScore"/>. A run of such seconds,
/// with at most <see cref="QuietSeconds"/> others between, is a cascade when one of them also reaches
/// <see cref="OpenScore"/>, <see cref="FloorUsd"/>, <see cref="LeastOrders"/> and <see cref="OneSidedShare"/>. The rule looks
/// at event time only, so the same liquidations give the same cascades in whatever order they arrive.
/// </summary>
public sealed record CascadeRule
{
    /// <summary>Minutes of the normal: seven days before the minute that is judged.</summary>
    public const int NormalMinutes = 10_080;

    /// <summary>Seconds that may pass within a run without counting for it.</summary>
    public const int QuietSeconds = 60;

    /// <summary>Score that makes a run a cascade. Default 6.</summary>
    public double OpenScore { get; init; } = 6;

    /// <summary>Score that a second needs to belong to a run. Default 3.</summary>
    public double ExtendScore { get; init; } = 3;

    /// <summary>
    /// Least dollars of the trailing minute that makes a run a cascade. Default 250,000: less may be far from the normal of
    /// a quiet asset too, but moves nobody's market.
    /// </summary>
    public decimal FloorUsd { get; init; } = 250_000;

    /// <summary>
    /// Least liquidations of the trailing minute that make a run a cascade. Default 5: one large account that is closed
    /// alone is no burst.
    /// </summary>
    public int LeastOrders { get; init; } = 5;

    /// <summary>Share of one side in the trailing minute that makes a run a cascade. Default 0.65.</summary>
    public double OneSidedShare { get; init; } = 0.65;

    /// <summary>
    /// Minutes that must have passed since the first liquidation in the store before anything is judged. Default one day:
    /// a normal learnt in less knows neither the night nor the day.
    /// </summary>
    public int WarmUpMinutes { get; init; } = 1_440;

    /// <summary>Independent assets that must be in cascade on the same side at once for one of the whole market. Default 3.</summary>
    public int MarketWideAssets { get; init; } = 3;

    /// <summary><see cref="FloorUsd"/> × 1,000,000.</summary>
    public long FloorMicroUsd => (long)(FloorUsd * 1_000_000);
}
