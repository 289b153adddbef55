using LiqMon.Context;
using LiqMon.Influx;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Tests.Grafana;

/// <summary>
/// An InfluxDB that the writer has filled while a real pipeline watched simulated venues: once for some seconds twelve
/// minutes ago, and once more six minutes ago, each time over the end of a minute.
/// </summary>
internal sealed class FilledInflux : IDisposable
{
    private readonly InfluxServer _server;
    private long _orders;

    private FilledInflux(InfluxServer server, string database, string data) => (_server, Database, Data) = (server, database, data);

    /// <summary>The database.</summary>
    internal string Database { get; }

    /// <summary>Folder of the store that InfluxDB has been told.</summary>
    internal string Data { get; }

    /// <summary>Ratios of accounts that venues have published, some hours ago.</summary>
    internal static IReadOnlyList<(string Venue, string Asset, int HoursAgo, double Ratio)> Ratios { get; } =
    [
        ("binance", "BTC", 3, 1.25), ("binance", "BTC", 2, 1.5), ("okx", "BTC", 2, 0.8), ("okx", "ETH", 2, 0.5), ("binance", "ETH", 1, 2.25),
    ];

    /// <summary>When the newest changes of open interest were written, Unix milliseconds.</summary>
    internal long ChangesMs { get; private set; }

    /// <summary>The cascade that was found meanwhile.</summary>
    internal Cascade Cascade { get; private set; } = null!;

    internal static async Task<FilledInflux> CreateAsync(InfluxServer server)
    {
        var filled = new FilledInflux(server, await server.NewDatabaseAsync(), Directory.CreateTempSubdirectory("liqmon-").FullName);
        filled.Remember();
        await filled.WatchAsync(TimeSpan.FromMinutes(12), seed: 21, mapped: []);
        // What the first has sampled is known by now, so each of these assets has a map.
        await filled.WatchAsync(TimeSpan.FromMinutes(6), seed: 22, mapped: ["BTC", "ETH"]);
        await filled.TellTheRestAsync();
        return filled;
    }

    /// <summary>Runs a statement.</summary>
    internal Task<IReadOnlyList<IReadOnlyList<string>>> QueryAsync(string query) => _server.QueryAsync(Database, query);

    public void Dispose() => Directory.Delete(Data, recursive: true);

    /// <summary>Open interest of an hour ago, of one contract only: of the others no change is known. Ratios of accounts.</summary>
    private void Remember()
    {
        using var store = EventStore.Open(new StoreOptions { DataDirectory = Data, ReserveBytes = 0 }, TimeProvider.System);
        var contract = new Instrument { Venue = "binance", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" };
        var now = TimeProvider.System.GetUtcNow();
        store.Commit([.. Enumerable.Range(60, 20).Select(minute => StoreItem.Of(
            new OpenInterest(contract, now.AddMinutes(-minute).ToUnixTimeMilliseconds(), 50, 50, 5_000_000)))]);
        store.Commit([.. Ratios.Select(ratio => StoreItem.Of(new ContextSample(
            ratio.Venue, VenueMarketData.RatioName(ratio.Asset), now.AddHours(-ratio.HoursAgo).ToUnixTimeMilliseconds(), ratio.Ratio)))]);
    }

    private async Task WatchAsync(TimeSpan ago, int seed, string[] mapped)
    {
        var minute = new DateTimeOffset((TimeProvider.System.GetUtcNow() - ago).Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var time = new ShiftedTime(minute - TimeSpan.FromSeconds(5));
        await using var simulation = await Simulation.StartAsync(new() { Venues = Watch.QuickVenues, Rate = 60, Seed = seed }, time, CancellationToken.None);
        await using var watch = await Watch.StartAsync(simulation, Data, change: setup => setup with
        {
            Time = time,
            Influx = WriterRun.V1(_server.Url, Database) with { MomentsEvery = TimeSpan.FromMilliseconds(200), Collector = "test" },
        });
        await Wait.UntilAsync(() => time.GetUtcNow() > minute.AddSeconds(3) && Books.Orders(watch.Stored()) > _orders + 300, "the market to move");
        simulation.Pause();
        await Books.SettleAsync(simulation);
        var orders = _orders + Books.Orders(Watch.Sent(simulation));
        await Wait.UntilAsync(() => Books.Orders(watch.Stored()) == orders, "the store to hold all that was sent");
        _orders = orders;
        await Wait.UntilAsync(() => Total(watch.Pipeline.Windows) == orders, "the windows to count what is stored");
        // One moment more, and that it has been told.
        var (points, nowMs) = (watch.Pipeline.Influx!.Points, watch.Pipeline.Windows.NowMs);
        await Wait.UntilAsync(() => watch.Pipeline.Windows.NowMs > nowMs + 2_000 && watch.Pipeline.Influx.Points > points, "InfluxDB to be told");
        // Changes are told less often, and these know of everything that was sampled.
        using var limit = new CancellationTokenSource(Wait.Patience);
        while ((ChangesMs = await NewestChangesAsync()) <= nowMs + 1_000)
            await Task.Delay(50, limit.Token);
        foreach (var asset in mapped)
        {
            while ((await QueryAsync($"SELECT last(\"price\") FROM \"liquidation_map\" WHERE \"asset\" = '{asset}'")).Count == 0)
                await Task.Delay(50, limit.Token);
        }
    }

    private async Task<long> NewestChangesAsync() =>
        await QueryAsync("SELECT last(\"contracts_known\") FROM \"open_interest_change\"") is [var row]
            ? long.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture) / 1_000_000 : 0;

    /// <summary>Ends what the run has left, with a cascade that was found, and tells everything once more.</summary>
    private async Task TellTheRestAsync()
    {
        using (var reader = StoreReader.Open(Data))
        {
            var first = reader.Liquidations.List(new LiquidationFilter { Assets = ["BTC"], FromMs = 0, ToMs = long.MaxValue / 2 }, 0, 1, newestFirst: false).Single();
            Cascade = new Cascade
            {
                Asset = "BTC",
                Side = LiquidatedSide.Short,
                StartMs = first.TimeMs,
                EndMs = first.TimeMs + 90_000,
                MicroUsd = 12_345_678_000_000,
                SideMicroUsd = 12_000_000_000_000,
                Orders = 77,
                PeakMinuteMs = first.TimeMs,
                PeakMinuteMicroUsd = 9_000_000_000_000,
                Multiple = 31.5,
                Venues = ["binance", "okx"],
                PriceChange = 0.021,
                OpenInterestChange = -0.034,
            };
        }

        await using var run = new WriterRun(WriterRun.V1(_server.Url, Database), Data);
        run.Store.Write([new CascadeWrite(Cascade)]);
        run.Store.SaveProgress(new DestinationProgress { Destination = InfluxOptions.Destination, NowMs = 0, Done = 0, CascadeRevision = 0, ResyncFromMs = 0 });
        await run.UntilToldAsync();
        await Until.TrueAsync(() => run.State().CascadeRevision == 1, "the cascade is told");
    }

    private static long Total(LiveWindows windows) => windows.Totals(WindowSpan.Presets[3]) is var hour ? hour.LongOrders + hour.ShortOrders : 0;
}
