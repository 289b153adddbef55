using LiqMon.Api;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>Puts together what the overview and the page of an asset show.</summary>
internal sealed class DashboardReading(ApiSources sources, ApiOptions options, bool hasReports)
{
    private const int ListedAssets = 24;
    private const int ListedOrders = 40;
    private const int WholeList = 5_000;
    private const string Lead = "BTC";
    private const string DayWindow = "24h";
    private static readonly string[] Windows = ["1h", "4h", "12h", DayWindow, "7d"];
    private static readonly string[] AlwaysOffered = [Lead, "ETH", "SOL"];
    private readonly MinuteCache<MapResult> _maps = new();
    private readonly HeatReading _heats = new();
    private readonly MinuteCache<MarketContextResult> _contexts = new();

    /// <summary>What followed cascades.</summary>
    internal AftermathReading Aftermaths { get; } = new(sources.Answers);

    /// <summary>Reads everything; null when the store has nothing of the asset whose page is wanted.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal DashboardModel? Read(PageQuery query, bool isAssetPage, CancellationToken cancellation) =>
        sources.Answers.Until(cancellation).InSnapshot(answers => Read(answers, query, isAssetPage));

    /// <summary>What stands around a page.</summary>
    internal FrameModel Frame(StoreQueries answers, string path, DateTimeOffset at, IReadOnlyList<StatusResult> feeds) => new()
    {
        IsSimulated = answers.IsSimulated(),
        At = at,
        Watch = WatchResult.Of(options.Venues, feeds),
        HasReports = hasReports,
        Path = path,
    };

    private DashboardModel? Read(StoreQueries answers, PageQuery query, bool isAssetPage)
    {
        var span = query.Span;
        var asset = span.AssetText;
        var priced = asset == "ALL" ? Lead : asset;
        var feeds = sources.Status();
        var totals = Windows.Select(window => (Window: window, Total: answers.Squeezes.Of(Window(span, window))[0])).ToList();
        var whole = query is { IsSpanChosen: false, Window.Name: var name } && totals.Find(total => total.Window == name).Total is { } known
            ? known : answers.Squeezes.Of(span)[0];
        var assets = answers.Squeezes.Of(span with { Filter = span.Filter with { Assets = null }, By = Grouping.Asset });
        var interest = answers.Market.OpenInterest(span with { By = Grouping.Asset });
        var context = _contexts.Of(priced, span.NowMs, () => answers.Market.Context(new ContextQuery(priced, null), options.Levels, Timestamps.FromUnixMs(span.NowMs)));
        if (isAssetPage && interest.Instruments.Count == 0 && context.Price is null && totals[^1].Total.TotalUsd == 0 && whole.TotalUsd == 0
            && answers.Squeezes.Of(Window(span, "30d"))[0].TotalUsd == 0)
            return null;
        var (bars, priceName) = BarsReading.Read(answers, query, priced, withInterest: asset != "ALL");
        return new DashboardModel
        {
            Frame = Frame(answers, query.Path, Timestamps.FromUnixMs(span.NowMs), feeds),
            Query = query,
            Asset = asset,
            IsAssetPage = isAssetPage,
            Assets = [.. assets.Take(ListedAssets).Select(total => total.Asset).Concat(AlwaysOffered).Append(asset)
                .Where(one => one != "ALL").Distinct().Order(StringComparer.Ordinal)],
            Venues = [.. options.Venues.Where(venue => venue is { Enabled: true, HasLiquidations: true }).Select(venue => venue.Id)],
            Totals = totals,
            Span = whole,
            Bars = bars,
            PriceName = priceName,
            Market = MarketFact.Of(context),
            ByAsset = assets,
            Map = Map(answers, span, priced),
            Heat = isAssetPage ? _heats.Read(answers, query, priced) : null,
            Tables = Tables(answers, query, assets, interest, whole, bars, context, feeds, isAssetPage).ToDictionary(table => table.Id),
            Reasons = FloorReasons.Reasons(whole, options.Venues),
        };
    }

