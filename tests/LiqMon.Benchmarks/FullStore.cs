using System.Diagnostics;
using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Benchmarks;

/// <summary>
/// A store with a week of many liquidations, written by the real writer, for measurements of what reads it. Made once
/// and kept, because ten million rows take minutes.
/// </summary>
public static class FullStore
{
    private const int Contracts = 300;
    private const int Batch = 4_096;

    /// <summary>2026-11-09T00:00:00Z, the Monday of the week it holds.</summary>
    public static DateTimeOffset Monday { get; } = new(2026, 11, 9, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Fills an empty folder; the same rows each time.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="rows">How many, spread over the week.</param>
    public static void Fill(string folder, int rows)
    {
        var started = Stopwatch.GetTimestamp();
        var venues = Venues();
        var weekMs = (long)TimeSpan.FromDays(7).TotalMilliseconds;
        var startMs = Monday.ToUnixTimeMilliseconds();
        using var store = EventStore.Open(new StoreOptions { DataDirectory = folder }, TimeProvider.System);
        store.Commit([.. venues.Select(venue => StoreItem.Of(new CoveredSpan(venue, "all", startMs, startMs + weekMs)))]);
        var items = new List<StoreItem>(Batch);
        var stored = new List<Liquidation>(Batch);
        foreach (var batch in Events(rows, startMs, (double)weekMs / rows).Chunk(Batch))
        {
            items.AddRange(batch.Select(one => StoreItem.Of(one)));
            store.Commit(items, stored);
            items.Clear();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s in {folder}"));
    }

    /// <summary>The same liquidations each time, of 300 contracts of all venues.</summary>
    /// <param name="count">How many.</param>
    /// <param name="startMs">Time of the first, Unix milliseconds.</param>
    /// <param name="stepMs">From one to the next.</param>
    internal static IEnumerable<Liquidation> Events(int count, long startMs, double stepMs)
    {
        var random = new Random(1);
        var venues = Venues();
        var contracts = Enumerable.Range(0, Contracts).Select(number => Contract(venues[number % venues.Count], number)).ToList();
        return Enumerable.Range(0, count).Select(row => Event(contracts, random, startMs + (long)(row * stepMs), row));
    }

    private static List<string> Venues() =>
        [.. VenueCatalog.All.Where(venue => venue.Profile is { FeedClass: not FeedClass.None, ClosedOn: null }).Select(venue => venue.Profile.Id)];

    private static Liquidation Event(List<Instrument> contracts, Random random, long timeMs, int row)
    {
        // Few contracts take most of the orders, as on the venues.
        var contract = contracts[(int)(Contracts * Math.Pow(random.NextDouble(), 3))];
        var (price, quantity) = (random.Next(1_000, 12_000_000) / 100m, random.Next(1, 100_000) / 1_000m);
        return new Liquidation
        {
            Instrument = contract,
            Side = (LiquidatedSide)random.Next(2),
            Price = Exact(price),
            PriceKind = PriceKind.Fill,
            Quantity = Exact(quantity),
            NotionalMicroUsd = (long)(price * quantity * 1_000_000m),
            BaseQuantity = (double)quantity,
            Contracts = (double)quantity,
            EventTimeMs = timeMs,
            ReceivedMs = timeMs + random.Next(400),
            Identity = (ulong)row * 0x9E3779B97F4A7C15,
        };
    }

    internal static ExactNumber Exact(decimal number) =>
        ExactNumber.TryParse(number.ToString(CultureInfo.InvariantCulture), out var exact) ? exact : throw new InvalidOperationException();

    private static Instrument Contract(string venue, int number) => new()
    {
        Venue = venue,
        Symbol = string.Create(CultureInfo.InvariantCulture, $"A{number % 60}USDT"),
        Asset = string.Create(CultureInfo.InvariantCulture, $"A{number % 60}"),
        Quote = "USDT",
    };
}
