using System.Text.Json.Serialization;
using LiqMon.Text;

namespace LiqMon.Lake;

/// <summary>What a file holds.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, hexadecimal.</param>
internal sealed record LakeFileState(long Rows, long Bytes, string Sha256);

/// <summary>The state of a day as it is kept.</summary>
internal sealed record LakeDayState
{
    public required string Day { get; init; }

    public IReadOnlyList<LakeFileRow> Files { get; init; } = [];

    public IReadOnlyList<LakePendingRow> Pending { get; init; } = [];

    public SortedDictionary<string, ulong> Coverage { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>A file of a day.</summary>
internal sealed record LakeFileRow(LakeTable Table, string Venue, long Rows, long Bytes, string Sha256);

/// <summary>What of a day has to be written again.</summary>
internal sealed record LakePendingRow(LakePart Part, string Venue);

/// <summary>How the state of a day is kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(UtcTimeConverter), typeof(SnakeCaseEnums)])]
[JsonSerializable(typeof(LakeDayState))]
internal sealed partial class LakeJson : JsonSerializerContext;
