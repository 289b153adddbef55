using LiqMon.Completeness;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness;

/// <summary>How complete answers from a real store are.</summary>
public sealed class CompletenessQueryTests : IDisposable
{
    private const long Noon = Sample.Noon;
    private const long HourMs = 3_600_000;
    private const long WeekMs = 168 * HourMs;

    private static readonly RequestedVenue[] Known =
    [
        new("kraken", FeedClass.Full), new("bybit", FeedClass.Full), new("gate", FeedClass.Full), new("binance", FeedClass.Sampled),
        new("kucoin", FeedClass.None),
    ];

    private static readonly Instrument Kraken = Sample.Contract("kraken", "PF_XBTUSD", "BTC");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_proven_throughout_and_published_in_full_is_complete()
    {
        Commit(Covered("kraken"), Covered("bybit"), Order(Kraken, 10), Order(Sample.BtcElsewhere, 90));
        var result = Ask(["kraken", "bybit"]);
        Assert.Equal((false, 1m), (result.Floor, result.Covered));
        Assert.Equal([0.1m, 0.9m], result.Venues.Select(venue => venue.Weight));
        Assert.Empty(result.Deficits);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("ETH", true)]
    [InlineData("BTC", false)]
    public void Assets_that_the_settings_leave_out_make_totals_of_them_a_floor(string? asset, bool isFloor)
    {
        Commit(Covered("kraken"), Order(Kraken, 10));
        using var reader = _folder.Read();
        var result = new CompletenessQuery(reader, [new("kraken", FeedClass.Full, ["BTC"])])
            .Run(["kraken"], Noon - HourMs, Noon, Noon).Of(new CompletenessScope { Assets = asset is null ? null : [asset], Contributors = ["kraken"] });
        Assert.Equal(isFloor, result.Floor);
        Assert.Equal(isFloor ? [DeficitReason.AssetsLeftOut] : [], result.Deficits.Select(deficit => deficit.Reason));
    }

    [Fact]
    public void Shares_count_by_what_each_venue_contributed_in_the_last_seven_days()
    {
        // Bybit had 90 of 100 dollars and was lost for the last of its four hours.
        Commit(
            Covered("kraken"), Span("bybit", Noon - WeekMs, Noon - HourMs), Lost("bybit", Noon - HourMs),
            Order(Kraken, 10), Order(Sample.BtcElsewhere, 90));
        var result = Ask(["kraken", "bybit"], fromMs: Noon - 4 * HourMs);
        // An hour of 168 is the prior's; it moves the weight a little, in a direction that can be told.
        Assert.Equal((0.75m, "bybit"), (result.Least!.Share, result.Least.Venue));
        Assert.InRange(result.Venues.Single(venue => venue.Venue == "bybit").Weight, 0.9m, 0.92m);
        Assert.InRange(result.Covered, 1 - (0.25m * 0.92m), 1 - (0.25m * 0.9m));
        Assert.True(result.Floor);
    }

    [Fact]
    public void A_venue_that_was_never_watched_lowers_the_rest_by_its_prior_and_not_to_zero()
    {
        Commit(Covered("kraken"), Covered("bybit"), Order(Kraken, 10), Order(Sample.BtcElsewhere, 220));
        var result = Ask(["kraken", "bybit", "gate"]);
        Assert.Equal(("gate", 0m), (result.Least!.Venue, result.Least.Share));
        // Kraken 0.01 and Bybit 0.22 of a normal week contributed 230 dollars, so that Gate's 0.06 are 60 of 290.
        Assert.Equal(Math.Round(60m / 290, 6), result.Venues.Single(venue => venue.Venue == "gate").Weight);
        Assert.Equal(Math.Floor(230_000_000m / 290) / 1_000_000, result.Covered);
    }

