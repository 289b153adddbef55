using LiqMon.Market;
using LiqMon.Store;
using Microsoft.Data.Sqlite;

namespace LiqMon.Tests.Store;

/// <summary>A data folder of one test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    internal StoreFolder() => Path = Directory.CreateTempSubdirectory("liqmon-store-").FullName;

    private StoreFolder(string path) => Path = Directory.CreateDirectory(path).FullName;

    /// <summary>For many commits of which none has to outlive the machine: in memory, where the system has such a folder.</summary>
    internal static StoreFolder Fast() =>
        Directory.Exists(Memory) ? new(System.IO.Path.Combine(Memory, $"liqmon-store-{Guid.NewGuid():N}")) : new();

    internal string Path { get; }

    internal StoreOptions Options => new() { DataDirectory = Path, ReserveBytes = 0 };

    internal EventStore Open() => Open(Options);

    internal EventStore Open(StoreOptions options) => EventStore.Open(options, TimeProvider.System);

    internal StoreReader Read() => StoreReader.Open(Path);

    /// <summary>All rows of a query as text, one a line.</summary>
    internal string Dump(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "liqmon.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => FormattableString.Invariant($"{reader.GetValue(i)}"))));
        return string.Join('\n', lines);
    }

    /// <summary>Copies the files as a crash would leave them.</summary>
    internal StoreFolder Copy(bool isFast = false)
    {
        var copy = isFast ? Fast() : new StoreFolder();
        foreach (var file in Directory.GetFiles(Path, "liqmon.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
            from.CopyTo(to);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Contracts and events for tests of the store.</summary>
internal static class Sample
{
    /// <summary>2026-11-20T12:00:00Z.</summary>
    internal const long Noon = 1_795_176_000_000;

    internal static readonly Instrument Btc = Contract("binance", "BTCUSDT", "BTC");
    internal static readonly Instrument Eth = Contract("binance", "ETHUSDT", "ETH");
    internal static readonly Instrument BtcElsewhere = Contract("bybit", "BTCUSDT", "BTC");
    internal static readonly Instrument Tesla = Contract("bybit", "TSLAUSDT", "TSLA", AssetClass.Traditional);

    internal static Instrument Contract(string venue, string symbol, string asset, AssetClass assetClass = AssetClass.Crypto) => new()
    {
        Venue = venue,
        Symbol = symbol,
        Asset = asset,
        Quote = "USDT",
        AssetClass = assetClass,
    };

    internal static Liquidation Event(
        Instrument instrument, long timeMs, long price = 100, long quantity = 1,
        LiquidatedSide side = LiquidatedSide.Long, int ordinal = 0)
    {
        var (exactPrice, exactQuantity) = (ExactNumber.From(price), ExactNumber.From(quantity));
        return new Liquidation
        {
            Instrument = instrument,
            Side = side,
            Price = exactPrice,
            PriceKind = PriceKind.Fill,
            Quantity = exactQuantity,
            NotionalMicroUsd = price * quantity * 1_000_000,
            BaseQuantity = quantity,
            Contracts = quantity,
            EventTimeMs = timeMs,
            ReceivedMs = timeMs + 5,
            Identity = EventIdentity.OfContent(side, timeMs, exactPrice, exactQuantity, ordinal),
        };
    }

    internal static StoreItem Item(
        Instrument instrument, long timeMs, long price = 100, long quantity = 1,
        LiquidatedSide side = LiquidatedSide.Long, int ordinal = 0) =>
        StoreItem.Of(Event(instrument, timeMs, price, quantity, side, ordinal));

    internal static LiquidationFilter Between(long fromMs, long toMs) => new() { FromMs = fromMs, ToMs = toMs };

    /// <summary>Random events over some hours, with equal sizes, equal times and duplicates among them.</summary>
    internal static List<Liquidation> Events(Random random, int count, long spanMs)
    {
        Instrument[] instruments = [Btc, Eth, BtcElsewhere, Tesla];
        return [.. Enumerable.Range(0, count).Select(_ => Event(
            instruments[random.Next(instruments.Length)],
            Noon + random.NextInt64(spanMs) / 250 * 250,
            random.Next(1, 6),
            random.Next(1, 6),
            (LiquidatedSide)random.Next(2)))];
    }

    internal static (Instrument Instrument, long TimeMs, ulong Identity) Key(Liquidation liquidation) =>
        (liquidation.Instrument, liquidation.EventTimeMs, liquidation.Identity);
}
