using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>The JSON of reports; <c>report.schema.json</c> describes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(WeeklyReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
