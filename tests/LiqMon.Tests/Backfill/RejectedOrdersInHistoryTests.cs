using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;

namespace LiqMon.Tests.Backfill;

/// <summary>What a history has to hold beside the orders that the store had already, so that rejected orders are made good.</summary>
public sealed class RejectedOrdersInHistoryTests : IDisposable
{
    private const long Minute = 60_000;
    private const long At = 29_900_000 * Minute;

    private static readonly Instrument Contract = FakeVenue.Contract("BTCUSDT");
    private static readonly HistoryMargin Margin = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly HistoryFinds _finds = new();

    public RejectedOrdersInHistoryTests() => _folder.Open().Dispose();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_order_that_the_store_had_is_not_the_rejected_one()
    {
        Store(Order(1, 10_000));
        Assert.Equal(1, Proof().Unseen([Rejected(0)], History(Order(1, 10_000))));
        Assert.Equal(0, Proof().Unseen([Rejected(0)], History(Order(1, 10_000), Order(2, 20_000))));
    }

    [Fact]
    public void An_order_that_an_earlier_reading_brought_may_be_the_rejected_one()
    {
        var history = History(Order(1, 10_000), Order(2, 20_000));
        Store(Order(1, 10_000));
        Proof().Remember(history);
        Store(Order(2, 20_000));
        Assert.Equal(0, Proof().Unseen([Rejected(0)], history));
    }

    [Fact]
    public void One_order_stands_for_one_rejected_order_only()
    {
        // It lies in the margin of both minutes.
        var history = History(Order(1, 59_000));
        Assert.Equal(1, Proof().Unseen([Rejected(0), Rejected(1)], history));
        Assert.Equal(0, Proof().Unseen([Rejected(0), Rejected(1)], History(Order(1, 59_000), Order(2, 61_000))));
        // An order of another contract is not it.
        Assert.Equal(1, Proof().Unseen([Rejected(0) with { Symbol = "ETHUSDT" }], history));
    }

    [Fact]
    public void A_gap_looks_at_what_its_repair_would_remove()
    {
        var gap = new CoverageGap(At - 1_000, At + (2 * Minute), GapReason.OrdersRejected);
        Deficit[] deficits = [Rejected(0), Rejected(1), Rejected(9)];
        Assert.Equal(2, Proof(gap).Unseen(gap, deficits, History()));
        Assert.Equal(1, Proof(gap).Unseen(gap, deficits, History(Order(1, 59_000))));
    }

    private static Deficit Rejected(int minute) => new()
    {
        Venue = "fake",
        Feed = "main",
        Symbol = "BTCUSDT",
        FromMs = At + (minute * Minute),
        ToMs = At + ((minute + 1) * Minute),
        Reason = DeficitReason.Rejected,
        Count = 1,
    };

    private static StoredOrder Order(ulong identity, long afterMs) => new("BTCUSDT", At + afterMs, identity, LiquidatedSide.Long, 3 + identity);

    private static BackfillResult History(params StoredOrder[] orders) => new(BackfillStatus.Complete, 1, []) { Orders = orders };

    private RepairProof Proof(CoverageGap? span = null)
    {
        using var reader = _folder.Read();
        return RepairProof.OfContracts(
            reader, new FakeVenue(), [Contract], span ?? new CoverageGap(At, At + (10 * Minute), GapReason.OrdersRejected),
            new RepairLimits(Margin, At + (60 * Minute), _finds));
    }

    private void Store(StoredOrder order)
    {
        using var store = _folder.Open();
        store.Commit(
        [
            StoreItem.Of(new ListedInstruments("fake", [Contract])),
            StoreItem.Of(new Liquidation
            {
                Instrument = Contract,
                Side = order.Side,
                Price = ExactNumber.From(100),
                PriceKind = PriceKind.Fill,
                Quantity = ExactNumber.From((long)order.Quantity),
                NotionalMicroUsd = 1_000_000,
                BaseQuantity = order.Quantity,
                Contracts = order.Quantity,
                EventTimeMs = order.TimeMs,
                ReceivedMs = order.TimeMs + 500,
                Identity = order.Identity,
            }),
        ]);
    }
}
