using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Alerts;

/// <summary>The JSON of alerts, as the generic target receives them, and of their tests.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(IReadOnlyList<AlertTestResult>))]
[JsonSerializable(typeof(IReadOnlyList<RuleReading>))]
internal sealed partial class AlertsJson : JsonSerializerContext;
