using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Estimates;

/// <summary>The JSON of the score of estimates.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(IReadOnlyList<EstimateScoreRow>))]
internal sealed partial class EstimatesJson : JsonSerializerContext;
