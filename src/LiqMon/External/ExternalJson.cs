using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.External;

/// <summary>The JSON of what was filled with external sums.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(GapFillSummary))]
internal sealed partial class ExternalJson : JsonSerializerContext;
