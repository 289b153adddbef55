using LiqMon.Api;
using LiqMon.Market;

namespace LiqMon.Dashboard;

/// <summary>
/// The live pages. They stand behind the same guard as every endpoint: where a key is requested, the pages want it too, in
/// the header, which a browser does not send. A reverse proxy can add it.
/// </summary>
public static class DashboardEndpoints
{
    // Feeds come first.
    private static readonly TimeSpan BeforeFirstPage = TimeSpan.FromSeconds(2);

    /// <summary>Maps the pages and their files.</summary>
    /// <param name="app">The server.</param>
    /// <param name="options">How the server behaves.</param>
    /// <param name="sources">What it shows.</param>
    /// <param name="reports">The weekly reports; null where no folder is set for them.</param>
    /// <returns>What is to be run beside the server.</returns>
    public static PageWork Map(WebApplication app, ApiOptions options, ApiSources sources, IReportShelf? reports = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sources);
        var pages = new PageServer(sources, options, reports is not null, app.Lifetime.ApplicationStopping);
        app.Lifetime.ApplicationStopped.Register(pages.Dispose);
        var group = app.MapGroup("").RequireRateLimiting(ApiServer.QuestionsPolicy).ExcludeFromDescription();
        // As delegates with a result: a lambda of the context alone would be taken for one that answers by itself.
        group.MapGet("/", Answer(context => ShowAsync(context, options, pages, null)));
        group.MapGet("/asset", Answer(context => Task.FromResult(Results.Redirect(AssetAddress(context.Request)))));
        group.MapGet("/asset/{asset}", (string asset, HttpContext context) => ShowAsync(context, options, pages, asset));
        group.MapGet("/venues", Answer(context => VenuesEndpoint.ShowAsync(context, pages, options, sources)));
        if (reports is not null)
            ReportsEndpoints.Map(group, pages, sources, options, reports);
        var streams = app.Services.GetRequiredService<EventStreams>();
        app.MapGet("/live/ticks", (HttpContext context) => TickStream.ServeAsync(context, streams, options.Time, app.Lifetime.ApplicationStopping))
            .DisableRequestTimeout().RequireRateLimiting(ApiServer.QuestionsPolicy).ExcludeFromDescription();
        PageAssets.Map(app);
        return new PageWork(stopping => MakeFirstPageAsync(pages, options, stopping), pages.Dashboard.Aftermaths.RunAsync);
    }

    private static async Task MakeFirstPageAsync(PageServer pages, ApiOptions options, CancellationToken stopping)
    {
        await Task.Delay(BeforeFirstPage, options.Time, stopping).ConfigureAwait(false);
        var query = PageQuery.Read("/", null, QueryCollection.Empty, options.Venues, pages.Now, out _)!;
        await pages.MakeAsync(
            query.Address, stop => pages.Dashboard.Read(query, isAssetPage: false, stop), model => PageServer.OfAsync<DashboardPage>(model!), stopping).ConfigureAwait(false);
    }

    /// <summary>An endpoint that needs nothing but the request.</summary>
    internal static Delegate Answer(Func<HttpContext, Task<IResult>> answer) => answer;

    private static async Task<IResult> ShowAsync(HttpContext context, ApiOptions options, PageServer pages, string? asset)
    {
        if (asset is not null && !AssetNames.IsName(asset))
            return await UnknownAsync(pages, asset).ConfigureAwait(false);
        var path = asset is null ? "/" : "/asset/" + Uri.EscapeDataString(AssetNames.Normalise(asset).Asset);
        if (PageQuery.Read(path, asset is null ? null : AssetNames.Normalise(asset).Asset, context.Request.Query, options.Venues, pages.Now, out var errors) is not { } query)
            return await pages.ProblemAsync("/", StatusCodes.Status400BadRequest, "This address is not understood", errors).ConfigureAwait(false);
        if (TableResult.IsWanted(context.Request))
        {
            var (isRead, model) = await pages.ReadAsync(
                stop => pages.Dashboard.Read(query with { IsWhole = true }, asset is not null, stop), context.RequestAborted).ConfigureAwait(false);
            return !isRead ? Problems.Busy() : TableResult.Of(context.Request, model?.Tables.Values ?? [], query.Sort, query.Span.AssetText, model?.Frame.IsSimulated ?? false);
        }

        return await pages.PageAsync(
            context, query.Address, stop => pages.Dashboard.Read(query, asset is not null, stop),
            model => model is null ? UnknownPageAsync(pages, query) : PageServer.OfAsync<DashboardPage>(model)).ConfigureAwait(false);
    }

    private static Task<IResult> UnknownAsync(PageServer pages, string asset) => pages.ProblemAsync(
        "/", StatusCodes.Status404NotFound, "This cannot be an asset",
        [$"{Queries.QueryParser.Shown(asset)} is not the name of an asset; names are such as BTC or PEPE."]);

    private static Task<PageVersion> UnknownPageAsync(PageServer pages, PageQuery query) => pages.ProblemPageAsync(
        "/", StatusCodes.Status404NotFound, $"Nothing is known of {query.Span.AssetText}",
        [
            $"In the last 30 days no liquidation, price or open interest of {query.Span.AssetText} was stored.",
            "Venues write an asset in many ways; here it has its plain name, such as PEPE for 1000PEPE.",
        ]);

    /// <summary>A form can only send the asset as a parameter; its page has it in the path.</summary>
    private static string AssetAddress(HttpRequest request)
    {
        var asset = request.Query["asset"].ToString();
        var rest = request.Query.Where(parameter => parameter.Key != "asset" && parameter.Value.ToString().Length > 0)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value.ToString())}");
        var query = string.Join('&', rest);
        return (asset.Length == 0 ? "/" : "/asset/" + Uri.EscapeDataString(asset)) + (query.Length == 0 ? "" : "?" + query);
    }
}
