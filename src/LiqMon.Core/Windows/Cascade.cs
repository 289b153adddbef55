using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// A burst of one-sided liquidations against an asset's own normal. What was
/// liquidated follows from the liquidations alone; prices, open interest and coverage are added from what is stored.
/// </summary>
public sealed record Cascade
{
    /// <summary>Stands for the whole market: several assets in cascade at once.</summary>
    public const string MarketWide = "ALL";

    /// <summary>Normalised asset, or <see cref="MarketWide"/>.</summary>
    public required string Asset { get; init; }

    /// <summary>The positions that were closed.</summary>
    public required LiquidatedSide Side { get; init; }

    /// <summary>First second of it, Unix milliseconds, inclusive.</summary>
    public required long StartMs { get; init; }

    /// <summary>End of the last second in which something of this side was liquidated, Unix milliseconds, exclusive.</summary>
    public required long EndMs { get; init; }

    /// <summary>Dollars × 1,000,000 of both sides from start to end.</summary>
    public required long MicroUsd { get; init; }

    /// <summary>Dollars × 1,000,000 of <see cref="Side"/> alone.</summary>
    public required long SideMicroUsd { get; init; }

    /// <summary>Liquidations of both sides.</summary>
    public required long Orders { get; init; }

    /// <summary>Start of the minute with the most dollars, Unix milliseconds; of equal ones the first.</summary>
    public required long PeakMinuteMs { get; init; }

    /// <summary>Dollars × 1,000,000 of that minute, both sides, as far as it lies within the cascade.</summary>
    public required long PeakMinuteMicroUsd { get; init; }

    /// <summary>
    /// The peak minute in normal minutes: the median of those minutes of the seven days before the start in which anything
    /// was liquidated. Null when there was none.
    /// </summary>
    public double? Multiple { get; init; }

    /// <summary>Venues that took part, sorted.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Change of the mark price from start to end, as a fraction; null when unknown, and always for the whole market.</summary>
    public double? PriceChange { get; init; }

    /// <summary>Change of the mark price in the hour after the end; null when unknown or not yet over.</summary>
    public double? PriceChangeHourAfter { get; init; }

    /// <summary>Change of open interest in the asset itself from start to end, as a fraction; null when unknown, and always for the whole market.</summary>
    public double? OpenInterestChange { get; init; }

    /// <summary>Part of the time from start to end in which the venues were watched, 0 to 1, all venues alike.</summary>
    public double Coverage { get; init; }

    /// <summary>Whether it may still go on.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether another says the same of what was liquidated; prices, open interest and coverage are not compared.</summary>
    public bool SameLiquidations(Cascade other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Asset == other.Asset && Side == other.Side && StartMs == other.StartMs && EndMs == other.EndMs
            && MicroUsd == other.MicroUsd && SideMicroUsd == other.SideMicroUsd && Orders == other.Orders
            && PeakMinuteMs == other.PeakMinuteMs && PeakMinuteMicroUsd == other.PeakMinuteMicroUsd
            && Multiple.Equals(other.Multiple) && IsOpen == other.IsOpen && Venues.SequenceEqual(other.Venues, StringComparer.Ordinal);
    }
}
