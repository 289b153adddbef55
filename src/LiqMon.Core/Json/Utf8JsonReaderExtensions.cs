using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Json;

/// <summary>Reading of venue JSON where numbers may be strings and strings numbers.</summary>
internal static class Utf8JsonReaderExtensions
{
    /// <summary>How deep a venue's JSON may nest.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    public static Utf8JsonReader Open(ReadOnlySpan<byte> json) => new(json, Options);

    /// <summary>Opens a message that must be an object; anything else is recorded as malformed.</summary>
    /// <param name="json">The message.</param>
    /// <param name="readings">Receives why it cannot be read.</param>
    /// <param name="reader">Stands at the object's start.</param>
    public static bool TryOpenObject(ReadOnlySpan<byte> json, FrameReadings readings, out Utf8JsonReader reader)
    {
        reader = Open(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;
        readings.Malformed("not an object");
        return false;
    }

    /// <summary>Moves to the next property of the current object; the reader then stands on its value.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextProperty(scoped ref this Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            name = default;
            return false;
        }

        name = reader.ValueSpan;
        reader.Read();
        return true;
    }

    /// <summary>Passes over the object or array the reader stands at; a plain value is passed over already.</summary>
    public static void SkipNested(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    /// <summary>The number the reader stands on, written as number or string; null for anything else.</summary>
    public static ExactNumber? Number(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && ExactNumber.TryParse(reader.ValueSpan, out var number))
            return number;
        reader.SkipNested();
        return null;
    }

    /// <summary>The integer the reader stands on, written as number or string; 0 for anything else.</summary>
    public static long Integer(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(reader.ValueSpan, out long value, out var used) && used == reader.ValueSpan.Length)
            return value;
        reader.SkipNested();
        return 0;
    }

    /// <summary>The ISO-8601 time with an offset the reader stands on, as Unix milliseconds; 0 for anything else.</summary>
    public static long IsoTimeMs(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && IsoTime.TryParse(reader.ValueSpan, out var ms))
            return ms;
        reader.SkipNested();
        return 0;
    }

    /// <summary>The raw bytes of an id, written as string or number; empty for anything else.</summary>
    public static ReadOnlySpan<byte> Id(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            return reader.ValueSpan;
        reader.SkipNested();
        return default;
    }

    /// <summary>The id of a message that is repeated in its answer, 1 and more, as string or number; null for anything else.</summary>
    public static int? MessageId(scoped ref this Utf8JsonReader reader) =>
        reader.Number() is { Scale: 0, Mantissa: > 0 and < int.MaxValue } id ? (int)id.Mantissa : null;

    /// <summary>The raw bytes of a text property of the object the reader stands on, which is passed over; empty for anything else.</summary>
    public static ReadOnlySpan<byte> TextOf(scoped ref this Utf8JsonReader reader, scoped ReadOnlySpan<byte> property)
    {
        if (!reader.Enters(JsonTokenType.StartObject))
            return default;
        ReadOnlySpan<byte> text = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual(property))
                text = reader.Text();
            else
                reader.SkipNested();
        }

        return text;
    }

    /// <summary>The raw bytes of the string the reader stands on; empty for anything else.</summary>
    public static ReadOnlySpan<byte> Text(scoped ref this Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan;
        reader.SkipNested();
        return default;
    }

    /// <summary>Whether the reader, standing on a value, stands at an object's or array's start; skips anything else.</summary>
    public static bool Enters(scoped ref this Utf8JsonReader reader, JsonTokenType start)
    {
        if (reader.TokenType == start)
            return true;
        reader.SkipNested();
        return false;
    }

    /// <summary>Makes sure that nothing follows the message that was read.</summary>
    /// <exception cref="JsonException">Something does: two messages run together, or garbage behind one.</exception>
    public static void End(scoped ref this Utf8JsonReader reader) => reader.Read();

    /// <summary>A venue's own words, of which 200 bytes are enough; null for none.</summary>
    public static string? Words(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? null : Encoding.UTF8.GetString(text.Length > 200 ? text[..200] : text);

    /// <summary>Moves to the next object of the current array; the reader then stands on its start. False at the array's end.</summary>
    public static bool NextObject(scoped ref this Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                return true;
            reader.SkipNested();
        }

        return false;
    }
}
