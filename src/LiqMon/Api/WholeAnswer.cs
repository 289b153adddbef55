using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;

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
            return new Sending(buffer);
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

    private sealed class Sending(AnswerBuffer buffer) : IResult, IDisposable
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using (buffer)
            {
                // From here on the caller's pace counts, and Kestrel drops those that are too slow.
                httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
                httpContext.Response.ContentType = "application/json; charset=utf-8";
                httpContext.Response.ContentLength = buffer.Length;
                await buffer.SendAsync(httpContext.Response.Body, httpContext.RequestAborted).ConfigureAwait(false);
            }
        }

        public void Dispose() => buffer.Dispose();
    }
}
