using LiqMon.Queries;

namespace LiqMon.Import;

/// <summary>
/// What a file holds, and what must be known of it before any of it is taken: its bad rows, the length of its buckets, and
/// where each asset begins. Exports pad the time before an asset was listed with zeros; those rows say nothing and are left
/// out. Rows of several contracts of one asset are one total.
/// </summary>
internal sealed class TotalsScan
{
    // So many equal steps at one end of a file are another length of bucket; fewer may be rows that are missing.
    private const int StepsOfAnotherLength = 3;

    private readonly SortedDictionary<string, SortedDictionary<long, Total>> _totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstMs = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _bad = [];

    /// <summary>Rows read, without the heading.</summary>
    internal long Lines { get; private set; }

    /// <summary>Rows that cannot be taken, with what is wrong.</summary>
    internal IReadOnlyDictionary<long, string> Bad => _bad;

    /// <summary>Good rows that only pad the time before their asset's first liquidation.</summary>
    internal long Padding => _totals.Sum(asset => asset.Value.Where(total => IsPadding(asset.Key, total.Key)).Sum(total => (long)total.Value.Lines.Count));

    internal static TotalsScan Of(IEnumerable<TotalsLine> lines)
    {
        var scan = new TotalsScan();
        foreach (var line in lines)
            scan.Add(line);
        return scan;
    }

    /// <summary>The totals of each asset that are to be stored, in order of time.</summary>
    internal IEnumerable<(string Asset, IReadOnlyList<KeyValuePair<long, Total>> Totals)> Taken() => _totals
        .Where(asset => _firstMs.ContainsKey(asset.Key))
        .Select(asset => (asset.Key, (IReadOnlyList<KeyValuePair<long, Total>>)[.. asset.Value.Where(total => !IsPadding(asset.Key, total.Key))]));

    /// <summary>Finds more that is wrong with a row than the row itself shows.</summary>
    internal void Reject(Total total, string why)
    {
        foreach (var line in total.Lines)
            _bad.TryAdd(line, why);
    }

    /// <summary>
    /// The length of the buckets, as named or as the distance of the rows. Where the rows lie differently far apart, either
    /// some are missing or the file changes its step: the same row would be another span, so it must be named.
    /// </summary>
    /// <exception cref="ImportException">It cannot be found, or does not fit the rows.</exception>
    internal long BucketMs(long? statedMs)
    {
        var steps = _totals.Values.SelectMany(Steps).Distinct().ToList();
        if (statedMs is { } stated)
        {
            if (steps.Exists(step => step < stated))
                throw new ImportException($"the bucket is {LengthText.Of(stated)}, but lines of one asset lie {LengthText.Of(steps.Min())} apart");
            if (_totals.Select(asset => (asset.Key, Other: AnotherLength(asset.Value, stated))).FirstOrDefault(asset => asset.Other is not null) is
                { Other: { } other } found)
            {
                throw new ImportException(
                    $"the bucket is {LengthText.Of(stated)}, but a part of the lines of {found.Key} lies {LengthText.Of(other)} apart throughout: "
                    + "they are buckets of another length; divide the file");
            }

            return stated;
        }

        if (steps.Count == 0)
            throw new ImportException("no asset has two lines, so the length of a bucket cannot be read from it; name it with --bucket, such as 1h");
        var least = steps.Min();
        return steps.Count == 1
            ? least
            : throw new ImportException(
                $"the lines lie unevenly ({LengthText.Of(least)} to {LengthText.Of(steps.Max())} apart), so the length of a bucket cannot be found; "
                + "name it with --bucket if only lines are missing, and divide the file if it changes its step");
    }

    private bool IsPadding(string asset, long startMs) => !_firstMs.TryGetValue(asset, out var firstMs) || startMs < firstMs;

    private static IEnumerable<long> Steps(SortedDictionary<long, Total> totals) =>
        totals.Keys.Zip(totals.Keys.Skip(1), (before, after) => after - before);

    /// <summary>The longer step that one end of an asset's rows has throughout; null where it has none.</summary>
    private static long? AnotherLength(SortedDictionary<long, Total> totals, long statedMs)
    {
        var starts = totals.Keys.ToList();
        var steps = Steps(totals).ToList();
        return Of([.. steps.Take(StepsOfAnotherLength)], starts.Take(StepsOfAnotherLength + 1))
            ?? Of([.. steps.TakeLast(StepsOfAnotherLength)], starts.TakeLast(StepsOfAnotherLength + 1));

        long? Of(List<long> ends, IEnumerable<long> at) =>
            ends.Count == StepsOfAnotherLength && ends[0] > statedMs && ends.TrueForAll(step => step == ends[0]) && at.All(start => start % ends[0] == 0)
                ? ends[0]
                : null;
    }

    private void Add(in TotalsLine line)
    {
        Lines++;
        if (line.Wrong is { } wrong)
        {
            _bad.Add(line.Number, wrong);
            return;
        }

        if (!_totals.TryGetValue(line.Asset, out var totals))
            _totals.Add(line.Asset, totals = []);
        if (!totals.TryGetValue(line.StartMs, out var total))
            totals.Add(line.StartMs, total = new Total());
        if (!total.TryAdd(line))
        {
            _bad.Add(line.Number, $"repeats asset and time of line {total.Lines[0]}");
            return;
        }

        if (line.Long + line.Short > 0 && (!_firstMs.TryGetValue(line.Asset, out var firstMs) || line.StartMs < firstMs))
            _firstMs[line.Asset] = line.StartMs;
    }

    /// <summary>A bucket of an asset: the sum over its contracts.</summary>
    internal sealed class Total
    {
        private readonly List<string> _symbols = [];

        /// <summary>Numbers of its rows.</summary>
        internal List<long> Lines { get; } = [];

        /// <summary>Longs, in the unit of the file.</summary>
        internal decimal Long { get; private set; }

        /// <summary>Shorts, in the unit of the file.</summary>
        internal decimal Short { get; private set; }

        internal bool TryAdd(in TotalsLine line)
        {
            if (_symbols.Contains(line.Symbol))
                return false;
            _symbols.Add(line.Symbol);
            Lines.Add(line.Number);
            (Long, Short) = (Long + line.Long, Short + line.Short);
            return true;
        }
    }
}
