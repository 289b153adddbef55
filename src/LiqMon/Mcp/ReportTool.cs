using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiqMon.Reports;
using LiqMon.Reports.Formats;

namespace LiqMon.Mcp;

/// <summary>Answers with a weekly report: as a text with its head as data, or all of it as data.</summary>
internal static class ReportTool
{
    /// <summary>Parts of a report that stand beside its text: enough to see what it is about and how complete it is.</summary>
    private static readonly string[] Head = ["schema", "name", "week", "asset", "from", "to", "ends", "so_far", "watched_since", "simulated", "headline", "coverage"];

    /// <summary>How long a report may take: it reads a week of everything.</summary>
    internal static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads what is queried.</summary>
    /// <returns>Makes the report; null when there are errors.</returns>
    internal static Func<CancellationToken, ToolAnswer>? Read(ReportParameters parameters, McpServerSetup setup, List<string> errors)
    {
        var now = setup.Options.Time.GetUtcNow();
        var parser = new ReportQueryParser(setup.Options.Venues, static name => name);
        var query = parser.Read(parameters.Week, parameters.Last == "true", parameters.Asset ?? [], now);
        errors.AddRange(parser.Errors);
        foreach (var (name, value) in new[] { ("last", parameters.Last), ("include_traditional", parameters.IncludeTraditional), ("estimate", parameters.Estimate) })
        {
            if (value is not (null or "true" or "false"))
                errors.Add($"{name}: is true or false");
        }

        if (parameters.Format is not (null or "md" or "json"))
            errors.Add("format: is md or json");
        if (query is null)
            return null;
        query = query with { IncludeTraditional = parameters.IncludeTraditional == "true", WithEstimate = parameters.Estimate == "true" };
        return cancellation =>
        {
            using var reader = setup.Open().StopOn(cancellation);
            var report = setup.Reports.Read(reader, query, now);
            var whole = JsonSerializer.SerializeToElement(report, ReportJson.Default.WeeklyReport);
            var note = AnswerNotes.OfReport(report.Headline.Floor, report.Headline.Covered, report.Simulated);
            return parameters.Format == "json"
                ? new ToolAnswer(note, whole)
                : new ToolAnswer(note, HeadOf(whole), Encoding.UTF8.GetString(MarkdownReport.Write(report)));
        };
    }

    private static JsonElement HeadOf(JsonElement report)
    {
        var head = new JsonObject();
        foreach (var name in Head)
            head[name] = report.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;
        return JsonSerializer.SerializeToElement(head);
    }
}
