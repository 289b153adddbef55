using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>A week in which shorts were squeezed, after weeks in which little happened.</summary>
public sealed class SqueezeContextTests : IDisposable
{
    private const long DayMs = 86_400_000;
    private const long WeekMs = 7 * DayMs;
    private const long Start = Sample.Noon - WeekMs;

    private static readonly KnownVenue[] Venues = [new("binance", "Binance", FeedClass.Full, ""), new("bybit", "Bybit", FeedClass.Full, "")];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_week_of_squeezed_shorts_is_called_that()
    {
        Commit(Market(weeks: 20), Covered(Sample.Noon - 20 * WeekMs, "binance", "bybit"));

        var squeeze = Ask();
        var context = squeeze.Context!;
        Assert.Equal((893_000_000m, 438_000_000m, 455_000_000m, 0.670924m),
            (squeeze.ShortUsd, squeeze.LongUsd, squeeze.ShortMinusLongUsd, squeeze.ShortShare!.Value));
        Assert.Equal((SqueezeLabel.ShortSqueeze, null), (context.Label, context.NoLabel));
        Assert.Equal(("binance", "BTCUSDT", 20_000.0, 24_000.0, 0.2), (context.Price!.Venue, context.Price.Symbol, context.Price.Start, context.Price.End, context.Price.Change));
        Assert.InRange(context.Price.Sigma!.Value, 0.005, 0.05);
        // Both venues held 1,000 coins each; binance lost 100 of them.
        Assert.Equal(new SpanOpenInterestResult(2_000, 1_900, -0.05, 40_000_000, 2, 2, 2), context.OpenInterest);
        Assert.Equal(1_331_000_000.0 / 40_000_000 * 10_000, context.LiquidatedBps!.Value, 3);
        Assert.Equal((10_000_000m, 132.1, 1m), (context.Before!.TotalUsd, context.Before.TotalChange, context.Before.Coverage));
        Assert.Equal((1, 20), (context.Rank, context.RankedSpans));
    }

    [Fact]
    public void Too_little_watched_volume_forbids_the_label()
    {
        Commit(Market(weeks: 20), Covered(Sample.Noon - 20 * WeekMs, "binance"), Covered(Sample.Noon - DayMs, "bybit"));

        var context = Ask().Context!;
        // Binance's dollars are 0.30 and 1/7 of 0.22 of a normal week, so that Bybit's other 6/7 of 0.22 weigh 36.3 %.
        Assert.Equal((null, "68.9 % of the normal volume was covered, bybit for 14.2 % of the span; a label needs 80 %"), (context.Label, context.NoLabel));
        Assert.Equal((null, 0), (context.Rank, context.RankedSpans));
        Assert.Null(context.Before!.TotalChange);
        Assert.Equal(SqueezeLabel.ShortSqueeze, Ask(venues: ["binance"]).Context!.Label);
    }

    [Fact]
    public void A_small_venue_that_is_off_does_not_forbid_the_label()
    {
        KnownVenue[] venues = [.. Venues, new("kraken", "Kraken", FeedClass.Full, "")];
        Commit(Market(weeks: 20), Covered(Sample.Noon - 20 * WeekMs, "binance", "bybit"));

        var squeeze = Ask(known: venues);
        Assert.Equal((true, "kraken", 0m), (squeeze.Floor, squeeze.LeastCovered!.Venue, squeeze.LeastCovered.Share));
        Assert.InRange(squeeze.Covered, 0.97m, 0.99m);
        Assert.Equal(SqueezeLabel.ShortSqueeze, squeeze.Context!.Label);
    }

    [Fact]
    public void Only_spans_that_were_watched_are_ranked()
    {
        // Three weeks back more was liquidated; five weeks back even more, but nobody watched.
        Commit(
            Market(weeks: 20),
            [Order(Sample.Noon - 2 * WeekMs - DayMs, LiquidatedSide.Long, 2_000_000_000), Order(Sample.Noon - 4 * WeekMs - DayMs, LiquidatedSide.Long, 3_000_000_000)],
            Covered(Sample.Noon - 4 * WeekMs, "binance", "bybit"));

        var context = Ask().Context!;
        Assert.Equal((2, 4), (context.Rank, context.RankedSpans));
    }

    [Fact]
    public void A_program_that_asks_again_within_a_minute_ranks_among_the_same_spans()
    {
        Commit(Market(weeks: 20), Covered(Sample.Noon - 20 * WeekMs, "binance", "bybit"));
        var queries = new StoreQueries(_folder.Read, Venues).Until(CancellationToken.None);
        Assert.Equal((1, 20), Ranked(0));

        // More than the week under question, in a week before it.
        Commit([Order(Sample.Noon - 2 * WeekMs - DayMs, LiquidatedSide.Long, 2_000_000_000)]);
        Assert.Equal((1, 20), Ranked(59_999));
        Assert.Equal((2, 20), Ranked(60_000));

        (int?, int) Ranked(long afterMs)
        {
            var context = queries.Squeezes.Of(Question(afterMs))[0].Context!;
            return (context.Rank, context.RankedSpans);
        }
    }

