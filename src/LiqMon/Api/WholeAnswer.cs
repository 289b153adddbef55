using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiqMon.Api;

/// <summary>
/// Makes answers whole: as JSON in memory before the first byte is sent, with their length in the header; a long list is read
/// whole, and written as the caller takes it. A caller receives all of an answer, or an error, or a connection that ends before
/// the length or the last chunk is reached; never a part that looks whole.
/// </summary>
internal sealed class WholeAnswer(AnswerMemory memory, long limit) : IAnswerWriter<IResult>
{
    /// <summary>Rows of a list that is written as it is taken; fewer are made whole.</summary>
    internal const int ManyRows = 1_000;

    /// <summary>What a row takes that has been read, with its names shared.</summary>
    private const int RowBytes = 160;

    /// <summary>An answer with a list as the result of an endpoint; 503 when answers take too much memory.</summary>
    /// <param name="value">The answer.</param>
    /// <param name="rows">How long its list is.</param>
    /// <param name="json">How it is written.</param>
    public IResult OfRows<T>(T value, int rows, JsonTypeInfo<T> json)
    {
        if (rows <= ManyRows)
            return Of(value, json);
        var bytes = checked(rows * RowBytes);
        return memory.TryTake(bytes) ? new AnswerResult(new AnswerRows<T>(value, json, memory, bytes)) : Problems.Busy();
    }

    /// <inheritdoc/>
    public IResult Wrong(string error) => Problems.Result(StatusCodes.Status400BadRequest, error);

    /// <summary>The answer as the result of an endpoint; 413 or 503 when it takes too much memory.</summary>
    public IResult Of<T>(T value, JsonTypeInfo<T> json)
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