    [Fact]
    public void What_is_not_requested_counts_nowhere()
    {
        Commit(Covered("kraken"), Order(Kraken, 10), new Deficit { Venue = "bybit", Feed = "*", FromMs = Noon - HourMs, Reason = DeficitReason.Rejected, Count = 1 });
        var result = Ask(["kraken"]);
        Assert.Equal((false, 1m, 1m), (result.Floor, result.Covered, result.Venues.Single().Weight));
    }

    [Fact]
    public void Nothing_that_publishes_is_never_complete()
    {
        Assert.Equal((true, 0m), (Ask([]).Floor, Ask([]).Covered));
        var none = Ask(["kucoin"]);
        Assert.Equal((true, 0m), (none.Floor, none.Covered));
        Assert.Null(none.Least);
    }

    [Fact]
    public void A_gap_of_one_millisecond_in_a_month_is_a_floor_that_is_not_rounded_away()
    {
        Commit(Span("kraken", Noon - 5 * WeekMs, Noon - 1), Lost("kraken", Noon - 1));
        var result = Ask(["kraken"], fromMs: Noon - 4 * WeekMs);
        Assert.Equal((true, 0.999999m), (result.Floor, result.Covered));
    }

    [Theory]
    [InlineData(DeficitReason.Rejected)]
    [InlineData(DeficitReason.Quarantined)]
    [InlineData(DeficitReason.NotSubscribed)]
    [InlineData(DeficitReason.Saturated)]
    public void Any_deficit_makes_a_floor_of_a_covered_span(DeficitReason reason)
    {
        Commit(Covered("kraken"), new Deficit
        {
            Venue = "kraken",
            Feed = "trades",
            Symbol = "PF_XBTUSD",
            FromMs = Noon - HourMs,
            ToMs = Noon - HourMs + 1,
            Reason = reason,
            Count = 3,
            MicroUsd = 5_000_000,
        });
        var result = Ask(["kraken"]);
        Assert.Equal((true, 1m), (result.Floor, result.Covered));
        Assert.Equal([new DeficitSum("kraken", reason, 3, 1, 5_000_000)], result.DeficitSums);
    }

    [Fact]
    public void An_order_that_waits_for_its_contract_makes_a_floor_until_it_is_valued()
    {
        Commit(Covered("kraken"), new PendingLiquidation(
            "kraken", "PF_NEWUSD", LiquidatedSide.Long, ExactNumber.One, PriceKind.Fill, ExactNumber.One, Noon - HourMs, 7, null, Noon - HourMs));
        var waiting = Ask(["kraken"]);
        Assert.Equal((true, DeficitReason.Pending), (waiting.Floor, waiting.DeficitSums.Single().Reason));

        Commit(new ListedInstruments("kraken", [Sample.Contract("kraken", "PF_NEWUSD", "NEW")]));
        Assert.False(Ask(["kraken"]).Floor);
    }

    [Fact]
    public void A_deficit_touches_its_asset_only_and_one_without_asset_touches_all()
    {
        Commit(Covered("kraken"), new ListedInstruments("kraken", [Kraken]), Rejected("PF_XBTUSD"));
        Assert.True(Ask(["kraken"], scope: new() { Assets = ["BTC"] }).Floor);
        Assert.False(Ask(["kraken"], scope: new() { Assets = ["ETH"] }).Floor);
        Commit(Rejected(""));
        Assert.True(Ask(["kraken"], scope: new() { Assets = ["ETH"] }).Floor);
    }

    [Fact]
    public void A_deficit_of_a_stock_touches_only_totals_that_count_stocks()
    {
        Commit(Covered("bybit"), new ListedInstruments("bybit", [Sample.Tesla]), new Deficit
        {
            Venue = "bybit",
            Feed = "linear",
            Symbol = "TSLAUSDT",
            FromMs = Noon - HourMs,
            ToMs = Noon,
            Reason = DeficitReason.Rejected,
            Count = 1,
        });
        Assert.False(Ask(["bybit"]).Floor);
        Assert.True(Ask(["bybit"], scope: new() { IncludeTraditional = true }).Floor);
    }

