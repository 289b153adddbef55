using LiqMon.Api;
using LiqMon.Charts;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>Puts together what a page shows from the store's answers.</summary>
internal sealed class DashboardReading(ApiSources sources, IReadOnlyList<KnownVenue> venues)
{
    private const long HourMs = 3_600_000;
    private const int Hours = 24;
    private const int PricePoints = 96;
    private const int ListedAssets = 12;
    private const int ListedOrders = 40;
    private static readonly TimeSpan PriceTolerance = TimeSpan.FromMinutes(5);
    private const string DayWindow = "24h";
    private static readonly string[] Windows = ["1h", "4h", "12h", DayWindow, "7d"];
    private static readonly string[] AlwaysOffered = ["BTC", "ETH", "SOL"];
    private readonly MapCache _maps = new();

    /// <summary>Understands what a visitor requested; null when there are errors.</summary>
    internal SpanQuery? Question(string? asset, string? minUsd, DateTimeOffset now, out IReadOnlyList<string> errors)
    {
        var reading = new QueryParser(venues, name => name == "min_usd" ? "min" : name);
        var question = reading.Read(
            new RawQuery { Assets = string.IsNullOrEmpty(asset) ? [] : [asset], Window = DayWindow, MinUsd = minUsd }, [], now);
        errors = question?.Filter.Assets is { Count: > 1 } ? ["asset: one, or all"] : reading.Errors;
        return errors.Count == 0 ? question : null;
    }

    /// <summary>Reads everything.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal DashboardModel Read(SpanQuery day, CancellationToken cancellation) =>
        sources.Answers.Until(cancellation).InSnapshot(answers => Read(answers, day));

    private DashboardModel Read(StoreQueries answers, SpanQuery day)
    {
        var feeds = sources.Status();
        var assets = answers.Squeezes.Of(day with { Filter = day.Filter with { Assets = null }, By = Grouping.Asset });
        var openInterest = answers.Market.OpenInterest(day with { By = Grouping.Asset });
        var hours = LastHours(day);
        var priced = day.Filter.Assets is null ? answers.Market.OpenInterest(Of(day, "BTC")) : openInterest;
        // The largest contract of the first venue stands for its asset: a line that does not change its source with each glance.
        var contract = priced.Instruments.Where(instrument => instrument.Mark is not null).MinBy(instrument => Rank(instrument.Venue));
        var totals = Windows.Select(window => (Window: window, Total: answers.Squeezes.Of(Window(day, window))[0])).ToList();
        return new DashboardModel
        {
            Asset = day.AssetText,
            Assets = [.. assets.Take(ListedAssets).Select(total => total.Asset).Concat(AlwaysOffered).Append(day.AssetText)
                .Where(asset => asset != "ALL").Distinct().Order(StringComparer.Ordinal)],
            MinUsd = day.MinUsd,
            IsSimulated = answers.IsSimulated(),
            At = Timestamps.FromUnixMs(day.NowMs),
            Totals = totals,
            Hours = answers.Squeezes.Of(hours),
            Price = contract is null ? [] : Price(answers, contract, hours.Filter),
            PriceName = contract is null ? "" : $"{contract.Asset} price on {contract.Venue}",
            ByAsset = [.. assets.Take(ListedAssets)],
            ByVenue = Lines(answers.Squeezes.Of(day with { By = Grouping.Venue }), totals.First(total => total.Window == DayWindow).Total.Coverage, feeds),
            Orders = answers.Liquidations(day with { Limit = ListedOrders }).Liquidations,
            OpenInterest = [.. openInterest.Totals.Take(ListedAssets)],
            Map = _maps.Of(answers, priced == openInterest ? day : Of(day, "BTC")),
            Cascades = answers.Cascades.Newest(day.Filter, ListedAssets),
            CascadesFrom = answers.Cascades.JudgedFrom(),
            Watch = WatchResult.Of(venues, feeds),
        };
    }

    private int Rank(string venue) => venues.TakeWhile(known => known.Id != venue).Count();

    private List<VenueLine> Lines(IReadOnlyList<SqueezeResult> totals, IReadOnlyList<CoverageResult> coverage, IReadOnlyList<StatusResult> feeds)
    {
        var byVenue = totals.ToDictionary(total => total.Venues[0]);
        var watched = coverage.Select(venue => venue.Venue).Concat(feeds.Select(feed => feed.Venue));
        return [.. byVenue.Keys.Concat(watched.Except(byVenue.Keys).Order(StringComparer.Ordinal)).Select(Line)];

        VenueLine Line(string id)
        {
            var known = venues.FirstOrDefault(venue => venue.Id == id);
            var covered = coverage.FirstOrDefault(venue => venue.Venue == id);
            return new(
                id, byVenue.GetValueOrDefault(id), covered?.Class ?? known?.FeedClass ?? FeedClass.None, covered?.Share, known?.FeedNote ?? "",
                FeedsState.Of(id, feeds, known is not null && WatchResult.IsExpected(known)));
        }
    }

    private static SpanQuery Of(SpanQuery day, string asset) => day with { Filter = day.Filter with { Assets = [asset] }, By = Grouping.Asset };

    private static SpanQuery Window(SpanQuery day, string window)
    {
        SpanText.TryWindow(window, out var length);
        var from = day.NowMs - (long)length.TotalMilliseconds;
        return day with { Filter = day.Filter with { FromMs = from + 1 }, DisplayFromMs = from, Window = window };
    }

    private static SpanQuery LastHours(SpanQuery day)
    {
        var from = (day.NowMs / HourMs * HourMs) - ((Hours - 1) * HourMs);
        return day with { Filter = day.Filter with { FromMs = from }, DisplayFromMs = from, Window = null, By = Grouping.Hour };
    }

    private static List<ChartPoint> Price(StoreQueries answers, OpenInterestInstrument contract, LiquidationFilter hours)
    {
        var (from, to) = (hours.FromMs, hours.FromMs + (Hours * HourMs));
        var times = Enumerable.Range(0, PricePoints + 1).Select(at => from + (at * (to - from) / PricePoints)).Where(at => at <= hours.ToMs).ToList();
        return
        [
            .. times.Zip(answers.Market.Marks(new(contract.Venue, contract.Symbol), times, PriceTolerance))
                .Where(mark => mark.Second is not null)
                .Select(mark => new ChartPoint((double)(mark.First - from) / (to - from), mark.Second!.Value)),
        ];
    }
}
