using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Torture;

/// <summary>One order as the ledger, a store and InfluxDB know it.</summary>
internal readonly record struct KnownOrder(string Venue, string Symbol, bool IsLong, long TimeMs, long MicroUsd);

/// <summary>Compares a store and what it gave to InfluxDB with all that happened, order by order.</summary>
/// <param name="simulation">What happened.</param>
/// <param name="data">The store's folder.</param>
internal sealed class Oracle(Simulation simulation, string data)
{
    private const int Most = 10_000_000;

    /// <summary>
    /// Orders that happened so shortly before the last proof of a killed process may have been on their way: nothing that
    /// a process writes while it lives can say that it is about to be killed.
    /// </summary>
    private const long OnTheirWayMs = 1_500;

    private readonly List<KnownOrder> _stored = Read(data);

    /// <summary>Orders that happened in covered spans.</summary>
    public int Covered { get; private set; }

    /// <summary>Orders that were on their way when a process was killed.</summary>
    public int OnTheirWay { get; private set; }

    /// <summary>Orders in the store.</summary>
    public int Stored => _stored.Count;

    /// <summary>What is wrong with the store, one line each.</summary>
    public IEnumerable<string> Violations(long fromMs, long toMs)
    {
        var happened = simulation.Ledger.Entries().Where(entry => entry.Outcome != LedgerOutcome.Suppressed).Select(Order).ToList();
        var (ledger, stored) = (happened.CountBy(order => order).ToDictionary(), _stored.CountBy(order => order).ToDictionary());
        foreach (var (order, count) in stored)
        {
            if (count > ledger.GetValueOrDefault(order))
                yield return $"{order} is in the store {count} times and happened {ledger.GetValueOrDefault(order)} times";
        }

        using var reader = StoreReader.Open(data);
        foreach (var coverage in reader.Coverage.OfVenues([.. simulation.Endpoints.Keys], fromMs, toMs, toMs))
        {
            foreach (var (order, count) in ledger.Where(pair => pair.Key.Venue == coverage.Venue && IsCovered(coverage, pair.Key.TimeMs, fromMs, toMs)))
            {
                Covered += count;
                if (count <= stored.GetValueOrDefault(order))
                    continue;
                var endMs = coverage.Gaps.Where(gap => gap.FromMs > order.TimeMs).Select(gap => gap.FromMs).Append(toMs).Min();
                if (endMs - order.TimeMs <= OnTheirWayMs && endMs < toMs)
                    OnTheirWay++;
                else
                    yield return $"{order} happened {count} times in a span that is covered for {endMs - order.TimeMs} ms more, and is in the store {stored.GetValueOrDefault(order)} times";
            }
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
        var minutes = (await influx.QueryAsync(database, "SELECT sum(orders) FROM liquidation_1m GROUP BY venue"))
            .ToDictionary(row => row[0], row => (int)Number(row[^1]));
        return
        [
            .. stored.Keys.Union(written.Keys).Where(point => stored.GetValueOrDefault(point) != written.GetValueOrDefault(point))
                .Select(point => $"{point}: {stored.GetValueOrDefault(point)} in the store, {written.GetValueOrDefault(point)} in InfluxDB"),
            .. _stored.CountBy(order => order.Venue).Where(venue => minutes.GetValueOrDefault(venue.Key) != venue.Value)
                .Select(venue => $"minutes of {venue.Key}: {venue.Value} orders in the store, {minutes.GetValueOrDefault(venue.Key)} in InfluxDB"),
        ];
    }

    private static bool IsCovered(VenueCoverage coverage, long timeMs, long fromMs, long toMs) =>
        timeMs >= fromMs && timeMs < toMs && !coverage.Gaps.Any(gap => timeMs >= gap.FromMs && timeMs < gap.ToMs);

    private static KnownOrder Order(LedgerEntry entry) =>
        new(entry.Venue, entry.Symbol, entry.Position == LiquidatedPosition.Long, entry.EventTimeMs, entry.MicroUsd);

    private static List<KnownOrder> Read(string data)
    {
        using var reader = StoreReader.Open(data);
        return
        [
            .. reader.Liquidations.List(new() { FromMs = 0, ToMs = long.MaxValue, IncludeTraditional = true }, 0, Most, newestFirst: false)
                .Select(row => new KnownOrder(row.Venue, row.Symbol, row.Side == LiquidatedSide.Long, row.TimeMs, row.MicroUsd)),
        ];
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
