using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiqMon.Api;
using LiqMon.Queries;

namespace LiqMon.Mcp;

/// <summary>Makes answers of tools from the results that HTTP serves.</summary>
/// <param name="venues">What is known of the venues.</param>
/// <param name="limit">Most bytes of an answer.</param>
internal sealed class ToolAnswerWriter(IReadOnlyList<KnownVenue> venues, long limit) : IAnswerWriter<ToolAnswer>
{
    /// <inheritdoc/>
    public ToolAnswer Of<T>(T value, JsonTypeInfo<T> json)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, json);
        if (bytes.Length > limit)
            throw new ToolException($"The answer would be larger than {limit >> 20} MiB; ask about a shorter span, fewer assets or venues, or with a lower limit.");
        using var document = JsonDocument.Parse(bytes);
        var element = document.RootElement.ValueKind == JsonValueKind.Array ? Wrapped(document.RootElement) : document.RootElement.Clone();
        return new ToolAnswer(new AnswerNotes(venues).Of(value!), element);
    }

    /// <inheritdoc/>
    public ToolAnswer OfRows<T>(T value, int rows, JsonTypeInfo<T> json) => Of(value, json);

    /// <inheritdoc/>
    public ToolAnswer Wrong(string error) => throw new ToolException(error);

    private static JsonElement Wrapped(JsonElement array)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("results");
            array.WriteTo(writer);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return JsonElement.ParseValue(ref reader);
    }
}

/// <summary>A tool cannot answer, for a reason that its caller can do something about.</summary>
internal sealed class ToolException(string message) : Exception(message);
