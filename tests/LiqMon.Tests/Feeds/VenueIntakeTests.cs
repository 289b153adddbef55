using System.Text;
using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Feeds;

public sealed class VenueIntakeTests
{
    private const long Now = 1_794_000_000_000;

    private readonly SymbolRegistry _symbols = new();
    private readonly FakeTime _time = new();
    private readonly ListLogger _log = new();
    private readonly List<StoreItem> _items = [];

    [Fact]
    public async Task Everything_is_counted_exactly_once()
    {
        var intake = NewIntake(new FrameProcessorOptions { Assets = new HashSet<string> { "BTC" } });
        _symbols.Update([FakeVenue.Contract("BTCUSDT"), FakeVenue.Contract("ETHUSDT", "ETH"), new() { Venue = "fake", Symbol = "BTCTRY", Asset = "BTC", Quote = "TRY" }], 0);
        string[] frames =
        [
            Liq("BTCUSDT"), Liq("BTCUSDT", "2"), Liq("ETHUSDT"), Liq("NEWUSDT"), Liq("BTCTRY"), Liq("BTCUSDT", "-1"), Liq("BTC USDT"),
            Liq("BTCUSDT", "1", "inverse"), Liq("BTCUSDT", "9e17"), FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now), FakeVenue.Tick("ETHUSDT", timeMs: Now),
            FakeVenue.Ack(), """{"k":"nack"}""", """{"k":"hb"}""", """{"k":"ping"}""", """{"k":"closing"}""", """{"k":"trade"}""",
            "{}", "not json", """{"k":"boom"}""", "",
        ];
        foreach (var frame in frames)
            await intake.TakeFrameAsync(intake.NewReadings(), Encoding.UTF8.GetBytes(frame), Now, "main", CancellationToken.None);
        var counters = intake.Counters;
        Assert.Equal(frames.Length, counters.Frames);
        Assert.Equal(counters.Frames, Enum.GetValues<FrameKind>().Sum(counters.FramesOf));
        Assert.Equal(frames.Sum(frame => frame.Length), counters.Bytes);
        Assert.Equal((7, 2, 1, 1, 3), (counters.Liquidations, counters.Valued, counters.Pending, counters.FilteredLiquidations, counters.Unvalued));
        Assert.Equal(counters.Liquidations, counters.Valued + counters.Pending + counters.FilteredLiquidations + counters.Unvalued);
        Assert.Equal((2, 1, 2), (counters.MarketReadings, counters.FilteredMarketReadings, counters.Samples));
        Assert.Equal((4, 1), (counters.FramesOf(FrameKind.Malformed), counters.InternalErrors));
        Assert.Equal(
            [RejectReason.BadSymbol, RejectReason.NonPositiveQuantity, RejectReason.MarginMismatch, RejectReason.OutOfRange, RejectReason.NoUsdRate],
            Enum.GetValues<RejectReason>().Where(reason => counters.Rejected(reason) == 1));
        Assert.Equal(9, counters.Quarantined);
        Assert.Equal(
            (string[])["NoUsdRate", "NonPositiveQuantity", "BadSymbol", "MarginMismatch", "OutOfRange", "Malformed", "Malformed", "InternalError", "Malformed"],
            _items.Select(item => item.Payload).OfType<QuarantinedFrame>().Select(frame => frame.Reason));
        Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
        var pending = Assert.Single(_items.Select(item => item.Payload).OfType<PendingLiquidation>());
        Assert.Equal(("fake", "NEWUSDT", Now), (pending.Venue, pending.Symbol, pending.ReceivedMs));
        Assert.True(intake.InstrumentsWanted.TryLower());
        Assert.False(intake.InstrumentsWanted.TryLower());
        Assert.Equal([100_000_000L, 200_000_000L], _items.Where(item => item.Payload is null).Select(item => item.Liquidation.NotionalMicroUsd));
    }

    [Fact]
    public async Task The_outcome_tells_the_connection_what_to_do()
    {
        var intake = NewIntake();
        Assert.Equal((FrameKind.Ack, 7, false), Short(await TakeAsync(intake, FakeVenue.Ack(7))));
        Assert.Equal((FrameKind.Data, null, true), Short(await TakeAsync(intake, Liq("BTCUSDT"))));
        Assert.Equal("no such topic", (await TakeAsync(intake, """{"k":"nack","msg":"no such topic"}""")).Detail);
        Assert.Equal("pong", Encoding.UTF8.GetString((await TakeAsync(intake, """{"k":"ping"}""")).Reply.Span));
        Assert.Equal((FrameKind.Malformed, null, false), Short(await TakeAsync(intake, "{")));

        static (FrameKind, int?, bool) Short(FrameOutcome outcome) => (outcome.Kind, outcome.AckId, outcome.Taken);
    }

    [Fact]
    public async Task Quarantine_keeps_a_sample_and_counts_the_rest()
    {
        var intake = NewIntake(new FrameProcessorOptions { QuarantinePerMinute = 5 });
        for (var i = 0; i < 20; i++)
            await TakeAsync(intake, new string('x', 100_000));
        Assert.Equal((5, 15), (intake.Counters.Quarantined, intake.Counters.QuarantineSkipped));
        var kept = _items.Select(item => item.Payload).OfType<QuarantinedFrame>().ToList();
        Assert.Equal(5, kept.Count);
        Assert.All(kept, frame => Assert.Equal(64 * 1024, frame.Frame.Length));
        _time.Advance(TimeSpan.FromMinutes(1));
        await TakeAsync(intake, "x");
        Assert.Equal(6, intake.Counters.Quarantined);
    }

    [Fact]
    public async Task A_full_store_is_waited_for_and_nothing_is_lost()
    {
        var store = Channel.CreateBounded<StoreItem>(2);
        _symbols.Update([FakeVenue.Contract("BTCUSDT")], 0);
        var intake = NewIntake(store: store.Writer);
        var taking = TakeManyAsync();
        await Until.TrueAsync(() => intake.Counters.ChannelWaits > 0, "a wait");
        Assert.False(taking.IsCompleted);
        for (var i = 0; i < 10; i++)
            Assert.Equal(Now + i, (await store.Reader.ReadAsync()).Liquidation.EventTimeMs);
        await taking;

        async Task TakeManyAsync()
        {
            for (var i = 0; i < 10; i++)
                await TakeAsync(intake, FakeVenue.Liquidation(timeMs: Now + i));
        }
    }

    [Fact]
    public async Task A_liquidation_of_a_known_contract_allocates_nothing()
    {
        var venue = VenueCatalog.Find("binance")!;
        _symbols.Update([new() { Venue = "binance", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" }], 0);
        var store = Channel.CreateBounded<StoreItem>(new BoundedChannelOptions(64) { SingleReader = true });
        var intake = new FrameProcessor(
            new() { Venue = venue, Symbols = _symbols, Store = store.Writer, Time = TimeProvider.System, Logger = _log });
        var readings = intake.NewReadings();
        var frame = Encoding.UTF8.GetBytes(
            $$$"""{"e":"forceOrder","E":{{{Now}}},"st":1,"o":{"s":"BTCUSDT","S":"SELL","q":"1","p":"100","ap":"100","X":"FILLED","l":"1","z":"1","T":{{{Now}}}}}""");
        var allocated = long.MaxValue;
        var valuing = 0L;
        // The first rounds compile and grow buffers.
        for (var round = 0; round < 5 && allocated != 0; round++)
        {
            valuing = ValuingAllocates(readings);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 2_000; i++)
            {
                var taking = intake.TakeFrameAsync(readings, frame, Now, "market", CancellationToken.None);
                Assert.True(taking.IsCompletedSuccessfully);
                await taking;
                store.Reader.TryRead(out _);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before - valuing;
        }

        Assert.Equal(0, allocated);
        Assert.True(intake.Counters.Valued >= 2_000);

        // Unoptimised builds make constant tables anew at each use; that is not the intake's.
        static long ValuingAllocates(FrameReadings readings)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 2_000 && readings.LiquidationSpan.Length > 0; i++)
                readings.LiquidationSpan[0].Value(Now, out _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task The_sink_sees_every_byte_first()
    {
        var sink = new ListSink();
        var intake = NewIntake(new FrameProcessorOptions { Sink = sink });
        await TakeAsync(intake, "{");
        await intake.TakePollAsync("open-interest", intake.NewReadings(), "[]x"u8.ToArray(), Now, CancellationToken.None);
        Assert.Equal([$"{Now} fake ws {{", $"{Now} fake rest:open-interest []x"], sink.Lines);
    }

    [Fact]
    public async Task Held_samples_come_out_at_the_end()
    {
        _symbols.Update([FakeVenue.Contract("BTCUSDT")], 0);
        var intake = NewIntake();
        await TakeAsync(intake, FakeVenue.Tick(mark: "1", timeMs: Now));
        await TakeAsync(intake, FakeVenue.Tick(mark: "2", timeMs: Now + 1));
        await intake.FlushAsync(CancellationToken.None);
        Assert.Equal([1.0, 2.0], _items.Select(item => item.Payload).OfType<MarkPrice>().Select(mark => mark.Mark));
        Assert.Equal(2, intake.Counters.Samples);
    }

    private static string Liq(string symbol, string quantity = "1", string? margin = null)
    {
        var frame = FakeVenue.Liquidation(symbol, quantity: quantity, timeMs: Now);
        return margin is null ? frame : frame.Replace("\"k\"", $"\"m\":\"{margin}\",\"k\"", StringComparison.Ordinal);
    }

    private static ValueTask<FrameOutcome> TakeAsync(FrameProcessor intake, string frame) =>
        intake.TakeFrameAsync(intake.NewReadings(), Encoding.UTF8.GetBytes(frame), Now, "main", CancellationToken.None);

    private FrameProcessor NewIntake(FrameProcessorOptions? options = null, ChannelWriter<StoreItem>? store = null) => new(new()
    {
        Venue = new FakeVenue(),
        Symbols = _symbols,
        Store = store ?? new ListWriter(_items),
        Options = options ?? new FrameProcessorOptions(),
        Time = _time,
        Logger = _log,
    });

    private sealed class ListWriter(List<StoreItem> items) : ChannelWriter<StoreItem>
    {
        public override bool TryWrite(StoreItem item)
        {
            items.Add(item);
            return true;
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }

    private sealed class ListSink : IFrameSink
    {
        public List<string> Lines { get; } = [];

        public void Write(long receivedMs, string venue, string channel, FrameSource? source, ReadOnlySpan<byte> bytes) =>
            Lines.Add($"{receivedMs} {venue} {channel} {Encoding.UTF8.GetString(bytes)}");
    }
}
