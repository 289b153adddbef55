using System.Text.Json;

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
