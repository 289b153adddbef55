using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>The JSON of the results of queries.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(SqueezeResult))]
[JsonSerializable(typeof(IReadOnlyList<SqueezeResult>))]
[JsonSerializable(typeof(ExternalSqueezeResult))]
[JsonSerializable(typeof(IReadOnlyList<ExternalSqueezeResult>))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(IReadOnlyList<ComparisonResult>))]
[JsonSerializable(typeof(IReadOnlyList<ExternalSourceResult>))]
[JsonSerializable(typeof(LiquidationsResult))]
[JsonSerializable(typeof(LiquidationResult))]
[JsonSerializable(typeof(OpenInterestResult))]
[JsonSerializable(typeof(MapResult))]
[JsonSerializable(typeof(MapScoreResult))]
[JsonSerializable(typeof(HeatResult))]
[JsonSerializable(typeof(IReadOnlyList<FullFeedScoreResult>))]
[JsonSerializable(typeof(IReadOnlyList<VenueResult>))]
[JsonSerializable(typeof(MarketContextResult))]
[JsonSerializable(typeof(LongShortResult))]
[JsonSerializable(typeof(ReadinessResult))]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(CascadesResult))]
[JsonSerializable(typeof(CascadeAftermathResult))]
[JsonSerializable(typeof(CascadeChangeResult))]
[JsonSerializable(typeof(InfluxResult))]
internal sealed partial class QueryJson : JsonSerializerContext;
