using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiqMon.Market;

namespace LiqMon.Json;

/// <summary>Tolerant reading of REST lists, where speed does not matter: numbers may be strings, fields may be missing.</summary>
internal static class JsonElementExtensions
{
    /// <summary>
    /// Most tokens of an answer. A document keeps 12 bytes for each, so 16 MiB of empty objects would take ten times their own
    /// size. The longest list of a venue, 600 contracts with their filters, has a tenth of this.
    /// </summary>
    internal const int MostTokens = 1_000_000;

    /// <summary>A whole answer, to be disposed of by the caller; what may be a long list is read by <see cref="JsonList"/>.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="mostTokens">Most tokens of it.</param>
    /// <exception cref="JsonException">The bytes are not one JSON value, or hold more values than a venue lists.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> body, int mostTokens = MostTokens)
    {
        // No venue escapes a name, and a document throws another exception over one with half a surrogate pair.
        var tokens = Utf8JsonReaderExtensions.Open(body);
        for (var count = 1; tokens.Read(); count++)
        {
            if (count > mostTokens)
                throw new JsonException("more values than a venue lists");
            if (tokens.TokenType == JsonTokenType.PropertyName && tokens.ValueIsEscaped)
                throw new JsonException("a name with escapes");
        }

        var reader = Utf8JsonReaderExtensions.Open(body);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>The objects of the array in a property; empty if there is none.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement element, string property) =>
        element.Array(property) is { } array ? array.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object) : [];

    /// <summary>The array in a property; null if there is none.</summary>
    public static JsonElement? Array(this JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var array) && array.ValueKind == JsonValueKind.Array
            ? array
            : null;

    /// <summary>The object in a property; nothing, of which no property can be had, if there is none.</summary>
    public static JsonElement Inner(this JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var inner) ? inner : default;

    /// <summary>A string property, or null; null too of what is no object, such as a refusal that is a list.</summary>
    public static string? Text(this JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? Words(value) : null;

    /// <summary>Code, unless it is 0, and words of a refusal; null where it has neither.</summary>
    /// <param name="element">The answer.</param>
    /// <param name="code">The property that holds the code, a number or a word.</param>
    /// <param name="words">The property that holds the words.</param>
    public static string? Refusal(this JsonElement element, string code, string words)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var number = element.Integer(code);
        var parts = new[]
        {
            number != 0 ? number.ToString(CultureInfo.InvariantCulture) : Utf8JsonReaderExtensions.Words(element.Bytes(code)),
            Utf8JsonReaderExtensions.Words(element.Bytes(words)),
        };
        return parts.Where(part => part is not (null or "0")).ToList() is { Count: > 0 } known ? string.Join(' ', known) : null;
    }

    /// <summary>The raw bytes of a string property; empty for anything else.</summary>
    public static ReadOnlySpan<byte> Bytes(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) ? value.Bytes() : default;

    /// <summary>The raw bytes of a string; empty for anything else.</summary>
    public static ReadOnlySpan<byte> Bytes(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(value)[1..^1] : default;

    /// <summary>An integer property, written as number or string; 0 for anything else.</summary>
    public static long Integer(this JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return 0;
        var raw = value.ValueKind == JsonValueKind.String ? value.Bytes() : JsonMarshal.GetRawUtf8Value(value);
        return Utf8Parser.TryParse(raw, out long integer, out var used) && used == raw.Length ? integer : 0;
    }

    /// <summary>Whether the array in a property holds one of some words, in capital or small letters.</summary>
    public static bool HasWord(this JsonElement element, string property, params ReadOnlySpan<string> words)
    {
        if (element.Array(property) is not { } array)
            return false;
        foreach (var each in array.EnumerateArray())
        {
            if (each.ValueKind != JsonValueKind.String || each.Words()?.Trim() is not { } text)
                continue;
            foreach (var word in words)
            {
                if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a property is the word true.</summary>
    public static bool IsTrue(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A number property, written as number or string; null if it is missing or no number.</summary>
    public static ExactNumber? Number(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) ? value.Number() : null;

    /// <summary>A number, written as number or string; null for anything else.</summary>
    public static ExactNumber? Number(this JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return null;
        var raw = value.ValueKind == JsonValueKind.String ? value.Bytes() : JsonMarshal.GetRawUtf8Value(value);
        return ExactNumber.TryParse(raw, out var number) ? number : null;
    }

    /// <summary>The text of a string; null where its bytes are no text.</summary>
    public static string? Words(this JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Bytes that are no UTF-8, or half a surrogate pair: the parser lets both pass.
        }
    }
}
