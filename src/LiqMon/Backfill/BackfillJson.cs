using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Backfill;

/// <summary>The JSON of a backfill's summary.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(BackfillSummary))]
[JsonSerializable(typeof(IReadOnlyList<BackfillSummary>))]
[JsonSerializable(typeof(IReadOnlyList<WarmUpMark>))]
internal sealed partial class BackfillJson : JsonSerializerContext;
