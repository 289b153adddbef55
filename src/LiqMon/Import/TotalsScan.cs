using LiqMon.Queries;

namespace LiqMon.Import;

/// <summary>
/// What must be known of a file before any of it is taken: its bad lines, the length of its buckets, and where each asset
/// begins. Exports pad the time before an asset was listed with zeros; those lines say nothing and are left out.
/// </summary>
internal sealed class TotalsScan
{
    private readonly Dictionary<string, Dictionary<long, long>> _lineByTime = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstMs = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _bad = [];

    /// <summary>Lines read, without the heading.</summary>
    internal long Lines { get; private set; }

    /// <summary>Lines that cannot be taken, with what is wrong.</summary>
    internal IReadOnlyDictionary<long, string> Bad => _bad;

    internal static TotalsScan Of(IEnumerable<TotalsLine> lines)
    {
        var scan = new TotalsScan();
        foreach (var line in lines)
            scan.Add(line);
        return scan;
    }

    /// <summary>Whether a line is to be stored.</summary>
    internal bool Takes(in TotalsLine line) => !_bad.ContainsKey(line.Number) && !IsPadding(line);

    /// <summary>Whether a good line only pads the time before its asset's first liquidation.</summary>
    internal bool IsPadding(in TotalsLine line) => !_firstMs.TryGetValue(line.Asset, out var firstMs) || line.StartMs < firstMs;

    /// <summary>
    /// The length of the buckets, as named or as the distance of the lines. Where the lines lie differently far apart, either
    /// some are missing or the file changes its step: the same line would be another span, so it must be named.
    /// </summary>
    /// <exception cref="ImportException">It cannot be found, or does not fit the lines.</exception>
    internal long BucketMs(long? statedMs)
    {
        var steps = _lineByTime.Values.SelectMany(Steps).Distinct().ToList();
        if (statedMs is { } stated)
        {
            return steps.TrueForAll(step => step >= stated)
                ? stated
                : throw new ImportException($"the bucket is {LengthText.Of(stated)}, but lines of one asset lie {LengthText.Of(steps.Min())} apart");
        }

        if (steps.Count == 0)
            throw new ImportException("no asset has two lines, so the length of a bucket cannot be read from it; name it");
        var least = steps.Min();
        return steps.Count == 1
            ? least
            : throw new ImportException(
                $"the lines lie unevenly ({LengthText.Of(least)} to {LengthText.Of(steps.Max())} apart), so the length of a bucket cannot be found; "
                + "name it with --bucket if only lines are missing, and divide the file if it changes its step");
    }

    private static IEnumerable<long> Steps(Dictionary<long, long> lineByTime)
    {
        var times = lineByTime.Keys.Order().ToList();
        return times.Skip(1).Select((time, at) => time - times[at]);
    }

    private void Add(in TotalsLine line)
    {
        Lines++;
        if (line.Wrong is { } wrong)
        {
            _bad.Add(line.Number, wrong);
            return;
        }

        if (!_lineByTime.TryGetValue(line.Asset, out var lines))
            _lineByTime.Add(line.Asset, lines = []);
        if (!lines.TryAdd(line.StartMs, line.Number))
        {
            _bad.Add(line.Number, $"repeats asset and time of line {lines[line.StartMs]}");
            return;
        }

        if (line.LongMicroUsd + line.ShortMicroUsd > 0
            && (!_firstMs.TryGetValue(line.Asset, out var firstMs) || line.StartMs < firstMs))
            _firstMs[line.Asset] = line.StartMs;
    }
}
