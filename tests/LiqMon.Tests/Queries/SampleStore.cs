using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Queries;

/// <summary>A real store file: two BTC orders and one of ETH, open interest, 24 hours watched but for the last ten minutes.</summary>
public sealed class SampleStore : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("liqmon-test-");

    public SampleStore()
    {
        var btc = Contract("BTCUSDT", "BTC");
        var eth = Contract("ETHUSDT", "ETH");
        List<StoreItem> items =
        [
            StoreItem.Of(new ListedInstruments("binance", [btc, eth])),
            StoreItem.Of(Order(btc, LiquidatedSide.Long, "2026-11-20T11:00:00.000Z", "95000", 142_500_000_001)),
            StoreItem.Of(Order(btc, LiquidatedSide.Short, "2026-11-20T11:30:00.123Z", "96000.5", 192_001_000_000)),
            StoreItem.Of(Order(eth, LiquidatedSide.Short, "2026-11-20T11:45:00.000Z", "3000", 900_500_000)),
            StoreItem.Of(new OpenInterest(btc, Ms("2026-11-20T10:00:00.000Z"), 1_000, 1_000, 95_000_000)),
            StoreItem.Of(new OpenInterest(btc, Ms("2026-11-20T11:00:00.000Z"), 900, 900, 86_000_000)),
            StoreItem.Of(new MarkPrice(btc, Ms("2026-11-20T11:00:00.000Z"), 95_555.5, 95_550, 0.0001, null)),
            StoreItem.Of(new CoveredSpan("binance", "market", Ms("2026-11-19T12:00:00.000Z"), Ms("2026-11-20T11:50:00.000Z"))),
            StoreItem.Of(new Gap("binance", "market", Ms("2026-11-20T11:50:00.000Z"), null, GapReason.ConnectionLost)),
        ];
        Write(store => store.Commit(items));
    }

    internal string Directory => _folder.FullName;

    /// <summary>One more order, committed.</summary>
    internal Liquidation Add(string symbol, string asset, LiquidatedSide side, string time, string price, long microUsd)
    {
        var order = Order(Contract(symbol, asset), side, time, price, microUsd);
        Write(store => store.Commit([StoreItem.Of(order)]));
        return order;
    }

    /// <summary>Marks the store as one to which simulated venues have written.</summary>
    internal void Simulate()
    {
        using var database = Database.Open(Path.Combine(_folder.FullName, EventStore.FileName), Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(5));
        database.Execute("UPDATE state SET is_simulated = 1");
    }

    /// <summary>Writes to the store as a monitor does.</summary>
    internal void Write(Action<EventStore> write)
    {
        using var store = EventStore.Open(new StoreOptions { DataDirectory = _folder.FullName, ReserveBytes = 0 }, FixedTime.Noon);
        write(store);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Unix milliseconds.</summary>
    internal static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static Instrument Contract(string symbol, string asset) =>
        new() { Venue = "binance", Symbol = symbol, Asset = asset, Quote = "USDT" };

    private static Liquidation Order(Instrument instrument, LiquidatedSide side, string time, string price, long microUsd)
    {
        Assert.True(ExactNumber.TryParse(price, out var exactPrice));
        return new Liquidation
        {
            Instrument = instrument,
            Side = side,
            Price = exactPrice,
            PriceKind = PriceKind.Fill,
            Quantity = ExactNumber.One,
            NotionalMicroUsd = microUsd,
            BaseQuantity = 1,
            Contracts = 1,
            EventTimeMs = Ms(time),
            ReceivedMs = Ms(time) + 50,
            Identity = (ulong)microUsd,
        };
    }
}
