using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>The cascades of a span, newest first, and how complete the span is.</summary>
public sealed record CascadesResult : StoreResult, ICompletenessView
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Least dollars of a listed cascade.</summary>
    public required decimal MinUsd { get; init; }

    /// <summary>Up to when cascades have been looked for; null when not yet at all. Later ones are unknown, not absent.</summary>
    public required DateTimeOffset? SearchedTo { get; init; }

    /// <summary>From when on cascades can be found: an asset's normal needs the store's first day. Null while nothing is stored.</summary>
    public required DateTimeOffset? JudgedFrom { get; init; }

    /// <summary>Whether there are more than are listed; the cursor, a higher limit or a shorter span shows them.</summary>
    public required bool More { get; init; }

    /// <summary>The cursor with which the same query lists what follows, with the span of this answer; null after the last row.</summary>
    public string? Next { get; init; }

    /// <summary>Whether a venue does not publish all, was not covered, or sent what could not be taken.</summary>
    public required bool Floor { get; init; }

    /// <summary>Part of the normal volume that was watched, 0 to 1.</summary>
    public required decimal Covered { get; init; }

    /// <summary>The least covered venue; null if none is requested that publishes liquidations.</summary>
    public required LeastCoveredResult? LeastCovered { get; init; }

    /// <summary>How much of the span each venue requested was watched.</summary>
    public required IReadOnlyList<CoverageResult> Coverage { get; init; }

    /// <summary>What was received and is not counted, or not received that should have been.</summary>
    public required IReadOnlyList<DeficitResult> Deficits { get; init; }

    /// <summary>The cascades, newest first.</summary>
    public required IReadOnlyList<CascadeResult> Cascades { get; init; }
}

/// <summary>One cascade. Changes are fractions; null where they are not known.</summary>
public sealed record CascadeResult
{
    /// <summary>Normalised asset, or <c>ALL</c> for the whole market.</summary>
    public required string Asset { get; init; }

    /// <summary>The positions that were closed.</summary>
    public required LiquidatedSide Side { get; init; }

    /// <summary>First second, inclusive.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Last second, exclusive.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Whether it may still go on.</summary>
    public required bool Open { get; init; }

    /// <summary>Dollars of both sides.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Dollars of its own side.</summary>
    public required decimal SideUsd { get; init; }

    /// <summary>Liquidations of both sides.</summary>
    public required long Orders { get; init; }

    /// <summary>Start of the minute with the most dollars.</summary>
    public required DateTimeOffset PeakMinute { get; init; }

    /// <summary>Dollars of that minute, both sides.</summary>
    public required decimal PeakMinuteUsd { get; init; }

    /// <summary>The peak minute in normal minutes of the asset's last seven days.</summary>
    public required double? Multiple { get; init; }

    /// <summary>Venues that took part, sorted.</summary>
    public required IReadOnlyList<string> Venues { get; init; }

    /// <summary>Change of the mark price from start to end.</summary>
    public required double? PriceChange { get; init; }

    /// <summary>Change of the mark price in the hour after.</summary>
    public required double? PriceChangeHourAfter { get; init; }

    /// <summary>Change of open interest, in the asset, from start to end.</summary>
    public required double? OiChange { get; init; }

    /// <summary>Part of the time in which the venues were watched, 0 to 1.</summary>
    public required decimal Coverage { get; init; }

    /// <summary>The answer for a cascade.</summary>
    public static CascadeResult Of(Cascade cascade)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        return new CascadeResult
        {
            Asset = cascade.Asset,
            Side = cascade.Side,
            Start = Timestamps.FromUnixMs(cascade.StartMs),
            End = Timestamps.FromUnixMs(cascade.EndMs),
            Open = cascade.IsOpen,
            Usd = MicroUsd.ToUsd(cascade.MicroUsd),
            SideUsd = MicroUsd.ToUsd(cascade.SideMicroUsd),
            Orders = cascade.Orders,
            PeakMinute = Timestamps.FromUnixMs(cascade.PeakMinuteMs),
            PeakMinuteUsd = MicroUsd.ToUsd(cascade.PeakMinuteMicroUsd),
            Multiple = Rounded(cascade.Multiple, 2),
            Venues = cascade.Venues,
            PriceChange = Rounded(cascade.PriceChange, 6),
            PriceChangeHourAfter = Rounded(cascade.PriceChangeHourAfter, 6),
            OiChange = Rounded(cascade.OpenInterestChange, 6),
            Coverage = CoverageResultBuilder.Share(cascade.Coverage),
        };
    }

    private static double? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}

/// <summary>What has happened to a cascade, for the live stream.</summary>
/// <param name="Change"><c>opened</c>, <c>updated</c>, <c>closed</c>, or <c>withdrawn</c> when late liquidations undid it.</param>
/// <param name="Cascade">As it is now; when withdrawn, as it was.</param>
public sealed record CascadeChangeResult(CascadeChangeKind Change, CascadeResult Cascade);
