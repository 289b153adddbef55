using LiqMon.Api;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>The page of venues: who is live, who is missing and why, and the last 24 hours of each.</summary>
internal static class VenuesEndpoint
{
    private const string Path = "/venues";
    private const int NewestOrders = 2_000;
    private const int OrdersOfLag = 20;

    internal static async Task<IResult> ShowAsync(HttpContext context, PageServer pages, ApiOptions options, ApiSources sources)
    {
        if (PageQuery.Read(Path, "all", context.Request.Query, options.Venues, pages.Now, out var errors) is not { } query)
            return await pages.ProblemAsync(Path, StatusCodes.Status400BadRequest, "This address is not understood", errors).ConfigureAwait(false);
        VenuesModel Read(CancellationToken stop) => sources.Answers.Until(stop).InSnapshot(answers => ReadAll(answers, query, pages, options, sources));
        if (TableResult.IsWanted(context.Request))
        {
            var (isRead, model) = await pages.ReadAsync(Read, context.RequestAborted).ConfigureAwait(false);
            return isRead ? TableResult.Of(context.Request, [model!.Table], query.Sort, "venues", model.Frame.IsSimulated) : Problems.Busy();
        }

        return await pages.PageAsync(context, query.Address, Read, PageServer.OfAsync<VenuesPage>).ConfigureAwait(false);
    }

    /// <exception cref="StoreException">The store cannot be read.</exception>
    private static VenuesModel ReadAll(StoreQueries answers, PageQuery query, PageServer pages, ApiOptions options, ApiSources sources)
    {
        var (now, status) = (Timestamps.FromUnixMs(query.Span.NowMs), sources.Status());
        var day = query.Span with
        {
            Filter = query.Span.Filter with { FromMs = query.Span.NowMs - (24 * 3_600_000) + 1, ToMs = query.Span.NowMs + 1 },
            DisplayFromMs = query.Span.NowMs - (24 * 3_600_000),
            DisplayToMs = query.Span.NowMs,
            By = Grouping.Venue,
        };
        var coverage = answers.Squeezes.Of(day).SelectMany(total => total.Coverage).GroupBy(one => one.Venue).ToDictionary(group => group.Key, group => group.First());
        var newest = answers.Liquidations(day with { Limit = NewestOrders }).Liquidations.GroupBy(order => order.Venue).ToDictionary(group => group.Key, group => group.ToList());
        var known = options.Venues.ToDictionary(venue => venue.Id);
        var days = answers.Venues.Of(now, status)
            .Select(venue => Day(venue, known[venue.Id], status, coverage.GetValueOrDefault(venue.Id), newest.GetValueOrDefault(venue.Id)))
            .OrderBy(one => Rank(one, known[one.Venue.Id])).ToList();
        return new VenuesModel
        {
            Frame = pages.Dashboard.Frame(answers, Path, now, status),
            Query = query,
            Days = days,
            From = Timestamps.FromUnixMs(day.DisplayFromMs),
            Table = Table(days, now),
        };
    }

    private static VenueDay Day(
        VenueResult venue, KnownVenue known, IReadOnlyList<StatusResult> status, CoverageResult? coverage, List<LiquidationResult>? newest)
    {
        var lags = newest?.Take(OrdersOfLag).Select(order => (order.Received - order.Time).TotalMilliseconds).Order().ToList();
        return new VenueDay(
            venue, FeedsState.Of(venue.Id, status, WatchResult.IsExpected(known)), coverage?.Gaps ?? [], newest?[0].Time ?? venue.LastEvent,
            lags is { Count: > 0 } ? lags[lags.Count / 2] : null);
    }

    // Who is missing stands first, who is not wanted last.
    private static int Rank(VenueDay day, KnownVenue known) => !day.Venue.Enabled || known.ClosedOn is not null ? 3 : day.State.IsLive ? known.HasLiquidations ? 1 : 2 : 0;

    private static PageCell Caught(CaughtShareResult? caught) => caught is null
        ? PageCell.Of("")
        : new PageCell(caught.Share is { } share ? NumberText.Percent(share) : "–", caught.Share) { Hint = CaughtShareText.OfDays(caught) };

    private static PageTable Table(IReadOnlyList<VenueDay> days, DateTimeOffset now) => new()
    {
        Id = "venues",
        Title = "Venues",
        Note = "last 24 h",
        Columns =
        [
            new("venue", "venue"), new("state", "state", "state"), new("coverage_24h", "covered", "n off"), new("last_order", "last order", "n"), new("lag_ms", "lag", "n off"),
            new("events", "orders stored", "n off"), new("publishes", "publishes", "below"), new("caught_share", "caught", "n off"), new("open_interest", "open interest", "off"), new("reason", "why", "hidden"),
        ],
        Rows =
        [
            .. days.Select(day => new PageRow(day.Venue.Id,
            [
                PageCell.Of(day.Venue.Id) with { Hint = day.Venue.Name },
                PageCell.Of(day.Venue.Enabled ? day.State.Word : "off") with { Dot = !day.Venue.Enabled ? "off-dot" : day.State.IsLive ? "good" : "bad", Hint = day.State.Detail },
                new(day.Venue.Coverage24h is { } covered ? NumberText.Coverage(covered) : "–", day.Venue.Coverage24h),
                new(day.LastOrder is { } last ? PageText.Ago(now - last) : "–", day.LastOrder) { Hint = day.LastOrder is { } at ? Timestamps.Of(at) : null },
                new(day.LagMs is { } lag ? $"{NumberText.Count((long)lag)} ms" : "–", day.LagMs),
                new(day.Venue.Events is { } events ? NumberText.Count(events) : "–", day.Venue.Events),
                PageCell.Of(EnumNames.Of(day.Venue.Liquidations)) with { Note = day.Venue.LiquidationsNote },
                Caught(day.Venue.Caught),
                PageCell.Of(day.Venue.OpenInterest),
                new(day.State.Detail ?? day.Venue.Reason ?? "", day.State.Detail ?? day.Venue.Reason),
            ])),
        ],
    };
}
