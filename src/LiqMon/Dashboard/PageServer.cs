using LiqMon.Api;
using LiqMon.Charts;
using LiqMon.Store;
using Microsoft.AspNetCore.Components;

namespace LiqMon.Dashboard;

/// <summary>
/// Makes pages: few at once, each for all who want it within a moment. What cannot be made is a page too, for people read it.
/// May be used by several threads.
/// </summary>
internal sealed class PageServer(ApiSources sources, ApiOptions options, bool hasReports, CancellationToken stopping) : IDisposable
{
    // Those who waited for the page have gone by then; the next visitor begins anew.
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(20);

    private readonly PageCache _cache = new(options.Time);
    private readonly QueryLimiter _limiter = new(2, options.WaitingQuestions);

    // A report takes a second or two of one processor: one at a time, and pages do not wait for it.
    private readonly QueryLimiter _reports = new(1, 4);

    /// <summary>Reads the overview and pages of assets.</summary>
    internal DashboardReading Dashboard { get; } = new(sources, options, hasReports);

    /// <summary>The present.</summary>
    internal DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>A page as the result of an endpoint.</summary>
    /// <param name="context">The request.</param>
    /// <param name="address">What makes pages the same.</param>
    /// <param name="read">Reads what it shows; heeds the token.</param>
    /// <param name="render">Makes it of what was read.</param>
    internal async Task<IResult> PageAsync<T>(HttpContext context, string address, Func<CancellationToken, T> read, Func<T, Task<PageVersion>> render)
    {
        var page = await MakeAsync(address, read, render, context.RequestAborted).ConfigureAwait(false);
        return page is null ? Problems.Busy() : new PageResult(page, _cache);
    }

    /// <summary>A page; null when too many wait. Not the visitor's cancellation ends it: the page may be for others too.</summary>
    internal Task<PageVersion?> MakeAsync<T>(string address, Func<CancellationToken, T> read, Func<T, Task<PageVersion>> render, CancellationToken cancellation) =>
        _cache.GetAsync(address, () => MakeAsync(read, render)).WaitAsync(cancellation);

    /// <summary>Something read for one visitor, such as a table; not answered when too many wait.</summary>
    internal Task<(bool IsAnswered, T? Answer)> ReadAsync<T>(Func<CancellationToken, T> read, CancellationToken cancellation) =>
        _limiter.AskAsync(read, cancellation);

    /// <summary>A report; not answered when too many are being made.</summary>
    internal Task<(bool IsAnswered, T? Answer)> ReportAsync<T>(Func<CancellationToken, T> make, CancellationToken cancellation) =>
        _reports.AskAsync(make, cancellation);

    /// <summary>A page that says what is the matter, as the result of an endpoint.</summary>
    internal async Task<IResult> ProblemAsync(string path, int status, string title, IReadOnlyList<string> reasons) =>
        new PageResult(await ProblemPageAsync(path, status, title, reasons).ConfigureAwait(false), _cache);

    /// <summary>A page that says what is the matter.</summary>
    /// <param name="path">The page that stands for where the visitor is.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What is the matter.</param>
    /// <param name="reasons">Why, and what is accepted.</param>
    internal async Task<PageVersion> ProblemPageAsync(string path, int status, string title, IReadOnlyList<string> reasons) => new(
        await Markup.OfAsync<ProblemPage>(new()
        {
            [nameof(ProblemPage.Frame)] = Dashboard.Frame(sources.Answers, path, Now, sources.Status()),
            [nameof(ProblemPage.Title)] = title,
            [nameof(ProblemPage.Reasons)] = reasons,
        }).ConfigureAwait(false),
        status);

    /// <summary>A page of one component with one parameter, <c>Model</c>.</summary>
    internal static async Task<PageVersion> OfAsync<T>(object model)
        where T : IComponent => new(await Markup.OfAsync<T>(new() { ["Model"] = model }).ConfigureAwait(false));

    /// <inheritdoc/>
    public void Dispose()
    {
        _limiter.Dispose();
        _reports.Dispose();
    }

    /// <exception cref="StoreException">The store cannot be read.</exception>
    private async Task<PageVersion?> MakeAsync<T>(Func<CancellationToken, T> read, Func<T, Task<PageVersion>> render)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(LongestReading);
        var (isRead, model) = await _limiter.AskAsync(read, patience.Token).ConfigureAwait(false);
        return isRead ? await render(model!).ConfigureAwait(false) : null;
    }
}
