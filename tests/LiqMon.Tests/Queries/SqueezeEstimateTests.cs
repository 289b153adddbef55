using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>Four hours of bursts, of which Binance shows the largest per second and Bybit all.</summary>
public sealed class SqueezeEstimateTests : IDisposable
{
    private const long Start = BurstStore.Start;

    private static readonly IReadOnlyList<KnownVenue> Venues = KnownVenues.Of(_ => true);

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parts_of_a_breakdown_add_up_to_the_whole()
    {
        Commit(BurstStore.Items());
        var whole = Ask()[0].Estimate!;

        foreach (var by in new[] { Grouping.Asset, Grouping.Venue, Grouping.Hour })
        {
            var parts = Ask(by).Select(part => (part.TotalUsd, Estimate: part.Estimate!)).ToList();
            // A venue that tells all has no estimate; its total stands as it is.
            Near(whole.Total!.EstimateUsd!.Value, parts.Sum(part => part.Estimate.Total?.EstimateUsd ?? part.TotalUsd));
            Near(whole.Long!.EstimateUsd!.Value + whole.Short!.EstimateUsd!.Value, whole.Total.EstimateUsd.Value);
        }

        Assert.True(whole.Total!.ReportedUsd < whole.Total.EstimateUsd && whole.Total.EstimateUsd < whole.Total.HighUsd);
        Assert.Null(Ask(venues: ["bybit"])[0].Estimate!.Total);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1e6, false)]
    public void No_more_is_hidden_than_open_interest_moved(double contractsAMinute, bool isBounded)
    {
        Commit([.. BurstStore.Items(), .. OpenInterest(contractsAMinute)]);

        var venue = Assert.Single(Ask()[0].Estimate!.Venues);
        // 240 minutes between samples within the span, and one before it, of two contracts at 100 dollars.
        Assert.Equal((decimal)contractsAMinute * 2 * 241 * 100, venue.OpenInterestMovedUsd);
        Assert.Equal(isBounded, venue.Bounded);
        if (isBounded)
            Assert.Equal(venue.Total.ReportedUsd + venue.OpenInterestMovedUsd, venue.Total.EstimateUsd);
        else
            Assert.True(venue.Total.LowUsd < venue.Total.EstimateUsd && venue.Total.EstimateUsd < venue.Total.HighUsd);
    }

    [Fact]
    public void The_latest_order_of_a_second_allows_a_floor_and_a_range_but_no_number()
    {
        Commit([.. BurstStore.Items(), .. Aster()]);
        var estimate = Ask()[0].Estimate!;
        var alone = Ask(venues: ["binance", "bybit"])[0].Estimate!;

        var aster = estimate.Venues.Single(venue => venue.Venue == "aster");
        Assert.All([aster.Total, aster.Long, aster.Short], usd =>
        {
            Assert.Null(usd.EstimateUsd);
            Assert.Equal(usd.ReportedUsd, usd.LowUsd);
            Assert.True(usd.HighUsd > usd.ReportedUsd);
        });
        Assert.Equal(["aster"], estimate.RangeOnly);
        // In the number of the whole Aster counts as reported, in its range as much as it may have hidden.
        Near(alone.Total!.EstimateUsd!.Value + aster.Total.ReportedUsd, estimate.Total!.EstimateUsd!.Value);
        Near(alone.Total.HighUsd + aster.Total.HighUsd, estimate.Total.HighUsd);
        Assert.Contains(EstimateNotes.Lines(estimate), line => line.StartsWith("estimate of aster: at least $", StringComparison.Ordinal));
        Assert.Contains(EstimateNotes.Lines(estimate), line => line.StartsWith("no number for aster: ", StringComparison.Ordinal));
        Assert.Null(Ask(venues: ["aster"])[0].Estimate!.Total!.EstimateUsd);
    }

    [Fact]
    public void Inverse_contracts_of_Binance_publish_the_latest_order_and_get_a_range_of_their_own()
    {
        var inverse = new Instrument { Venue = "binance", Symbol = "BTCUSD_PERP", Asset = "BTC", Quote = "USD", Margin = MarginKind.Inverse };
        Commit([.. BurstStore.Items(), .. Aster().Take(1).Select((_, at) => Sample.Item(inverse, BurstStore.Start + at))]);

        var venues = Ask()[0].Estimate!.Venues;
        Assert.Equal(
            [("binance", SamplingRule.LargestPerSecond, true), ("binance", SamplingRule.LatestPerSecond, false)],
            venues.Select(venue => (venue.Venue, venue.Sampling, venue.Total.EstimateUsd is not null)));
    }

    [Fact]
    public void Samples_of_a_part_of_the_span_bound_nothing()
    {
        Commit([.. BurstStore.Items(), .. OpenInterest(0.5).Take(300)]);

        var venue = Assert.Single(Ask()[0].Estimate!.Venues);
        Assert.Equal((null, false), (venue.OpenInterestMovedUsd, venue.Bounded));
    }

    [Fact]
    public void Sums_whose_orders_are_gone_are_not_estimated()
    {
        using (var store = _folder.Open(_folder.Options with { LiquidationRetention = TimeSpan.FromHours(1) }))
        {
            store.Commit(BurstStore.Items());
            Assert.False(store.Prune(Sample.Noon));
        }

        var estimate = Ask()[0].Estimate!;
        Assert.Null(estimate.Total);
        Assert.StartsWith("single orders of this span are past their retention", estimate.NoEstimate, StringComparison.Ordinal);
    }

    private static IEnumerable<StoreItem> Aster()
    {
        var contract = Sample.Contract("aster", "BTCUSDT", "BTC");
        return Enumerable.Range(0, 300).Select(at => Sample.Item(contract, BurstStore.Start + at * 20_000));
    }

    private static void Near(decimal one, decimal other) => Assert.InRange(one - other, -0.05m, 0.05m);

    /// <summary>Open interest that rises and falls in turn, minute by minute, from just before the span to its end.</summary>
    private static IEnumerable<StoreItem> OpenInterest(double contractsAMinute)
    {
        for (var minute = -1; minute <= 240; minute++)
        {
            var contracts = 1e7 + (minute % 2 == 0 ? 0 : contractsAMinute);
            foreach (var contract in BurstStore.Contracts)
                yield return StoreItem.Of(new OpenInterest(contract, Start + minute * 60_000, contracts, contracts, contracts * 100));
        }
    }

    private void Commit(IReadOnlyList<StoreItem> items)
    {
        using var store = _folder.Open();
        store.Commit(items);
    }

    private IReadOnlyList<SqueezeResult> Ask(Grouping by = Grouping.None, IReadOnlyList<string>? venues = null) =>
        new StoreQueries(_folder.Read, Venues).Squeezes.Of(new SpanQuery
        {
            Filter = new LiquidationFilter { FromMs = Start, ToMs = Sample.Noon, Venues = venues },
            DisplayFromMs = Start,
            DisplayToMs = Sample.Noon,
            NowMs = Sample.Noon,
            By = by,
            WithEstimate = true,
        });
}
