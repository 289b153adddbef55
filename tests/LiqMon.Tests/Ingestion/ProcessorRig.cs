using System.Text;
using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using LiqMon.Venues;

namespace LiqMon.Tests.Ingestion;

/// <summary>A frame processor of the fake venue before a real store.</summary>
internal sealed class ProcessorRig : IDisposable
{
    /// <summary>2026-11-06T19:20:00Z.</summary>
    public const long Now = 1_794_000_000_000;

    private readonly StoreFolder _folder = StoreFolder.Fast();
    private readonly Channel<StoreItem> _items = Channel.CreateBounded<StoreItem>(10_000);

    public ProcessorRig(FakeVenue? venue = null, FrameProcessorOptions? options = null)
    {
        Symbols.Update([Known, FakeVenue.Contract("ETHUSDT", "ETH"), Lira], 0);
        Processor = new FrameProcessor(new()
        {
            Venue = venue ?? new FakeVenue(),
            Symbols = Symbols,
            Store = _items.Writer,
            Options = options ?? new FrameProcessorOptions(),
            Time = Time,
            Logger = Log,
        });
    }

    public static Instrument Known { get; } = FakeVenue.Contract("BTCUSDT");

    public static Instrument Lira { get; } = new() { Venue = "fake", Symbol = "BTCTRY", Asset = "BTC", Quote = "TRY" };

    public SymbolRegistry Symbols { get; } = new();

    public FrameProcessor Processor { get; }

    public FakeTime Time { get; } = new();

    public ListLogger Log { get; } = new();

    public List<StoreItem> Items { get; } = [];

    public VenueCounters Counters => Processor.Counters;

    public async Task<FrameOutcome> SocketAsync(string frame, long receivedMs = Now) =>
        await Processor.TakeFrameAsync(Processor.NewReadings(), Encoding.UTF8.GetBytes(frame), receivedMs, "main", CancellationToken.None);

    public async Task SocketAsync(string frame, FrameReadings readings) =>
        await Processor.TakeFrameAsync(readings, Encoding.UTF8.GetBytes(frame), Now, "main", CancellationToken.None);

    public async Task PollAsync(string name, string body, long receivedMs = Now) =>
        await Processor.TakePollAsync(name, Processor.NewReadings(), Encoding.UTF8.GetBytes(body), receivedMs, CancellationToken.None);

    public async Task HistoryAsync(string body, long receivedMs = Now)
    {
        var page = new HistoryPage(new RestRequest("history", new Uri("https://fake.example/history")), 0, long.MaxValue);
        await Processor.TakeHistoryAsync(page, Processor.NewReadings(), Encoding.UTF8.GetBytes(body), receivedMs, CancellationToken.None);
    }

    /// <summary>Everything handed over so far, through the store and back, with the orders that the store counts.</summary>
    public (IReadOnlyList<StoredDeficit> Deficits, long Orders) Stored(long fromMs, long toMs)
    {
        var batch = new List<StoreItem>();
        while (_items.Reader.TryRead(out var item))
            batch.Add(item);
        Items.AddRange(batch);
        using (var store = _folder.Open())
            store.Commit([StoreItem.Of(new ListedInstruments("fake", [Known, Lira])), .. batch]);
        using var reader = _folder.Read();
        var totals = reader.Liquidations.Totals(new LiquidationFilter { FromMs = 0, ToMs = long.MaxValue / 2 });
        return (reader.Coverage.Deficits(["fake"], fromMs, toMs), totals.LongOrders + totals.ShortOrders);
    }

    public void Dispose() => _folder.Dispose();
}
