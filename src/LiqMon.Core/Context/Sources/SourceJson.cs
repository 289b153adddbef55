using System.Text.Json;
using LiqMon.Json;

namespace LiqMon.Context.Sources;

/// <summary>Numbers of answers; what is missing or no number makes the whole answer malformed.</summary>
internal static class SourceJson
{
    internal static double Positive(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.Number(property)?.ToDouble() is > 0 and var number && double.IsFinite(number)
            ? number
            : throw new JsonException($"no positive {property}");

    internal static double Positive(JsonElement row, int at) =>
        NotNegative(row, at) is > 0 and var number ? number : throw new JsonException("no positive number in a row");

    /// <summary>A time of the past, Unix milliseconds.</summary>
    internal static long TimeMs(double sent, long nowMs) =>
        sent is >= EventTime.EarliestMs && sent <= nowMs ? (long)sent : throw new JsonException("no possible time in a row");

    internal static double NotNegative(JsonElement row, int at) =>
        row.ValueKind == JsonValueKind.Array && row.GetArrayLength() > at && row[at].Number()?.ToDouble() is >= 0 and var number
            && double.IsFinite(number)
            ? number
            : throw new JsonException("a row is too short or holds no number");

    internal static JsonElement Object(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : throw new JsonException($"no object {property}");

    /// <summary>The rows of the list at a path.</summary>
    internal static JsonList Rows(ReadOnlySpan<byte> body, IReadOnlyList<string> path)
    {
        var list = JsonList.Open(body, [.. path]);
        return list.IsArray ? list : throw new JsonException($"no array {string.Join('.', path)}".TrimEnd());
    }
}
