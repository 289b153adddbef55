using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Influx;
using LiqMon.Venues;

namespace LiqMon.Tests.Torture;

/// <summary>One order as the ledger, a store and InfluxDB know it.</summary>
internal readonly record struct KnownOrder(string Venue, string Symbol, bool IsLong, long TimeMs, long MicroUsd);

/// <summary>Compares a store and what it gave to InfluxDB with all that happened, order by order.</summary>
/// <param name="simulation">What happened.</param>
/// <param name="data">The store's folder.</param>
internal sealed class Oracle(Simulation simulation, string data)
{
    private const int Most = 10_000_000;

    private readonly List<KnownOrder> _stored = Read(data);

    /// <summary>Orders that happened in covered spans.</summary>
    public int Covered { get; private set; }

    /// <summary>Orders in the store.</summary>
    public int Stored => _stored.Count;

    /// <summary>What is wrong with the store, one line each.</summary>
    public IEnumerable<string> Violations(long fromMs, long toMs)
    {
        var happened = simulation.Ledger.Entries().Where(entry => entry.Outcome != LedgerOutcome.Suppressed).ToList();
        var (ledger, stored) = (happened.CountBy(Order).ToDictionary(), _stored.CountBy(order => order).ToDictionary());
        using var reader = StoreReader.Open(data);
        foreach (var coverage in reader.Coverage.OfVenues([.. simulation.Endpoints.Keys], fromMs, toMs, toMs))
        {
            var covered = happened.Where(entry => entry.Venue == coverage.Venue && IsCovered(coverage, entry.EventTimeMs, fromMs, toMs)).ToList();
            Covered += covered.Count;
            foreach (var orders in covered.GroupBy(Order).Where(orders => orders.Count() > stored.GetValueOrDefault(orders.Key)))
            {
                var timeMs = orders.Last().EventTimeMs;
                var endMs = coverage.Gaps.Where(gap => gap.FromMs > timeMs).Select(gap => gap.FromMs).Append(toMs).Min();
                yield return $"{orders.Key} happened {orders.Count()} times in a span that is covered for {endMs - timeMs} ms more, and is in the store {stored.GetValueOrDefault(orders.Key)} times";
            }
        }

        foreach (var (order, count) in stored)
        {
            if (count > ledger.GetValueOrDefault(order))
                yield return $"{order} is in the store {count} times and happened {ledger.GetValueOrDefault(order)} times: {string.Join("; ", RowsOf(reader, order))}";
        }

        if (reader.State.Damage(CancellationToken.None) is { } damage)
            yield return damage;
        if (reader.State.Discrepancy(CancellationToken.None) is { } discrepancy)
            yield return discrepancy.ToString();
    }

    /// <summary>Where InfluxDB differs from the store, one line each: single points, then the sums of their minutes.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(InfluxServer influx, string database)
    {
        var written = (await influx.QueryAsync(database, "SELECT venue, symbol, side, usd FROM liquidation"))
            .Select(row => (Venue: row[1], Symbol: row[2], Side: row[3], Usd: Number(row[4]))).CountBy(point => point).ToDictionary();
        var stored = _stored.Select(order => (order.Venue, order.Symbol, Side: order.IsLong ? "long" : "short", Usd: order.MicroUsd / 1e6)).CountBy(point => point).ToDictionary();
        var ofAssets = await MinutesAsync("liquidation_1m");
        var ofVenues = await MinutesAsync("liquidation_venue_1m");
        return
        [
            .. stored.Keys.Union(written.Keys).Where(point => stored.GetValueOrDefault(point) != written.GetValueOrDefault(point))
                .Select(point => $"{point}: {stored.GetValueOrDefault(point)} in the store, {written.GetValueOrDefault(point)} in InfluxDB"),
            .. MinutesThatDiffer("assets", ofAssets),
            .. MinutesThatDiffer("venues", ofVenues),
        ];

        async Task<Dictionary<string, int>> MinutesAsync(string measurement) =>
            (await influx.QueryAsync(database, $"SELECT sum(orders) FROM {measurement} GROUP BY venue")).ToDictionary(row => row[0], row => (int)Number(row[^1]));

        IEnumerable<string> MinutesThatDiffer(string what, Dictionary<string, int> minutes) =>
            _stored.CountBy(order => order.Venue).Where(venue => minutes.GetValueOrDefault(venue.Key) != venue.Value)
                .Select(venue => $"minutes of {what} at {venue.Key}: {venue.Value} orders in the store, {minutes.GetValueOrDefault(venue.Key)} in InfluxDB");
    }

    /// <summary>The seconds of which InfluxDB holds another number of orders than the store, for people.</summary>
    public async Task<string> SecondsThatDifferAsync(InfluxServer influx, string database)
    {
        var written = (await influx.QueryAsync(database, "SELECT usd FROM liquidation GROUP BY venue"))
            .CountBy(row => (Venue: row[0], Second: long.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture) / 1_000_000_000)).ToDictionary();
        var stored = _stored.CountBy(order => (order.Venue, Second: order.TimeMs / 1_000)).ToDictionary();
        var differing = stored.Keys.Union(written.Keys).Where(key => stored.GetValueOrDefault(key) != written.GetValueOrDefault(key))
            .OrderBy(key => key.Second).ToList();
        var parts = differing.Select(key => $"{DateTimeOffset.FromUnixTimeSeconds(key.Second):HH:mm:ss} {key.Venue} {stored.GetValueOrDefault(key)}/{written.GetValueOrDefault(key)}");
        return $"{stored.Count} seconds of venues, {differing.Count} differ: {string.Join(", ", parts.Take(40))} … {string.Join(", ", parts.TakeLast(10))}";
    }

    private static bool IsCovered(VenueCoverage coverage, long timeMs, long fromMs, long toMs) =>
        timeMs >= fromMs && timeMs < toMs && !coverage.Gaps.Any(gap => timeMs >= gap.FromMs && timeMs < gap.ToMs);

    private static KnownOrder Order(LedgerEntry entry) =>
        new(entry.Venue, entry.Symbol, entry.Position == LiquidatedPosition.Long, Known(entry.Venue, entry.EventTimeMs), entry.MicroUsd);

    /// <summary>The time as the venue's history has it, if that is coarser than the socket's: orders of either kind are equal.</summary>
    private static long Known(string venue, long timeMs) =>
        VenueCatalog.Find(venue)!.Profile.History?.Grain is { Ticks: > 0 } grain ? timeMs - (timeMs % (long)grain.TotalMilliseconds) : timeMs;

    private static IEnumerable<LiquidationRow> RowsOf(StoreReader reader, KnownOrder order) => reader.Liquidations
        .List(new() { Venues = [order.Venue], FromMs = order.TimeMs, ToMs = order.TimeMs + 1_000, IncludeTraditional = true }, 0, 1_000, newestFirst: false)
        .Where(row => row.Symbol == order.Symbol);

    private static List<KnownOrder> Read(string data)
    {
        using var reader = StoreReader.Open(data);
        return
        [
            .. reader.Liquidations.List(new() { FromMs = 0, ToMs = long.MaxValue, IncludeTraditional = true }, 0, Most, newestFirst: false)
                .Select(row => new KnownOrder(row.Venue, row.Symbol, row.Side == LiquidatedSide.Long, Known(row.Venue, row.TimeMs), row.MicroUsd)),
        ];
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
