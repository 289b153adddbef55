using LiqMon.Api;
using LiqMon.Charts;
using LiqMon.Queries;
using Microsoft.AspNetCore.Mvc;

namespace LiqMon.Dashboard;

/// <summary>
/// The live page. It stands behind the same guard as every endpoint: where a key is requested, the page wants it too, in
/// the header, which a browser does not send. A reverse proxy can add it.
/// </summary>
public static class DashboardEndpoints
{
    // Those who waited for the page have gone by then; the next visitor begins anew.
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(20);

    /// <summary>Maps the page and its files.</summary>
    /// <param name="app">The server.</param>
    /// <param name="options">How the server behaves.</param>
    /// <param name="sources">What it shows.</param>
    public static void Map(WebApplication app, ApiOptions options, ApiSources sources)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sources);
        var reading = new DashboardReading(sources, options.Venues);
        var cache = new PageCache(options.Time);
        var gate = new QueryLimiter(2, options.WaitingQuestions);
        app.Lifetime.ApplicationStopped.Register(gate.Dispose);
        app.MapGet("/", ([FromQuery(Name = "asset")] string? asset, [FromQuery(Name = "min")] string? minUsd, HttpContext context) =>
                PageAsync(context, options, reading, cache, gate, asset, minUsd))
            .RequireRateLimiting(ApiServer.QuestionsPolicy)
            .ExcludeFromDescription();
        app.MapGet("/live/ticks", (HttpContext context) => TickStream.ServeAsync(context, sources, options, app.Lifetime.ApplicationStopping))
            .DisableRequestTimeout().RequireRateLimiting(ApiServer.QuestionsPolicy).ExcludeFromDescription();
        PageAssets.Map(app);
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, ApiOptions options, DashboardReading reading, PageCache cache, QueryLimiter gate, string? asset, string? minUsd)
    {
        if (reading.Question(asset, minUsd, options.Time.GetUtcNow(), out var errors) is not { } question)
            return Problems.Result(StatusCodes.Status400BadRequest, string.Join("; ", errors));
        // Not the visitor's cancellation: the page may be for others too.
        var name = FormattableString.Invariant($"{question.AssetText} {question.MinUsd}");
        var page = await cache.GetAsync(name, () => RenderAsync(options, reading, gate, question))
            .WaitAsync(context.RequestAborted).ConfigureAwait(false);
        return page is null ? Problems.Busy() : new PageResult(page, cache);
    }

    /// <returns>Null when too many pages wait already.</returns>
    private static async Task<PageVersion?> RenderAsync(ApiOptions options, DashboardReading reading, QueryLimiter gate, SpanQuery question)
    {
        using var patience = new CancellationTokenSource(LongestReading);
        var (isRead, model) = await gate.AskAsync(stop => reading.Read(question, stop), patience.Token).ConfigureAwait(false);
        return !isRead ? null : new PageVersion(await Markup.OfAsync<DashboardPage>(new()
        {
            [nameof(DashboardPage.Model)] = model,
            [nameof(DashboardPage.Reasons)] = FloorReasons.Reasons(model!.Day, options.Venues),
        }).ConfigureAwait(false));
    }
}
