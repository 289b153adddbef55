using System.CommandLine;
using LiqMon.Http;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary><c>report weekly</c>: a week in a form that can be passed on; <c>report schema</c>: what its JSON holds.</summary>
internal static class ReportCommand
{
    internal static Command Build(CliContext context, GlobalOptions globals)
    {
        var command = new Command("report", "Reports of a week");
        command.Subcommands.Add(Weekly(context, globals));
        var schema = new Command("schema", "The JSON schema of weekly reports");
        schema.SetAction(_ => context.Out.Write(JsonReport.Schema()));
        command.Subcommands.Add(schema);
        return command;
    }

    private static Command Weekly(CliContext context, GlobalOptions globals)
    {
        var week = new Option<string?>("--week") { HelpName = "2026-W46", Description = "ISO week in UTC (the last that is over)" };
        var last = new Option<bool>("--last") { Description = "Seven days up to the last commit instead of a week" };
        var asset = new Option<string[]>("--asset") { HelpName = "ASSET", Description = "Asset such as BTC; repeat it or put commas between (all)" };
        var traditional = new Option<bool>("--include-traditional") { Description = "Count stocks, metals and currencies too" };
        var estimate = new Option<bool>("--estimate") { Description = "Estimate, apart from the totals, what sampled feeds hide, with a range" };
        var formats = new Option<string[]>("--format") { HelpName = "md|html|csv|xlsx|json", Description = "Repeat it or put commas between (html)" };
        formats.CompletionSources.Add([.. Enum.GetValues<ReportFormat>().Select(format => EnumNames.Of(format))]);
        var directory = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder for the files (the current one)" };
        var force = new Option<bool>("--force") { Description = "Replace files that are there" };
        var command = new Command("weekly", "Writes the report of a week to files named after it: liqmon-2026-W46.html");
        foreach (var option in new Option[] { week, last, asset, traditional, estimate, formats, directory, force })
            command.Options.Add(option);
        command.SetAction((parsed, _) =>
        {
            var settings = globals.Settings(context, parsed);
            var parser = new ReportQueryParser(settings.KnownVenues(), name => "--" + name);
            var question = parser.Read(parsed.GetValue(week), parsed.GetValue(last), parsed.GetValue(asset) ?? [], context.Time.GetUtcNow())
                ?? throw new UsageException(parser.Errors);
            question = question with { IncludeTraditional = parsed.GetValue(traditional), WithEstimate = parsed.GetValue(estimate) };
            var request = new Request(question, Formats(parsed.GetValue(formats) ?? []), parsed.GetValue(directory) ?? ".", parsed.GetValue(force));
            return WriteAsync(context, settings.Data, new WeeklyReports(settings.KnownVenues(), settings.Context.Levels, UserAgent.Version), request);
        });
        return command;
    }

    private static async Task<int> WriteAsync(CliContext context, string data, WeeklyReports reports, Request request)
    {
        WeeklyReport report;
        using (var reader = StoreReader.Open(data))
            report = reports.Read(reader, request.Question, context.Time.GetUtcNow());
        List<ReportFile> files = [];
        foreach (var format in request.Formats)
            files.AddRange(await ReportFormats.WriteAsync(report, format).ConfigureAwait(false));
        foreach (var path in ReportFiles.Write(request.Directory, report.Name, files, request.Force))
            await context.Out.WriteLineAsync(path).ConfigureAwait(false);
        if (report.Headline.LongOrders + report.Headline.ShortOrders > 0)
            return ExitCode.Ok;
        await context.Error.WriteLineAsync($"liqmon: {report.Headline.Text[0]}").ConfigureAwait(false);
        return ExitCode.NoData;
    }

    private static List<ReportFormat> Formats(IReadOnlyList<string> texts)
    {
        var formats = texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => OptionValues.OneOf("--format", text, ReportFormat.Html)).Distinct().ToList();
        return formats.Count == 0 ? [ReportFormat.Html] : formats;
    }

    private sealed record Request(ReportQuery Question, IReadOnlyList<ReportFormat> Formats, string Directory, bool Force);
}
