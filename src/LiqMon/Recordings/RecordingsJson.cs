using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Recordings;

/// <summary>The JSON of a replay's summary.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(ReplaySummary))]
internal sealed partial class RecordingsJson : JsonSerializerContext;