    [Fact]
    public void A_part_of_the_span_has_the_deficits_and_gaps_of_its_own_time()
    {
        Commit(
            Span("kraken", Noon - WeekMs, Noon - 30 * 60_000), Lost("kraken", Noon - 30 * 60_000),
            Rejected("", Noon - 4 * HourMs), Rejected("", Noon - 2 * HourMs));
        using var reader = _folder.Read();
        var span = new CompletenessQuery(reader, Known).Run(["kraken"], Noon - 4 * HourMs, Noon, Noon);
        Assert.Equal(
            [(true, 1m, 1L), (false, 1m, 0L), (true, 1m, 1L), (true, 0.5m, 0L)],
            Enumerable.Range(0, 4)
                .Select(hour => span.Of(new() { FromMs = Noon + ((hour - 4) * HourMs), ToMs = Noon + ((hour - 3) * HourMs) }))
                .Select(part => (part.Floor, part.Covered, part.Deficits.Sum(deficit => deficit.Count))));
        Assert.Equal(2, span.Of(new()).Deficits.Sum(deficit => deficit.Count));
    }

    [Fact]
    public void A_sampled_venue_and_a_saturated_sum_are_floors()
    {
        Commit(Covered("binance"), Covered("kraken"));
        Assert.True(Ask(["binance"]).Floor);
        Assert.True(Ask(["kraken"], scope: new() { Contributors = ["binance"] }).Floor);
        Assert.True(Ask(["kraken"], scope: new() { IsSaturated = true }).Floor);
        Assert.False(Ask(["kraken"], scope: new() { Contributors = ["kraken"] }).Floor);
    }

    [Theory]
    [InlineData(0, false)]
    // A window ends with the present millisecond.
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(HourMs, true)]
    public void A_span_that_is_not_over_is_a_floor(long endsAfterMs, bool isFloor)
    {
        Commit(Span("kraken", Noon - 5 * WeekMs, Noon + HourMs));
        using var reader = _folder.Read();
        var span = new CompletenessQuery(reader, Known).Run(["kraken"], Noon - HourMs, Noon + endsAfterMs, Noon);
        Assert.Equal((!isFloor, isFloor, 1m), (span.IsOver, span.Of(new()).Floor, span.Of(new()).Covered));
        // A part of it that is over is not.
        Assert.False(span.Of(new() { ToMs = Noon - 1 }).Floor);
    }

    private CompletenessResult Ask(IReadOnlyList<string> venues, long fromMs = Noon - 24 * HourMs, CompletenessScope? scope = null)
    {
        if (!File.Exists(Path.Combine(_folder.Path, EventStore.FileName)))
            Commit();
        using var reader = _folder.Read();
        return new CompletenessQuery(reader, Known).Run(venues, fromMs, Noon, Noon).Of(scope ?? new());
    }

    private void Commit(params object[] items)
    {
        using var store = _folder.Open();
        if (items.Length > 0)
            store.Commit([.. items.Select(item => item is StoreItem ready ? ready : StoreItem.Of(item))]);
    }

    private static StoreItem Order(Instrument contract, long usd) => Sample.Item(contract, Noon - 30 * HourMs, usd);

    private static CoveredSpan Covered(string venue) => Span(venue, Noon - 5 * WeekMs, Noon);

    private static CoveredSpan Span(string venue, long fromMs, long toMs) => new(venue, "trades", fromMs, toMs);

    private static Gap Lost(string venue, long fromMs) => new(venue, "trades", fromMs, Noon, GapReason.ConnectionLost);

    private static Deficit Rejected(string symbol, long fromMs = Noon - HourMs) => new()
    {
        Venue = "kraken",
        Feed = "trades",
        Symbol = symbol,
        FromMs = fromMs,
        ToMs = fromMs + 60_000,
        Reason = DeficitReason.Rejected,
        Count = 1,
    };
}
