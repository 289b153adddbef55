
namespace LiqMon.Api;

/// <summary>Writes refusals and failures as JSON, without anything of the inside.</summary>
public static class Problems
{
    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, string error)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemResult(error), ApiJson.Default.ProblemResult, contentType: null, Sending.Begin(context));
    }

    /// <summary>A problem as the result of an endpoint.</summary>
    public static IResult Result(int status, string error) =>
        Results.Json(new ProblemResult(error), ApiJson.Default.ProblemResult, statusCode: status);

    /// <summary>Too much is requested at once by all together; the same question may be answered in a moment.</summary>
    public static IResult Busy() => new Later();

    /// <summary>An answer would be larger than an answer may be.</summary>
    /// <param name="limit">Most bytes.</param>
    public static IResult TooLarge(long limit) => Result(
        StatusCodes.Status413PayloadTooLarge,
        $"The answer would be larger than {limit >> 20} MiB; ask about a shorter span, fewer assets or venues, or with a lower limit.");

    /// <summary>What to say where nothing more is known than the status.</summary>
    public static string TextOf(int status) => status switch
    {
        404 => "There is nothing here; /openapi/v1.json lists what there is.",
        405 => "Only GET and HEAD are answered here.",
        413 => "The request is too large.",
        429 => "Too many requests; try again in a second.",
        431 => "The request's headers are too large.",
        503 => "Too busy; try again.",
        504 => "The answer took too long; ask about a shorter span.",
        >= 500 => "Something failed; the monitor's log has the reason.",
        _ => "The request cannot be understood.",
    };

    private sealed class Later : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "2";
            return WriteAsync(httpContext, StatusCodes.Status503ServiceUnavailable, "Too many questions wait already; try again in 2 seconds.");
        }
    }
}
