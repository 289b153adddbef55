using BenchmarkDotNet.Attributes;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Benchmarks;

/// <summary>Liquidations committed to SQLite, every commit synced to disk, in batches as the commit loop makes them.</summary>
[InProcess]
[MemoryDiagnoser]
public class StoreCommit
{
    private const int Batches = 16;
    private const long Start = 1_794_000_000_000;

    private readonly List<List<StoreItem>> _batches = [];
    private readonly List<Liquidation> _stored = [];
    private string _folder = "";
    private EventStore _store = null!;
    private long _number;

    /// <summary>Events of one commit: a calm feed, a burst, the most a commit takes.</summary>
    [Params(10, 1_000, 4_096)]
    public int BatchSize { get; set; }

    /// <summary>An empty store.</summary>
    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("liqmon-benchmark-").FullName;
        _store = EventStore.Open(new() { DataDirectory = _folder }, TimeProvider.System);
    }

    /// <summary>New events of 200 contracts, a thousand a second of event time.</summary>
    [IterationSetup]
    public void Fill()
    {
        var instruments = Enumerable.Range(0, 200).Select(number => Contract(number)).ToArray();
        _batches.Clear();
        for (var batch = 0; batch < Batches; batch++)
        {
            var items = new List<StoreItem>(BatchSize);
            for (var i = 0; i < BatchSize; i++)
                items.Add(StoreItem.Of(Event(instruments[_number % instruments.Length], _number++)));
            _batches.Add(items);
        }
    }

    /// <summary>Sixteen commits.</summary>
    [Benchmark(OperationsPerInvoke = Batches)]
    public int Commit()
    {
        var stored = 0;
        foreach (var batch in _batches)
            stored += _store.Commit(batch, _stored).Stored.Count;
        return stored == Batches * BatchSize ? stored : throw new InvalidOperationException($"{stored} were new");
    }

    /// <summary>Away with it.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Liquidation Event(Instrument instrument, long number) => new()
    {
        Instrument = instrument,
        Side = (LiquidatedSide)(number % 2),
        Price = ExactNumber.From(50_000 + (number % 1_000)),
        PriceKind = PriceKind.Fill,
        Quantity = ExactNumber.One,
        NotionalMicroUsd = 50_000_000_000 + number,
        BaseQuantity = 1,
        Contracts = 1,
        EventTimeMs = Start + number,
        ReceivedMs = Start + number + 5,
        Identity = (ulong)number,
    };

    private static Instrument Contract(int number) => new()
    {
        Venue = $"venue{number % 5}",
        Symbol = $"A{number}USDT",
        Asset = $"A{number % 40}",
        Quote = "USDT",
    };
}
