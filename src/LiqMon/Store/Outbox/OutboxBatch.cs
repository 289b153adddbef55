using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What a destination receives at once: rows as they are stored now, and finished points.</summary>
internal sealed class OutboxBatch
{
    /// <summary>The last row of the list that is part of it.</summary>
    internal long Last { get; set; }

    /// <summary>Liquidations, always all of a contract and millisecond, and next to each other.</summary>
    internal List<StoredLiquidation> Liquidations { get; } = [];

    /// <summary>Sums of minutes.</summary>
    internal List<StoredMinute> Minutes { get; } = [];

    /// <summary>The same minutes, each venue's assets added up.</summary>
    internal List<StoredVenueMinute> VenueMinutes { get; } = [];

    /// <summary>Open interest.</summary>
    internal List<StoredOpenInterest> OpenInterest { get; } = [];

    /// <summary>Prices.</summary>
    internal List<StoredMarkPrice> MarkPrices { get; } = [];

    /// <summary>Open interest added up, in minutes.</summary>
    internal List<OpenInterestMinute> OpenInterestMinutes { get; } = [];

    /// <summary>Cascades, also withdrawn ones.</summary>
    internal List<CascadeRow> Cascades { get; } = [];

    /// <summary>Line protocol, to be delivered as it is.</summary>
    internal List<byte[]> Points { get; } = [];

    /// <summary>Rows of all kinds.</summary>
    internal int Rows => Liquidations.Count + Minutes.Count + VenueMinutes.Count + OpenInterest.Count + MarkPrices.Count + OpenInterestMinutes.Count + Cascades.Count + Points.Count;
}

/// <summary>A stored liquidation.</summary>
internal readonly record struct StoredLiquidation(
    InstrumentName Instrument, long TimeMs, ulong Identity, LiquidatedSide Side, double Price, double BaseQuantity, long MicroUsd);

/// <summary>The sum of a minute.</summary>
internal readonly record struct StoredMinute(
    SeriesName Series, long StartMs, LiquidatedSide Side, long MicroUsd, long Orders, long LargestMicroUsd);

/// <summary>The sum of a minute of a venue over all its assets. Beyond 64 bits it stays at the largest number.</summary>
internal readonly record struct StoredVenueMinute(
    string Venue, long StartMs, LiquidatedSide Side, long MicroUsd, long Orders, long LargestMicroUsd)
{
    /// <summary>With an asset's minute added.</summary>
    internal StoredVenueMinute And(in StoredMinute minute) => this with
    {
        MicroUsd = MicroUsd > long.MaxValue - minute.MicroUsd ? long.MaxValue : MicroUsd + minute.MicroUsd,
        Orders = Orders + minute.Orders,
        LargestMicroUsd = Math.Max(LargestMicroUsd, minute.LargestMicroUsd),
    };
}

/// <summary>Stored open interest: the newest of a cell of the raster, which begins at <paramref name="CellMs"/>.</summary>
internal readonly record struct StoredOpenInterest(InstrumentName Instrument, long CellMs, double? Contracts, double? Base, double? Usd);

/// <summary>A stored price: the newest of a cell of the raster, which begins at <paramref name="CellMs"/>.</summary>
internal readonly record struct StoredMarkPrice(InstrumentName Instrument, long CellMs, double? Mark, double? Index, double? FundingRate);

/// <summary>A point that a destination refused.</summary>
/// <param name="RefusedMs">When, Unix milliseconds.</param>
/// <param name="Reason">The reason it gave.</param>
/// <param name="Line">The point.</param>
internal sealed record RefusedPoint(long RefusedMs, string Reason, string Line);

/// <summary>Points of the moment that were lost because they waited too long.</summary>
/// <param name="Measurement">Their measurement.</param>
/// <param name="Points">How many, ever.</param>
/// <param name="DroppedMs">When the last were lost, Unix milliseconds.</param>
internal sealed record DroppedPoints(string Measurement, long Points, long DroppedMs);

/// <summary>How far delivery to a destination has got.</summary>
internal sealed record DestinationState
{
    /// <summary>Everything up to this row of the list has been delivered.</summary>
    public required long Done { get; init; }

    /// <summary>All cascades up to this revision have been delivered.</summary>
    public required long CascadeRevision { get; init; }

    /// <summary>From where the tables have to be read too; null for not at all.</summary>
    public required long? ResyncFromMs { get; init; }

    /// <summary>Points written ever.</summary>
    public required long Points { get; init; }

    /// <summary>Points that were older than the destination keeps.</summary>
    public required long Expired { get; init; }

    /// <summary>Points that the destination refused.</summary>
    public required long Refused { get; init; }

    /// <summary>When something was last written, Unix milliseconds.</summary>
    public required long? WrittenMs { get; init; }

    /// <summary>What stops its delivery.</summary>
    public required string? Fault { get; init; }

    /// <summary>Since when.</summary>
    public required long? FaultMs { get; init; }

    /// <summary>The newest row of the list.</summary>
    public required long Newest { get; init; }

    /// <summary>Commits that have still to be delivered to it.</summary>
    public required long Waiting { get; init; }

    /// <summary>When the oldest of them was done, Unix milliseconds.</summary>
    public required long? WaitingSinceMs { get; init; }
}
