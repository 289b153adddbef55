using System.Text.Json;
using System.Text.Json.Serialization;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Queries;

namespace LiqMon.Reports.Formats;

/// <summary>A report as JSON; <c>report.schema.json</c> says what is in it.</summary>
public static class JsonReport
{
    private const string SchemaName = "LiqMon.Reports.report.schema.json";

    /// <summary>The published schema.</summary>
    public static string Schema()
    {
        using var stream = typeof(JsonReport).Assembly.GetManifestResourceStream(SchemaName)
            ?? throw new InvalidOperationException($"The program was built without {SchemaName}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    internal static byte[] Write(WeeklyReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            JsonSerializer.Serialize(writer, report, ReportJson.Default.WeeklyReport);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}

/// <summary>The JSON of reports: like that of every other answer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(UtcTimeConverter),
        typeof(SnakeCaseNames<DeficitReason>),
        typeof(SnakeCaseNames<FeedClass>),
        typeof(SnakeCaseNames<TrendState>),
        typeof(SnakeCaseNames<LevelRole>),
        typeof(SnakeCaseNames<LiquidatedSide>),
        typeof(SnakeCaseNames<SamplingRule>),
    ])]
[JsonSerializable(typeof(WeeklyReport))]
public sealed partial class ReportJson : JsonSerializerContext;
