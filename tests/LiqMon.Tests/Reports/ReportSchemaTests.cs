using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LiqMon.Reports.Formats;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;

namespace LiqMon.Tests.Reports;

/// <summary>Reports as they are written hold the published schema, by another program's reading of it.</summary>
public sealed class ReportSchemaTests(WeekStore store) : IClassFixture<WeekStore>
{
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private static readonly JsonSchema Published = JsonSchema.FromText(WithNothingElse(JsonReport.Schema()));

    [Theory]
    [InlineData("2026-W46")]
    [InlineData("2026-W47")]
    [InlineData("2026-W33")]
    [InlineData("2026-W20")]
    [InlineData(null)]
    [InlineData("2026-W46", "ETH", "SOL")]
    public async Task A_report_holds_the_schema_and_has_nothing_beyond_it(string? week, params string[] assets)
    {
        var report = await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, week, null, assets), ReportFormat.Json);
        Assert.Empty(Faults(Parse(report[0].Content.Span)));
    }

    [Fact]
    public async Task So_does_one_with_an_estimate()
    {
        using var data = new StoreFolder();
        using (var writing = data.Open())
            writing.Commit(BurstStore.Items());
        var path = Path.Combine(data.Path, "out");
        var run = await CliRun.Of(["report", "weekly", "--last", "--estimate", "--format", "json", "--out", path, "--data", data.Path]);
        Assert.Equal(0, run.Code);
        var report = Parse(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(path, "*.json"))));
        Assert.Equal(JsonValueKind.Object, report.GetProperty("estimate").ValueKind);
        Assert.Empty(Faults(report));
    }

    [Theory]
    [InlineData("total_usd", "\"7\"")]
    [InlineData("long_orders", "1.5")]
    [InlineData("floor", "null")]
    [InlineData("unknown", "1")]
    public async Task The_schema_refuses_what_no_report_is(string name, string value)
    {
        var written = await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, "2026-W46"), ReportFormat.Json);
        var report = JsonNode.Parse(written[0].Content.Span)!;
        report["headline"]![name] = JsonNode.Parse(value);
        Assert.NotEmpty(Faults(JsonSerializer.SerializeToElement(report)));
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    private static List<string> Faults(JsonElement report)
    {
        var result = Published.Evaluate(report, Strict);
        List<string> faults = [.. (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(
            detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
        Assert.Equal(result.IsValid, faults.Count == 0);
        return faults;
    }

    // The published schema lets later versions add fields. Here each field must be described.
    private static string WithNothingElse(string schema)
    {
        var root = JsonNode.Parse(schema)!;
        Close(root);
        return root.ToJsonString();

        static void Close(JsonNode? node)
        {
            if (node is JsonObject one)
            {
                if (one["properties"] is JsonObject)
                    one["additionalProperties"] = false;
                foreach (var (_, child) in one.ToList())
                    Close(child);
            }
            else if (node is JsonArray many)
            {
                foreach (var child in many)
                    Close(child);
            }
        }
    }
}
