using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Api;

/// <summary>The JSON that HTTP adds to the results of queries.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(ProblemResult))]
[JsonSerializable(typeof(DroppedResult))]
internal sealed partial class ApiJson : JsonSerializerContext;