    [Fact]
    public void Without_history_the_price_is_told_but_not_how_unusual_it_is()
    {
        Commit(Market(weeks: 3), Covered(Sample.Noon - 3 * WeekMs, "binance", "bybit"));

        var context = Ask().Context!;
        Assert.Equal((0.2, null), (context.Price!.Change, context.Price.Sigma));
        Assert.Null(context.Label);
        Assert.StartsWith("too few prices", context.NoLabel, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_assets_have_no_price_and_no_coins()
    {
        Commit(Market(weeks: 20), [StoreItem.Of(new OpenInterest(Sample.Eth, Start, 5, 5, 10_000)), StoreItem.Of(new OpenInterest(Sample.Eth, Sample.Noon, 6, 6, 12_000))],
            Covered(Sample.Noon - 20 * WeekMs, "binance", "bybit"));

        var context = Ask(allAssets: true).Context!;
        Assert.Null(context.Price);
        Assert.Equal(new SpanOpenInterestResult(null, null, null, 40_010_000, 3, 2, 2), context.OpenInterest);
        Assert.StartsWith("several assets", context.NoLabel, StringComparison.Ordinal);
    }

    [Fact]
    public void A_venue_with_open_interest_at_one_end_only_is_counted_as_unknown()
    {
        Commit(Market(weeks: 20), [StoreItem.Of(new OpenInterest(Sample.Contract("okx", "BTC-USDT-SWAP", "BTC"), Sample.Noon, 7, 7, 140_000))],
            Covered(Sample.Noon - 20 * WeekMs, "binance", "bybit"));

        var context = Ask().Context!;
        Assert.Equal((2, 3), (context.OpenInterest!.Venues, context.OpenInterest.VenuesKnown));
        Assert.Equal("open interest is known at both ends on 2 of 3 venues; a label needs 80 % of them", context.NoLabel);
    }

    private void Commit(params IEnumerable<StoreItem>[] items)
    {
        using var store = _folder.Open();
        store.Commit([.. items.SelectMany(some => some)]);
    }

    private SqueezeResult Ask(bool allAssets = false, IReadOnlyList<string>? venues = null, IReadOnlyList<KnownVenue>? known = null) =>
        new StoreQueries(_folder.Read, known ?? Venues).Squeezes.Of(Question(allAssets: allAssets, venues: venues))[0];

    /// <summary>A week, up to noon or so much later.</summary>
    private static SpanQuery Question(long afterMs = 0, bool allAssets = false, IReadOnlyList<string>? venues = null) => new()
    {
        Filter = new LiquidationFilter { Assets = allAssets ? null : ["BTC"], Venues = venues, FromMs = Start + afterMs, ToMs = Sample.Noon + afterMs },
        DisplayFromMs = Start + afterMs,
        DisplayToMs = Sample.Noon + afterMs,
        NowMs = Sample.Noon + afterMs,
    };

    /// <summary>Prices that wobble by a percent for weeks and then rise by a fifth, beside small liquidations and a large week.</summary>
    private static List<StoreItem> Market(int weeks)
    {
        var items = new List<StoreItem>
        {
            Order(Start + DayMs, LiquidatedSide.Short, 893_000_000),
            Order(Start + 2 * DayMs, LiquidatedSide.Long, 438_000_000),
            StoreItem.Of(new OpenInterest(Sample.Btc, Start, 1_000, 1_000, 20_000_000)),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon - 1, 900, 900, 21_600_000)),
            StoreItem.Of(new OpenInterest(Sample.BtcElsewhere, Start + 60_000, 1_000, 1_000, 20_000_000)),
            StoreItem.Of(new OpenInterest(Sample.BtcElsewhere, Sample.Noon - 60_000, 1_000, 1_000, 24_000_000)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon, 24_000, null, null, null)),
        };
        for (var week = 1; week < weeks; week++)
        {
            items.Add(Order(Sample.Noon - week * WeekMs - DayMs, LiquidatedSide.Long, 10_000_000));
            for (var quarter = 0; quarter < 4; quarter++)
                items.Add(StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon - week * WeekMs - quarter * WeekMs / 4, (week + quarter) % 2 == 0 ? 20_200 : 20_000, null, null, null)));
        }

        // The last price before the week, exactly.
        items.Add(StoreItem.Of(new MarkPrice(Sample.Btc, Start, 20_000, null, null, null)));
        return items;
    }

    private static StoreItem Order(long timeMs, LiquidatedSide side, long usd) => Sample.Item(Sample.Btc, timeMs, 1, usd, side);

    private static IEnumerable<StoreItem> Covered(long fromMs, params string[] venues) =>
        venues.Select(venue => StoreItem.Of(new CoveredSpan(venue, "market", fromMs, Sample.Noon)));
}
