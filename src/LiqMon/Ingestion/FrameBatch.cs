using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>What one frame gave, gathered before anything is counted or handed over. Reused from frame to frame.</summary>
internal sealed class FrameBatch
{
    public List<StoreItem> Items { get; } = [];

    public List<OpenInterest> OpenInterest { get; } = [];

    public List<MarkPrice> Marks { get; } = [];

    /// <summary>Why messages of the frame could not be used, the readings' own rejections included.</summary>
    public List<RejectReason> Rejections { get; } = [];

    /// <summary>Orders that are in no total.</summary>
    public List<RejectedOrder> RejectedOrders { get; } = [];

    /// <summary>What is missing from totals because of the frame.</summary>
    public DeficitTally Deficits { get; } = new();

    /// <summary>Contracts that the frame shows for the first time and that are in no list.</summary>
    public List<StoreItem> Unlisted { get; } = [];

    public int Valued { get; set; }

    public int Pending { get; private set; }

    /// <summary>Gaps among <see cref="Items"/>.</summary>
    public int Losses { get; private set; }

    public int FilteredLiquidations { get; set; }

    public int Unvalued { get; private set; }

    /// <summary>Orders of the frame that are lost, and not merely of a currency without a dollar rate.</summary>
    public int OrdersRejected { get; private set; }

    /// <summary>Why the first of those was not taken.</summary>
    public RejectReason? OrderRejection { get; private set; }

    /// <summary>Orders of the frame that were taken, whatever became of them.</summary>
    public int OrdersTaken => Valued + Pending + FilteredLiquidations;

    public int FilteredMarket { get; set; }

    public void Clear()
    {
        Items.Clear();
        OpenInterest.Clear();
        Marks.Clear();
        Rejections.Clear();
        RejectedOrders.Clear();
        Deficits.Clear();
        Unlisted.Clear();
        Valued = Pending = Losses = FilteredLiquidations = Unvalued = FilteredMarket = OrdersRejected = 0;
        OrderRejection = null;
    }

    /// <summary>Adds a span in which the venue's messages did not arrive.</summary>
    public void AddLoss(Gap gap)
    {
        Losses++;
        Items.Add(StoreItem.Of(gap));
    }

    /// <summary>Counts orders that could not be taken.</summary>
    public void AddOrdersRejected(int count, RejectReason? first)
    {
        OrdersRejected += count;
        OrderRejection ??= first;
    }

    /// <summary>Adds an order that was read and could not be valued by its contract's rules.</summary>
    public void AddUnvalued(in LiquidationReading reading, RejectReason reason)
    {
        Unvalued++;
        Rejections.Add(reason);
        RejectedOrders.Add(new RejectedOrder(
            reason, reading.Symbol, reading.TimeMs, HashCode.Combine(reason, reading.Symbol.Text, reading.Identity)));
        // A contract without a dollar rate is a matter of that contract; its order was read well.
        if (reason != RejectReason.NoUsdRate)
            AddOrdersRejected(1, reason);
    }

    /// <summary>Whether a frame of market data proves that its connection delivers what can be used.</summary>
    public bool IsTaken(FrameReadings readings) =>
        OrdersTaken > 0 || readings.MarketSpan.Length > 0
        || Rejections.TrueForAll(reason => reason is RejectReason.VenueAccount or RejectReason.NoUsdRate);

    /// <summary>Adds a liquidation whose contract is not known yet.</summary>
    public void AddPending(in LiquidationReading reading, string venue, long receivedMs)
    {
        Pending++;
        Items.Add(StoreItem.Of(new PendingLiquidation(
            venue,
            reading.Symbol.Text,
            reading.Side,
            reading.Price,
            reading.PriceKind,
            reading.Quantity,
            reading.TimeMs,
            reading.Identity,
            reading.Margin,
            receivedMs)
        { Order = reading.Order }));
    }

    /// <summary>
    /// Adds the samples of the assets to keep, all if none are named: a contract that was unknown when its reading came
    /// may have turned out to be of another asset.
    /// </summary>
    public void AddSamples(IReadOnlySet<string> assets)
    {
        foreach (var sample in OpenInterest)
        {
            if (assets.Count == 0 || assets.Contains(sample.Instrument.Asset))
                Items.Add(StoreItem.Of(sample));
        }

        foreach (var sample in Marks)
        {
            if (assets.Count == 0 || assets.Contains(sample.Instrument.Asset))
                Items.Add(StoreItem.Of(sample));
        }
    }
}
