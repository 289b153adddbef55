using LiqMon.External;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Import;

/// <summary>What to import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Venue">Venue of all rows, or <see cref="ExternalTotal.All"/>.</param>
/// <param name="Asset">Asset of all rows; null when a column names it.</param>
/// <param name="Mapping">Columns by key; see <see cref="TotalsColumns"/>.</param>
/// <param name="BucketMs">Length of a bucket; null to find it from the rows.</param>
/// <param name="Unit">What amounts are counted in; coins are valued at the mark prices of the store.</param>
/// <param name="SkipBad">Whether the good rows are taken although there are bad ones.</param>
public sealed record TotalsRequest(
    string Path, string Source, string Venue, string? Asset, IReadOnlyDictionary<string, string> Mapping, long? BucketMs, AmountUnit Unit, bool SkipBad);

/// <summary>Takes a file of bucketed totals into the store. All of it is checked first, so that nothing of a bad file is taken.</summary>
internal static class TotalsImport
{
    private const int TotalsPerCommit = 2_000;

    /// <summary>Imports the file.</summary>
    /// <param name="request">What.</param>
    /// <param name="open">Opens the store to write.</param>
    /// <param name="prices">Mark prices of an asset at moments in order of time, Unix milliseconds.</param>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    /// <param name="cancellation">Ends it between two commits.</param>
    /// <exception cref="ImportException">The file is not one of totals.</exception>
    /// <exception cref="StoreException">The store cannot be written; importing again is safe.</exception>
    internal static ImportSummary Run(
        TotalsRequest request, Func<EventStore> open, Func<string, IReadOnlyList<long>, IReadOnlyList<double?>> prices, long nowMs,
        CancellationToken cancellation)
    {
        var scan = TotalsScan.Of(new TotalsFile(request.Path, request.Mapping, request.Asset, request.Unit, nowMs).Lines());
        if (scan.Bad.Count == scan.Lines || !Takes())
            return Nothing();
        if (!scan.Taken().Any())
            return Nothing() with { Padding = scan.Padding };
        var bucketMs = scan.BucketMs(request.BucketMs);
        List<ExternalTotal> totals = [];
        foreach (var (asset, rows) in scan.Taken())
            totals.AddRange(Valued(asset, rows));
        if (totals.Count == 0 || !Takes())
            return Nothing();
        using var store = open();
        foreach (var batch in totals.Chunk(TotalsPerCommit))
        {
            cancellation.ThrowIfCancellationRequested();
            store.Commit([.. batch.Select(total => StoreItem.Of(total))]);
        }

        return totals.Aggregate(
            Summary() with { Bucket = LengthText.Of(bucketMs), Padding = scan.Padding, Assets = [.. totals.Select(total => total.Asset).Distinct()] },
            (summary, total) => summary.With(total.StartMs, total.EndMs));

        bool Takes() => scan.Bad.Count == 0 || request.SkipBad;

        ImportSummary Summary() => new()
        {
            Source = request.Source,
            Venue = request.Venue,
            Lines = scan.Lines,
            BadLines = [.. scan.Bad.OrderBy(bad => bad.Key).Select(bad => new BadLine(bad.Key, bad.Value))],
        };

        ImportSummary Nothing() => Summary() with { Warning = WhyNothing(scan) };

        IEnumerable<ExternalTotal> Valued(string asset, IReadOnlyList<KeyValuePair<long, TotalsScan.Total>> rows)
        {
            var marks = request.Unit == AmountUnit.Coin ? prices(asset, [.. rows.Select(row => row.Key + (bucketMs / 2))]) : [];
            for (var at = 0; at < rows.Count; at++)
            {
                var (startMs, total) = rows[at];
                if (request.Unit == AmountUnit.Coin && marks[at] is null)
                {
                    scan.Reject(total, $"no mark price of {asset} is stored at that time, so its coins have no dollars");
                    continue;
                }

                if (MicroUsd(total.Long, at) is not { } longs || MicroUsd(total.Short, at) is not { } shorts)
                {
                    scan.Reject(total, "is more dollars than were ever liquidated");
                    continue;
                }

                yield return new ExternalTotal(request.Source, request.Venue, asset, startMs, bucketMs, longs, shorts, nowMs);
            }

            long? MicroUsd(decimal amount, int row)
            {
                var dollars = request.Unit == AmountUnit.Coin ? amount * (decimal)marks[row]!.Value : amount;
                return dollars <= ExternalTotal.MaxUsd ? (long)Math.Round(dollars * 1_000_000m, MidpointRounding.ToEven) : null;
            }
        }
    }

    private static string WhyNothing(TotalsScan scan) =>
        scan.Lines == 0 ? "the file has no rows"
        : scan.Bad.Count == scan.Lines ? "no line can be taken"
        : scan.Bad.Count > 0 ? "there are bad lines; correct them, or take the good ones with --skip-bad"
        : "all amounts are zero";
}
