using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Single liquidations of a span, newest first, and how complete the span is.</summary>
public sealed record LiquidationsResult : StoreResult, ICompletenessView
{
    /// <summary>The asset, several with commas between, or <c>ALL</c>.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Least dollars of a listed order.</summary>
    public required decimal MinUsd { get; init; }

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

    /// <summary>The orders, newest first.</summary>
    public required IReadOnlyList<LiquidationResult> Liquidations { get; init; }
}

/// <summary>One liquidation.</summary>
public sealed record LiquidationResult
{
    /// <summary>Venue time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>The position that was closed.</summary>
    public required LiquidatedSide Side { get; init; }

    /// <summary>How the contract is settled.</summary>
    public required MarginKind Margin { get; init; }

    /// <summary>Dollars.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Price as sent.</summary>
    public required double Price { get; init; }

    /// <summary>What the price means.</summary>
    public required PriceKind PriceKind { get; init; }

    /// <summary>Size in the asset.</summary>
    public required double Base { get; init; }

    /// <summary>Size in contracts.</summary>
    public required double Contracts { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>Identity within contract and millisecond, hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>The answer for a stored row.</summary>
    public static LiquidationResult Of(LiquidationRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new LiquidationResult
        {
            Time = Timestamps.FromUnixMs(row.TimeMs),
            Venue = row.Venue,
            Symbol = row.Symbol,
            Asset = row.Asset,
            Side = row.Side,
            Margin = row.Margin,
            Usd = MicroUsd.ToUsd(row.MicroUsd),
            Price = row.Price,
            PriceKind = row.PriceKind,
            Base = row.BaseQuantity,
            Contracts = row.Contracts,
            Received = Timestamps.FromUnixMs(row.ReceivedMs),
            Id = row.Identity.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The answer for an event of the live path.</summary>
    public static LiquidationResult Of(in Liquidation liquidation) => new()
    {
        Time = Timestamps.FromUnixMs(liquidation.EventTimeMs),
        Venue = liquidation.Instrument.Venue,
        Symbol = liquidation.Instrument.Symbol,
        Asset = liquidation.Instrument.Asset,
        Side = liquidation.Side,
        Margin = liquidation.Instrument.Margin,
        Usd = MicroUsd.ToUsd(liquidation.NotionalMicroUsd),
        Price = liquidation.Price.ToDouble(),
        PriceKind = liquidation.PriceKind,
        Base = liquidation.BaseQuantity,
        Contracts = liquidation.Contracts,
        Received = Timestamps.FromUnixMs(liquidation.ReceivedMs),
        Id = liquidation.Identity.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
    };
}
