using System.Globalization;
using LiqMon.Cli.Commands;
using LiqMon.Import;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows what was imported.</summary>
internal static class ImportRendering
{
    /// <summary>What an import did.</summary>
    internal static void Write(QueryCommand query, ImportSummary summary)
    {
        if (query.Format == OutputFormat.Json)
        {
            query.Json(summary, ImportJson.Default.ImportSummary);
            return;
        }

        (string What, string Count)[] rows =
        [
            ("lines read", NumberText.Count(summary.Lines)),
            ("totals stored", NumberText.Count(summary.Imported)),
            ("padding left out", NumberText.Count(summary.Padding)),
            ("bad lines", NumberText.Count(summary.BadLines.Count)),
            ("assets", string.Join(' ', summary.Assets.Take(12)) + (summary.Assets.Count > 12 ? " …" : "")),
            ("bucket", summary.Bucket ?? ""),
            ("from", Day(summary.From)),
            ("to", Day(summary.To)),
        ];
        if (query.Format == OutputFormat.Csv)
        {
            using var csv = new CsvText(query.Out, "what", "value");
            foreach (var (what, count) in rows)
                csv.Row(what, count);
            return;
        }

        query.Grid(new Grid([new("what"), new(summary.Source, Right: true)], [.. rows.Select(row => new GridCell[] { row.What, row.Count })]));
    }

    /// <summary>What is stored of each source.</summary>
    internal static void Write(QueryCommand query, IReadOnlyList<ExternalSourceResult> sources)
    {
        switch (query.Format)
        {
            case OutputFormat.Json:
                query.Json(sources, QueryJson.Default.IReadOnlyListExternalSourceResult);
                break;
            case OutputFormat.Csv:
                using (var csv = new CsvText(
                    query.Out, "source", "totals", "assets", "venues", "from", "to", "shortest_bucket", "longest_bucket", "imported"))
                {
                    foreach (var s in sources)
                        csv.Row(s.Source, s.Totals, s.Assets, s.Venues, s.From, s.To, s.ShortestBucket, s.LongestBucket, s.Imported);
                }

                break;
            default:
                query.Grid(new Grid(
                    [
                        new("source"), new("totals", Right: true), new("assets", Right: true), new("venues", Right: true), new("from"),
                        new("to"), new("buckets"), new("imported"),
                    ],
                    [
                        .. sources.Select(s => new GridCell[]
                        {
                            s.Source, NumberText.Count(s.Totals), NumberText.Count(s.Assets), NumberText.Count(s.Venues), Day(s.From),
                            Day(s.To), s.ShortestBucket == s.LongestBucket ? s.ShortestBucket : $"{s.ShortestBucket} to {s.LongestBucket}",
                            Day(s.Imported),
                        }),
                    ]));
                break;
        }
    }

    private static string Day(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
