using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Tolerant reading of what clients send.</summary>
internal static class JsonRequest
{
    /// <summary>A text property; null when it is missing or no text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number property; null when it is missing or no such number.</summary>
    public static int? Whole(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>The texts of an array property; null when it is missing or no array.</summary>
    public static List<string>? Texts(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : "")]
            : null;

    /// <summary>A whole number of a query; null when it is missing or no number.</summary>
    public static long? Whole(this ClientRequest request, string name) =>
        long.TryParse(request[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A time of a query in ISO 8601, as milliseconds since 1970 UTC; null when it is missing or no time.</summary>
    public static long? Time(this ClientRequest request, string name) =>
        DateTimeOffset.TryParse(request[name], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;

    /// <summary>Milliseconds since 1970 UTC as ISO 8601.</summary>
    public static string Iso(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
