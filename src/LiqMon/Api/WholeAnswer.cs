using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiqMon.Api;

/// <summary>
/// Makes answers whole: as JSON in memory before the first byte is sent, with their length in the header. A caller receives
/// all of an answer, or an error, or a connection that ends before the length is reached; never a part that looks whole.
/// </summary>
internal sealed class WholeAnswer(AnswerMemory memory, long limit)
{
    /// <summary>The answer as the result of an endpoint; 413 or 503 when it takes too much memory.</summary>
    internal IResult Of<T>(T value, JsonTypeInfo<T> json)
    {
        var buffer = new AnswerBuffer(memory, limit);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = json.Options.Encoder, SkipValidation = true }))
                JsonSerializer.Serialize(writer, value, json);
            return new AnswerResult(buffer);
        }
        catch (AnswerRefusedException refused)
        {
            buffer.Dispose();
            return refused.IsTooLarge ? Problems.TooLarge(limit) : Problems.Busy();
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
