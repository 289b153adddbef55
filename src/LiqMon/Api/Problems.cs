
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
            new ProblemResult(error), ApiJson.Default.ProblemResult, contentType: null, context.RequestAborted);
    }

    /// <summary>A problem as the result of an endpoint.</summary>
    public static IResult Result(int status, string error) =>
        Results.Json(new ProblemResult(error), ApiJson.Default.ProblemResult, statusCode: status);

    /// <summary>What to say where nothing more is known than the status.</summary>
    public static string TextOf(int status) => status switch
    {
        404 => "There is nothing here; /openapi/v1.json lists what there is.",
        405 => "Only GET is answered here.",
        413 => "The request is too large.",
        429 => "Too many requests; try again in a second.",
        431 => "The request's headers are too large.",
        503 => "Too busy; try again.",
        504 => "The answer took too long; ask about a shorter span.",
        >= 500 => "Something failed; the monitor's log has the reason.",
        _ => "The request cannot be understood.",
    };
}
