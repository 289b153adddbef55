using System.Globalization;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Statistics;

namespace LiqMon.Benchmarks;

/// <summary>
/// Chooses a map on the first half of real hours, and reports it once on the second half. The data have no single orders,
/// so it is judged by how much: the partial rank correlation of the dollars that stood on the hour's way with those that
/// were liquidated, given the size of the move and volatility.
/// </summary>
internal static class MapChoice
{
    private const int Seed = 1;

    /// <summary>Candidates whose mean correlations differ by no more are equally good.</summary>
    private const double Equal = 0.001;
    private const long WeekMs = 7 * 24 * MapDataSet.HourMs;
    private const long StepMs = 300_000;

    internal static void Run(string folder)
    {
        var data = MapDataSet.Read(folder);
        var candidates = MapCandidates.All();
        var shared = candidates.Select(candidate => Windows(data, candidate, 0)).ToList();
        var halfMs = shared[0][shared[0].Count / 2].StartMs;
        var rows = candidates.Zip(shared, (candidate, windows) => (candidate, First: windows.Where(it => it.StartMs < halfMs).ToList()))
            .Select(row => (row.candidate, Long: Partial(row.First, LiquidatedSide.Long), Short: Partial(row.First, LiquidatedSide.Short)))
            .OrderByDescending(row => row.Long + row.Short)
            .ToList();
        Console.WriteLine($"{shared[0].Count} hours from {Time(shared[0][0].StartMs)} to {Time(shared[0][^1].StartMs)}; first half before {Time(halfMs)}");
        Console.WriteLine("\nFirst half: the choice\n\n| map | long | short | mean |\n|---|---:|---:|---:|");
        foreach (var (candidate, longs, shorts) in rows)
            Console.WriteLine(Invariant($"| {candidate.Name} | {longs:0.000} | {shorts:0.000} | {(longs + shorts) / 2:0.000} |"));
        var open = rows.First(row => row.candidate.UsesOpenInterest).candidate;
        var best = rows.First(row => !row.candidate.UsesOpenInterest);
        // What cannot be kept apart is decided by what is simplest: the tiers that the map has, and the shortest memory.
        var path = rows.Where(row => !row.candidate.UsesOpenInterest && row.candidate.Tiers == LeverageTiers.Default
                && row.Long + row.Short >= best.Long + best.Short - 2 * Equal)
            .MinBy(row => row.candidate.Days).candidate;
        Console.WriteLine(Invariant(
            $"\nbest with open interest: {open.Name}; best without: {best.candidate.Name}; chosen, within {Equal} of it: {path.Name}"));
        foreach (var (title, from, to) in new[] { ("First", 0L, halfMs), ("Second", halfMs, long.MaxValue) })
            Report(title, data, path, open, from, to);
    }

    private static void Report(string title, MapDataSet data, MapCandidate path, MapCandidate open, long fromMs, long toMs)
    {
        var windows = Walk(
            data,
            new Dictionary<Forecast, (MapCandidate, long)>
            {
                [Forecast.PathMemory] = (path, 0),
                [Forecast.OpenInterest] = (open, 0),
                [Forecast.OpenInterestWeekOld] = (open, WeekMs),
            }).Where(window => window.StartMs >= fromMs && window.StartMs < toMs).ToList();
        var comparison = new MapComparison(Forecast.OpenInterest, windows, new Random(Seed));
        Console.WriteLine($"\n{title} half: {windows.Count} hours\n");
        Console.WriteLine("| forecast | rank correlation, long | short | given move and volatility, long | short | lead of open interest |\n|---|---:|---:|---:|---:|---:|");
        foreach (var score in comparison.Scores.Where(score => score.Longs is not null))
        {
            Console.WriteLine(Invariant(
                $"| {MapVerdict.Name(score.Forecast)} | {score.Longs!.Correlation:0.000} | {score.Shorts!.Correlation:0.000} | {Ranged(score.Longs)} | {Ranged(score.Shorts)} | {Text(score.AmountLead)} |"));
        }

        Console.WriteLine("\nverdict on the map with open interest: " + comparison.Verdict.Text);
    }

    private static List<ScoredWindow> Windows(MapDataSet data, MapCandidate candidate, long lagMs) =>
        Walk(data, new Dictionary<Forecast, (MapCandidate, long)> { [Forecast.PathMemory] = (candidate, lagMs) });

    /// <summary>The hours of which everything is known, after the maps have filled for two weeks.</summary>
    private static List<ScoredWindow> Walk(MapDataSet data, Dictionary<Forecast, (MapCandidate Candidate, long LagMs)> models)
    {
        var maps = models.ToDictionary(model => model.Key, model => new PositionMap(model.Value.Candidate.Tiers));
        var changes = models.ToDictionary(model => model.Key, model => model.Value.Candidate.Start());
        var coins = data.Samples.ToDictionary(sample => sample.TimeMs / StepMs, sample => sample.Coins);
        var firstMs = data.Samples[0].TimeMs + 2 * WeekMs;
        var walk = new WalkForward(firstMs - firstMs % MapDataSet.HourMs, MapDataSet.HourMs);
        var last = models.ToDictionary(model => model.Key, _ => data.Samples[0].Coins);
        long? hour = null;
        foreach (var sample in data.Samples)
        {
            // The hour that ends with this sample; its dollars belong to the window that began with it.
            if (hour is { } began && sample.TimeMs - sample.TimeMs % MapDataSet.HourMs != began && data.Hours.TryGetValue(began, out var usd))
            {
                walk.Liquidate(LiquidatedSide.Long, (long)(usd.Long * 1e6));
                walk.Liquidate(LiquidatedSide.Short, (long)(usd.Short * 1e6));
            }

            foreach (var (forecast, (_, lagMs)) in models)
            {
                // Where the older sample is missing, nothing has changed.
                if (coins.TryGetValue((sample.TimeMs - lagMs) / StepMs, out var then))
                    last[forecast] = then;
                maps[forecast].Step(sample.Price, changes[forecast](sample.TimeMs, last[forecast]));
            }

            walk.Step(maps, sample.TimeMs);
            hour = sample.TimeMs - sample.TimeMs % MapDataSet.HourMs;
        }

        return [.. walk.Windows.Where(window => window.StartMs % MapDataSet.HourMs < StepMs
            && data.Hours.ContainsKey(window.StartMs - window.StartMs % MapDataSet.HourMs))];
    }

    private static double Partial(List<ScoredWindow> windows, LiquidatedSide side) => new RankCorrelation(
            [.. windows.Select(window => window.Side(side).Amounts[Forecast.PathMemory])],
            [.. windows.Select(window => (double)window.Side(side).RealisedMicroUsd)],
            [.. windows.Select(window => window.Side(side).Distance)],
            [.. windows.Select(window => window.Side(side).Range)],
            [.. windows.Select(window => window.Side(side).Volatility)])
        .Partial([.. Enumerable.Range(0, windows.Count)]) ?? 0;

    private static string Ranged(AmountScore score) => score.PartialRange is { } range
        ? Invariant($"{score.Partial:0.000} ({range.Low:0.000} to {range.High:0.000})")
        : "";

    private static string Text(Interval? interval) => interval is { } range ? Invariant($"{range.Low:0.000} to {range.High:0.000}") : "";

    private static string Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