    private IEnumerable<PageTable> Tables(
        StoreQueries answers, PageQuery query, IReadOnlyList<SqueezeResult> assets, OpenInterestResult interest, SqueezeResult whole,
        IReadOnlyList<BarPoint> bars, MarketContextResult context, IReadOnlyList<StatusResult> feeds, bool isAssetPage)
    {
        var (span, most) = (query.Span, query.IsWhole ? WholeList : ListedAssets);
        var words = PageText.SpanOf(query);
        var orders = answers.Liquidations(query.Orders with { Limit = query.IsWhole ? WholeList : ListedOrders }).Liquidations;
        yield return TablesOfPage.Assets([.. assets.Take(most)], query, words);
        yield return TablesOfPage.OpenInterest([.. interest.Totals.Take(most)], query, words);
        yield return TablesOfPage.Orders(orders, $"None like this in {PageText.SpanWithin(query)}.");
        yield return TablesOfPage.Bars(bars);
        yield return TablesOfPage.Venues(Lines(answers.Squeezes.Of(span with { By = Grouping.Venue }), whole.Coverage, feeds), words);
        if (answers.Cascades.Newest(span.Filter, most) is { } cascades)
            yield return TablesOfPage.Cascades(cascades, NoCascade(answers, span), words);
        if (!isAssetPage)
            yield break;
        yield return TablesOfPage.Largest(answers.Largest(span, query.IsWhole ? 1_000 : 15), words);
        if (Aftermaths.Read(query, span.AssetText) is { } aftermath)
            yield return AftermathOfPage.Table(aftermath);
        yield return TablesOfPage.Contracts([.. interest.Instruments.Take(most)], words);
        yield return TablesOfPage.LongShort(context.LongShort);
    }

    private static string NoCascade(StoreQueries answers, SpanQuery span) => answers.Cascades.JudgedFrom() is { } judged && judged.ToUnixTimeMilliseconds() > span.NowMs
        ? $"Not yet: an asset's normal needs a day. They are found from {Timestamps.InWords(judged)} on."
        : "None: no burst of one side far above an asset's normal.";

    private MapResult? Map(StoreQueries answers, SpanQuery span, string asset)
    {
        var map = _maps.Of(asset, span.NowMs, () =>
        {
            SpanText.TryWindow(MapQuery.DefaultWindow, out var length);
            var from = span.NowMs - (long)length.TotalMilliseconds;
            return answers.Map.Of(span with
            {
                Filter = span.Filter with { Assets = [asset], FromMs = from + 1, ToMs = span.NowMs + 1 },
                DisplayFromMs = from,
                DisplayToMs = span.NowMs,
                Window = MapQuery.DefaultWindow,
                Range = MapQuery.DefaultRange,
            });
        });
        return map.Price is null ? null : map;
    }

    private List<VenueLine> Lines(IReadOnlyList<SqueezeResult> totals, IReadOnlyList<CoverageResult> coverage, IReadOnlyList<StatusResult> feeds)
    {
        var byVenue = totals.ToDictionary(total => total.Venues[0]);
        var watched = coverage.Select(venue => venue.Venue).Concat(feeds.Select(feed => feed.Venue));
        // Those that publish none are on the page of venues.
        return [.. byVenue.Keys.Concat(watched.Except(byVenue.Keys).Order(StringComparer.Ordinal)).Select(Line).Where(line => line.Class != Market.FeedClass.None)];

        VenueLine Line(string id)
        {
            var known = options.Venues.FirstOrDefault(venue => venue.Id == id);
            var covered = coverage.FirstOrDefault(venue => venue.Venue == id);
            return new(
                id, byVenue.GetValueOrDefault(id), covered?.Class ?? known?.FeedClass ?? Market.FeedClass.None, covered?.Share, known?.FeedNote ?? "",
                FeedsState.Of(id, feeds, known is not null && WatchResult.IsExpected(known)));
        }
    }

    private static SpanQuery Window(SpanQuery span, string window)
    {
        SpanText.TryWindow(window, out var length);
        var from = span.NowMs - (long)length.TotalMilliseconds;
        return span with
        {
            Filter = span.Filter with { FromMs = from + 1, ToMs = span.NowMs + 1 },
            DisplayFromMs = from,
            DisplayToMs = span.NowMs,
            Window = window,
        };
    }
}
