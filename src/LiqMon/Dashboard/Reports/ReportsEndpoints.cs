using LiqMon.Api;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>
/// The page of reports. Making one writes nothing, so that a link on a foreign page can do no harm; a name that leads out of the
/// folder is no name of a report.
/// </summary>
internal static class ReportsEndpoints
{
    private const string Path = "/reports";

    // A report brings its own styles, runs no script and loads nothing.
    private const string ReportSecurity = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-same-origin; base-uri 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan LongestMaking = TimeSpan.FromSeconds(60);

    internal static void Map(RouteGroupBuilder group, PageServer pages, ApiSources sources, ApiOptions options, IReportShelf shelf)
    {
        group.MapGet(Path, DashboardEndpoints.Answer(context => ShowAsync(context, pages, sources, options, shelf)));
        group.MapGet(Path + "/make", (string? week, string? format, HttpContext context) => MakeAsync(context, pages, shelf, week, format, isPreview: false))
            .DisableRequestTimeout();
        group.MapGet(Path + "/preview", (string? week, HttpContext context) => MakeAsync(context, pages, shelf, week, "html", isPreview: true))
            .DisableRequestTimeout();
        group.MapGet(Path + "/file/{name}", (string name, bool? preview, HttpContext context) => FileAsync(context, pages, shelf, name, preview ?? false))
            .DisableRequestTimeout();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PageServer pages, ApiSources sources, ApiOptions options, IReportShelf shelf)
    {
        if (PageQuery.Read(Path, "all", context.Request.Query, options.Venues, pages.Now, out var errors) is not { } query)
            return await pages.ProblemAsync(Path, StatusCodes.Status400BadRequest, "This address is not understood", errors).ConfigureAwait(false);
        ReportsModel Read(CancellationToken stop)
        {
            var answers = sources.Answers.Until(stop);
            return new()
            {
                Frame = pages.Dashboard.Frame(answers, Path, pages.Now, sources.Status()),
                Query = query,
                Weeks = shelf.Weeks(pages.Now),
                Formats = shelf.Formats,
                Past = Table(shelf.Past()),
            };
        }

        if (TableResult.IsWanted(context.Request))
        {
            var (isRead, model) = await pages.ReadAsync(Read, context.RequestAborted).ConfigureAwait(false);
            return isRead ? TableResult.Of(context.Request, [model!.Past], query.Sort, "reports", model.Frame.IsSimulated) : Problems.Busy();
        }

        return await pages.PageAsync(context, query.Address, Read, PageServer.OfAsync<ReportsPage>).ConfigureAwait(false);
    }

    private static PageTable Table(IReadOnlyList<ShelvedReport> past) => new()
    {
        Id = "past",
        Title = "Past reports",
        Note = "in the folder of reports",
        Empty = "None yet; the first is written after the end of the first week.",
        Columns = [new("name", "report"), new("written", "written", "off"), new("bytes", "size", "n"), new("preview", "view")],
        Rows =
        [
            .. past.Select(report => new PageRow(report.Name,
            [
                PageCell.Of(report.Name) with { Link = FileAddress(report.Name), Class = "symbol" },
                new(PageText.Moment(report.Written.ToUnixTimeMilliseconds()), report.Written),
                new($"{NumberText.Count((report.Bytes + 1023) / 1024)} KiB", report.Bytes),
                report.Name.EndsWith(".html", StringComparison.Ordinal)
                    ? new("preview", null) { Link = FileAddress(report.Name) + "?preview=true" } : new("", null),
            ])),
        ],
    };

    private static string FileAddress(string name) => $"{Path}/file/{Uri.EscapeDataString(name)}";

    private static async Task<IResult> MakeAsync(HttpContext context, PageServer pages, IReportShelf shelf, string? week, string? format, bool isPreview)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(LongestMaking);
        var (isRead, making) = await pages.ReportAsync(
            stop => shelf.MakeAsync(week ?? "", format ?? "", pages.Now, stop).GetAwaiter().GetResult(), patience.Token).ConfigureAwait(false);
        if (!isRead)
            return Problems.Busy();
        if (making is null)
        {
            return await pages.ProblemAsync(
                Path, StatusCodes.Status400BadRequest, "There is no such report",
                [$"week: is one of {string.Join(", ", shelf.Weeks(pages.Now))}", $"format: is one of {string.Join(", ", shelf.Formats)}"]).ConfigureAwait(false);
        }

        return Send(context, making.Name, making.Content.ToArray(), isPreview);
    }

    private static async Task<IResult> FileAsync(HttpContext context, PageServer pages, IReportShelf shelf, string name, bool isPreview)
    {
        await using var file = shelf.Open(name);
        if (file is null)
        {
            return await pages.ProblemAsync(
                Path, StatusCodes.Status404NotFound, "There is no such report", [$"{TerminalText.Of(name)} does not lie in the folder of reports."]).ConfigureAwait(false);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted).ConfigureAwait(false);
        return Send(context, name, content.ToArray(), isPreview && name.EndsWith(".html", StringComparison.Ordinal));
    }

    private static IResult Send(HttpContext context, string name, byte[] content, bool isPreview)
    {
        context.Response.Headers.ContentSecurityPolicy = ReportSecurity;
        return isPreview ? Results.Bytes(content, "text/html; charset=utf-8") : Results.File(content, TypeOf(name), name);
    }

    private static string TypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".md" => "text/markdown; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".zip" => "application/zip",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };
}
