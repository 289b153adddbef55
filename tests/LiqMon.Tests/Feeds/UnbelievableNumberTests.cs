using System.Globalization;
using System.Text;
using System.Threading.Channels;
using LiqMon.Feeds;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Feeds;

/// <summary>Numbers that cannot be are kept in quarantine, and messages that a venue numbered and that never came are a gap.</summary>
public sealed class UnbelievableNumberTests
{
    private const long Now = 1_794_000_000_000;

    private readonly SymbolRegistry _symbols = new();
    private readonly Channel<StoreItem> _store = Channel.CreateUnbounded<StoreItem>();
    private readonly FrameProcessor _intake;
    private readonly FrameReadings _readings;

    public UnbelievableNumberTests()
    {
        _symbols.Update([new() { Venue = "binance", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" }], 0);
        _intake = Intake(new Binance());
        _readings = _intake.NewReadings();
    }

    [Fact]
    public async Task An_order_far_above_its_contract_s_open_interest_is_not_counted()
    {
        // 1,000 BTC at 100,000 dollars: 100 million of open interest.
        await TakeAsync(_intake, """{"e":"markPriceUpdate","E":1794000000000,"s":"BTCUSDT","p":"100000","i":"100000","r":"0.0001","T":1794002400000}""");
        await TakeAsync(_intake, """{"symbol":"BTCUSDT","openInterest":"1000","time":1794000000000}""");
        await TakeAsync(_intake, Order("2001"));
        await TakeAsync(_intake, Order("2000"));

        Assert.Equal((1, 1), (_intake.Counters.Valued, _intake.Counters.Rejected(RejectReason.Implausible)));
        Assert.Equal(["Implausible"], Items().Select(item => item.Payload).OfType<QuarantinedFrame>().Select(frame => frame.Reason));
    }

    [Theory]
    [InlineData(10_000_000, null, true)]
    [InlineData(9_000_000_000, null, true)]
    [InlineData(10_000_000, 1.0, true)]
    [InlineData(10_000_001, 1.0, false)]
    [InlineData(200_000_000, 100_000_000.0, true)]
    [InlineData(200_000_001, 100_000_000.0, false)]
    [InlineData(200_000_001, double.NaN, true)]
    [InlineData(200_000_001, 0.0, true)]
    public void An_order_is_measured_by_the_open_interest_where_that_is_known(long usd, double? openInterestUsd, bool isPossible) =>
        Assert.Equal(isPossible, Plausible.IsOrder(usd * 1_000_000, openInterestUsd));

    [Theory]
    [InlineData("""{"symbol":"BTCUSDT","openInterest":"460000000000000000000000","time":1794000000000}""")]
    [InlineData("""{"e":"markPriceUpdate","E":1794000000000,"s":"BTCUSDT","p":"1000000000001","i":"1","r":"0"}""")]
    [InlineData("""{"e":"markPriceUpdate","E":1794000000000,"s":"BTCUSDT","p":"1","i":"1000000000001","r":"0"}""")]
    [InlineData("""{"e":"markPriceUpdate","E":1794000000000,"s":"BTCUSDT","p":"1","i":"1","r":"-10.5"}""")]
    public async Task Open_interest_prices_and_rates_beyond_all_measure_are_not_stored(string frame)
    {
        await TakeAsync(_intake, frame);

        Assert.True(_intake.Counters.Rejected(RejectReason.Implausible) + _intake.Counters.Rejected(RejectReason.BadNumber) == 1);
        Assert.DoesNotContain(Items(), item => item.Payload is OpenInterest or MarkPrice);
    }

    [Fact]
    public async Task Open_interest_that_a_wrong_price_makes_unbelievable_keeps_its_coins_without_dollars()
    {
        await TakeAsync(_intake, """{"e":"markPriceUpdate","E":1794000000000,"s":"BTCUSDT","p":"100000000000","i":"1","r":"0"}""");
        await TakeAsync(_intake, """{"symbol":"BTCUSDT","openInterest":"1000","time":1794000000000}""");

        var sample = Assert.Single(Items().Select(item => item.Payload).OfType<OpenInterest>());
        Assert.Equal((1_000, double.NaN), (sample.Base, sample.Usd));
    }

    [Fact]
    public async Task A_jump_in_the_venue_s_numbers_is_a_gap_between_the_two_messages()
    {
        var intake = Intake(new Extended());
        var readings = intake.NewReadings();
        foreach (var (sequence, atMs) in new[] { (1, 0), (2, 100), (5, 400), (6, 500), (1, 900), (2, 1_000) })
        {
            var frame = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"ts":{{Now + atMs}},"seq":{{sequence}},"data":[{"m":"BTC-USD","S":"SELL","tT":"TRADE","T":{{Now + atMs}},"p":"1","q":"1","i":{{atMs}}}]}""");
            await intake.TakeFrameAsync(readings, Encoding.UTF8.GetBytes(frame), Now + atMs, "trades", CancellationToken.None);
        }

        // Numbers that begin anew belong to another connection. The orders may be dated up to two seconds before they were sent.
        Assert.Equal(
            [new Gap("extended", "trades", Now + 100 - 2_000, Now + 400 + 1, GapReason.MessagesLost)], Items().Select(item => item.Payload).OfType<Gap>());
        Assert.Equal((2, 0), (intake.Counters.LostMessages, intake.Counters.Samples));
    }

    [Fact]
    public async Task Numbers_that_never_fit_are_one_gap_that_grows()
    {
        var intake = Intake(new Extended());
        var readings = intake.NewReadings();
        // Every number is a loss; after the hundredth, ten seconds without one. What was lost may be dated two seconds earlier.
        foreach (var index in Enumerable.Range(0, 200))
        {
            var (sequence, atMs) = ((index + 1) * 2, (index * 50) + (index < 100 ? 0 : 10_000));
            var frame = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"ts":{{Now + atMs}},"seq":{{(index == 100 ? 201 : sequence)}},"data":[{"m":"BTC-USD","S":"SELL","tT":"TRADE","T":{{Now + atMs}},"p":"1","q":"1","i":{{atMs}}}]}""");
            await intake.TakeFrameAsync(readings, Encoding.UTF8.GetBytes(frame), Now + atMs, "trades", CancellationToken.None);
        }

        var gaps = Items().Select(item => item.Payload).OfType<Gap>().ToList();
        Assert.Equal(
            [(Now - 2_000, Now + 4_951L), (Now + 13_000L, Now + 19_951L)],
            gaps.GroupBy(gap => gap.FromMs).Select(gap => (gap.Key, gap.Max(part => part.ToMs!.Value))));
    }

    [Fact]
    public void Lost_messages_are_missing_although_the_feed_delivered()
    {
        using var folder = new StoreFolders();
        using (var store = folder.Open())
        {
            store.Commit(
            [
                StoreItem.Of(new CoveredSpan("extended", "trades", Now, Now + 10_000)),
                StoreItem.Of(new Gap("extended", "trades", Now + 2_000, Now + 3_000, GapReason.MessagesLost)),
            ]);
        }

        Assert.Equal((0.9, GapReason.MessagesLost), Coverage());
        using (var store = folder.Open())
            store.Commit([StoreItem.Of(new GapRepaired("extended", Now + 2_000, Now + 3_000, GapReason.MessagesLost, Now + 9_000, 1, FeedClass.Full))]);
        Assert.Equal((1, null), Coverage());

        (double, GapReason?) Coverage()
        {
            using var reader = StoreReader.Open(folder.Path);
            var coverage = reader.Coverage.OfVenues(["extended"], Now, Now + 10_000, Now + 3_600_000).Single();
            return (coverage.Share, coverage.Gaps.Select(gap => (GapReason?)gap.Reason).SingleOrDefault());
        }
    }

    [Fact]
    public void A_venue_with_large_messages_has_a_limit_of_its_own()
    {
        var options = new FeedOptions();
        Assert.Equal(8 * 1024 * 1024, options.For(new Hyperliquid().Profile).FrameLimit);
        Assert.Same(options, options.For(new Binance().Profile));
    }

    private FrameProcessor Intake(IVenue venue) => new(
        new() { Venue = venue, Symbols = _symbols, Store = _store.Writer, Time = TimeProvider.System, Logger = NullLogger.Instance });

    private async Task TakeAsync(FrameProcessor intake, string frame) =>
        await intake.TakeFrameAsync(_readings, Encoding.UTF8.GetBytes(frame), Now + 1_000, "main", CancellationToken.None);

    private List<StoreItem> Items()
    {
        var items = new List<StoreItem>();
        while (_store.Reader.TryRead(out var item))
            items.Add(item);
        return items;
    }

    private static string Order(string quantity) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"e":"forceOrder","E":{{{Now}}},"st":1,"o":{"s":"BTCUSDT","S":"SELL","q":"{{{quantity}}}","p":"100000","ap":"100000","X":"FILLED","z":"{{{quantity}}}","T":{{{Now}}}}}""");

    private sealed class StoreFolders : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("liqmon-store-").FullName;

        internal EventStore Open() => EventStore.Open(new StoreOptions { DataDirectory = Path, ReserveBytes = 0 }, TimeProvider.System);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
