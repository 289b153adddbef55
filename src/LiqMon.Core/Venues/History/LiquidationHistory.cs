using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>What a venue still knows of its past liquidations and publishes without a key.</summary>
/// <param name="Class">
/// How much of them it publishes. Only <see cref="FeedClass.Full"/> can prove that nothing is missing from a span.
/// </param>
public sealed record LiquidationHistory(FeedClass Class)
{
    /// <summary>
    /// How far back it surely reaches; null when the venue does not say. An empty answer from beyond it proves nothing.
    /// </summary>
    public TimeSpan? Reach { get; init; }

    /// <summary>To what its times are rounded down; one millisecond for exact ones.</summary>
    public TimeSpan Grain { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether a span of the past that was read without error can count as covered.</summary>
    public bool Proves => Class == FeedClass.Full && Reach is not null;
}
