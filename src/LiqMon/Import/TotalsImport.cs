using LiqMon.External;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Import;

/// <summary>What to import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Venue">Venue of all lines, or <see cref="ExternalTotal.All"/>.</param>
/// <param name="Asset">Asset of all lines; null when a column names it.</param>
/// <param name="Mapping">Columns by key; see <see cref="TotalsColumns"/>.</param>
/// <param name="BucketMs">Length of a bucket; null to find it from the lines.</param>
/// <param name="SkipBad">Whether the good lines are taken although there are bad ones.</param>
public sealed record TotalsRequest(
    string Path, string Source, string Venue, string? Asset, IReadOnlyDictionary<string, string> Mapping, long? BucketMs, bool SkipBad);

/// <summary>
/// Takes a file of bucketed totals into the store. The file is read twice: once to check it, once to store it, so that
/// nothing of a bad file is taken.
/// </summary>
internal static class TotalsImport
{
    private const int LinesPerCommit = 2_000;

    /// <summary>Imports the file.</summary>
    /// <exception cref="ImportException">The file is not one of totals.</exception>
    /// <exception cref="StoreException">The store cannot be written; importing again is safe.</exception>
    internal static ImportSummary Run(TotalsRequest request, Func<EventStore> open, long nowMs, CancellationToken cancellation)
    {
        var file = new TotalsFile(request.Path, request.Mapping, request.Asset, nowMs);
        var scan = TotalsScan.Of(file.Lines());
        var takes = scan.Bad.Count == 0 || request.SkipBad;
        var summary = new ImportSummary
        {
            Source = request.Source,
            Venue = request.Venue,
            Lines = scan.Lines,
            BadLines = [.. scan.Bad.OrderBy(bad => bad.Key).Select(bad => new BadLine(bad.Key, bad.Value))],
        };
        if (!takes || scan.Bad.Count == scan.Lines)
            return summary;
        var bucketMs = scan.BucketMs(request.BucketMs);
        summary = summary with { Bucket = LengthText.Of(bucketMs) };
        using var store = open();
        var assets = new SortedSet<string>(StringComparer.Ordinal);
        List<StoreItem> batch = [];
        foreach (var line in file.Lines())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!scan.Takes(line))
            {
                if (!scan.Bad.ContainsKey(line.Number))
                    summary = summary with { Padding = summary.Padding + 1 };
                continue;
            }

            assets.Add(line.Asset);
            batch.Add(StoreItem.Of(new ExternalTotal(
                request.Source, request.Venue, line.Asset, line.StartMs, bucketMs, line.LongMicroUsd, line.ShortMicroUsd, nowMs)));
            summary = summary.With(line.StartMs, line.StartMs + bucketMs);
            if (batch.Count == LinesPerCommit)
                Commit(store, batch);
        }

        Commit(store, batch);
        return summary with { Assets = [.. assets] };
    }

    private static void Commit(EventStore store, List<StoreItem> batch)
    {
        if (batch.Count > 0)
            store.Commit(batch);
        batch.Clear();
    }
}
