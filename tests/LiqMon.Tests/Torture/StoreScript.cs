using System.IO.Compression;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Windows;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Torture;

/// <summary>
/// One life of a store: commits of every kind of item, what others write between them, a restart, old rows that go. It can
/// be gone on with from any commit, as a feed would whose last commit failed.
/// </summary>
internal static class StoreScript
{
    /// <summary>Single liquidations that the whole script leaves: 3 + 1 twin, 2 pending, 6, 40, 1.</summary>
    public const int Liquidations = 53;

    public const string Destination = "influxdb";

    private const long HourMs = 3_600_000;

    private static readonly Instrument Sol = Sample.Contract("okx", "SOL-USDT-SWAP", "SOL");

    /// <summary>The steps in order; a commit is one that has items, a restart one that has nothing.</summary>
    public static IReadOnlyList<ScriptStep> Steps { get; } =
    [
        Commit(
            StoreItem.Of(new ListedInstruments("binance", [Sample.Btc, Sample.Eth])), Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Btc, Sample.Noon, ordinal: 1),
            Sample.Item(Sample.Eth, Sample.Noon + 1, side: LiquidatedSide.Short), Sample.Item(Sample.BtcElsewhere, Sample.Noon + 2, price: 7)),
        Commit(
            Pending(1), Pending(2), StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon + 5, 10, 20, double.NaN)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon + 6, 101, 100, null, null))),
        Do(store => store.Write([Cascade(Sample.Noon)])),
        Commit(
            StoreItem.Of(new ListedInstruments("okx", [Sol])), StoreItem.Of(new CoveredSpan("binance", "linear", Sample.Noon - HourMs, Sample.Noon)),
            StoreItem.Of(new Gap("okx", "public", Sample.Noon - HourMs, Sample.Noon, GapReason.ConnectionLost)),
            StoreItem.Of(new Deficit { Venue = "okx", Feed = "public", FromMs = Sample.Noon, ToMs = Sample.Noon + 60_000, Reason = DeficitReason.Rejected, Count = 1 })),
        Do(store => store.Enqueue(Packed("collector,host=a up=1 1\n"u8))),
        Commit(
        [
            Sample.Item(Sample.Btc, Sample.Noon), .. Enumerable.Range(1, 6).Select(hour => Sample.Item(Sample.Btc, Sample.Noon + (hour * HourMs), price: hour)),
            StoreItem.Of(new QuarantinedFrame("bybit", "linear", Sample.Noon, "Malformed", "{"u8.ToArray())),
        ]),
        Do(store => store.SaveProgress(new DestinationProgress { Destination = Destination, NowMs = Sample.Noon, Done = 1, CascadeRevision = 0, Points = 4 })),
        new(),
        Commit([.. Enumerable.Range(0, 40).Select(i => Sample.Item(i % 2 == 0 ? Sample.Eth : Sol, Sample.Noon + (8 * HourMs) + (i * 15_000), price: 50 + i, side: (LiquidatedSide)(i % 3 / 2)))]),
        Do(store => store.Prune(Sample.Noon + (9 * HourMs))),
        Do(store => store.Searched([Cascade(Sample.Noon + (8 * HourMs))], Sample.Noon + (9 * HourMs), 5)),
        Commit(Sample.Item(Sample.Btc, Sample.Noon + (9 * HourMs)), Sample.Item(Sample.Btc, Sample.Noon + (9 * HourMs)), StoreItem.Of(new CoveredSpan("binance", "linear", Sample.Noon, Sample.Noon + HourMs))),
    ];

    private static byte[] Packed(ReadOnlySpan<byte> lines)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(lines);
        return packed.ToArray();
    }

    private static ScriptStep Commit(params StoreItem[] items) => new() { Items = items };

    private static ScriptStep Do(Action<EventStore> work) => new() { Work = work };

    private static StoreItem Pending(ulong identity) => StoreItem.Of(new PendingLiquidation(
        "okx", Sol.Symbol, LiquidatedSide.Long, ExactNumber.From(20), PriceKind.Fill, ExactNumber.From(5), Sample.Noon + 10, identity, null, Sample.Noon + 11));

    private static CascadeWrite Cascade(long startMs) => new(new Cascade
    {
        Asset = "BTC",
        Side = LiquidatedSide.Long,
        StartMs = startMs,
        EndMs = startMs + 60_000,
        MicroUsd = 2_000_000_000_000,
        SideMicroUsd = 2_000_000_000_000,
        Orders = 9,
        PeakMinuteMs = startMs,
        PeakMinuteMicroUsd = 1_000_000_000_000,
        Venues = ["binance"],
    });
}

/// <summary>A step of a store's life: a commit, other work, or, with neither, a restart.</summary>
internal sealed record ScriptStep
{
    public StoreItem[]? Items { get; init; }

    public Action<EventStore>? Work { get; init; }
}
