using System.Text.Json;
using LiqMon.Cli.Rendering;
using LiqMon.External;
using LiqMon.Hosting;
using LiqMon.Http;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary>What <c>backfill</c> does for a venue without history of its own: fills its gaps with an external source's sums.</summary>
internal static class FillCommand
{
    internal static async Task<int> RunAsync(
        CliContext context, LiqMonOptions settings, FillRequest request, OutputFormat format, CancellationToken cancellation)
    {
        using var store = EventStore.Open(settings.ForStore(), context.Time);
        using var http = RestClient.NewHttpClient();
        var client = new CoinalyzeClient(settings.Coinalyze, http, CoinalyzeClient.Pace, context.Time);
        var fill = new CoinalyzeFill(request, client, KeepAsync, settings.Data, context.Time);
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = ProgressLine.ShowAsync(
            context, () => $"{fill.Progress.Done} of {fill.Progress.Calls} calls answered", showing.Token);
        GapFillSummary summary;
        try
        {
            summary = await fill.RunAsync(cancellation);
        }
        finally
        {
            await showing.CancelAsync();
            await shown;
        }

        Write(context, format, summary);
        if (summary.Complete)
            return ExitCode.Ok;
        await context.Error.WriteLineAsync(
            $"liqmon: not all could be filled ({TerminalText.Of(summary.Detail ?? "")}); what was answered before is stored.");
        return ExitCode.Failure;

        ValueTask KeepAsync(IReadOnlyList<StoreItem> items, CancellationToken never)
        {
            store.Commit(items);
            return ValueTask.CompletedTask;
        }
    }

    private static void Write(CliContext context, OutputFormat format, GapFillSummary summary)
    {
        if (format == OutputFormat.Json)
        {
            context.Out.WriteLine(JsonSerializer.Serialize(summary, ExternalJson.Default.GapFillSummary));
            return;
        }

        if (format == OutputFormat.Csv)
        {
            using var csv = new CsvText(
                context.Out, "source", "external", "venue", "from", "to", "complete", "gaps", "gap_seconds", "covered_seconds", "totals",
                "long_usd", "short_usd");
            csv.Row(
                summary.Source, summary.External, summary.Venue, summary.From, summary.To, summary.Complete, summary.Gaps, summary.GapSeconds,
                summary.CoveredSeconds, summary.Totals, summary.LongUsd, summary.ShortUsd);
            return;
        }

        var grid = new Grid(
            [new("external, in no total"), new("", Right: true)],
            [
                ["source", summary.Source],
                ["gaps", NumberText.Count(summary.Gaps)],
                ["their length", FloorReasons.Length(TimeSpan.FromSeconds(summary.GapSeconds))],
                ["in whole buckets", FloorReasons.Length(TimeSpan.FromSeconds(summary.CoveredSeconds))],
                ["no longer kept", FloorReasons.Length(TimeSpan.FromSeconds(summary.NotKeptSeconds))],
                ["sums stored", NumberText.Count(summary.Totals)],
                ["longs", NumberText.Usd(summary.LongUsd)],
                ["shorts", NumberText.Usd(summary.ShortUsd)],
            ]);
        if (format == OutputFormat.Md)
            GridText.WriteMarkdown(context.Out, grid);
        else
            GridText.WriteTable(context.Out, grid, context.Width, context.Color);
    }
}
