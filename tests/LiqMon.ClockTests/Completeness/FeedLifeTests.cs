using LiqMon.Queries;
using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Feeds that come and go with the venue's contracts: what they did not exist for is no gap.</summary>
public sealed class FeedLifeTests
{
    private const string Venue = "bybit";

    private static readonly TimeSpan Changed = TimeSpan.FromSeconds(45);

    /// <summary>Until then the list has been loaded again, and the venue's feeds are those of the list.</summary>
    private static readonly TimeSpan Followed = TimeSpan.FromSeconds(85);

    /// <summary>Until then a list that has become empty is believed.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(12);

    private static readonly IReadOnlyList<SimulatedInstrument> Instruments =
        [.. SimulatedVenues.Create(Venue, [AssetProfile.Of("BTC"), AssetProfile.Of("ETH")], HistoryRun.Start).Instruments.Select(it => it.Spec)];

    [Fact]
    public async Task A_market_that_is_listed_later_was_no_gap_before()
    {
        var result = await AskAsync(new History
        {
            Seed = 1,
            Venues = [Venue],
            Length = Followed,
            Unlisted = [.. Instruments.Index().Where(it => it.Item.Inverse).Select(it => new UnlistedContract(Venue, it.Index, Changed))],
            // The venue says that its list is old.
            Faults = [new EndContract { Venue = Venue, Symbol = "ETHUSDT", From = Changed }],
        });
        AssertWatched(result, Followed);
    }

    [Fact]
    public async Task A_market_whose_contracts_have_ended_is_no_gap_afterwards()
    {
        var result = await AskAsync(new History
        {
            Seed = 1,
            Venues = [Venue],
            Length = Believed,
            Faults = [.. Instruments.Where(it => it.Inverse).Select(it => new EndContract { Venue = Venue, Symbol = it.Symbol, From = Changed })],
        });
        AssertWatched(result, Believed);
    }

    /// <summary>Only while the feed came or went there may have been a gap.</summary>
    private static void AssertWatched(SqueezeResult result, TimeSpan until)
    {
        Assert.All(result.Coverage.Single().Gaps, gap => Assert.True(
            gap.From >= HistoryRun.Start + Changed - TimeSpan.FromSeconds(5) && gap.To <= HistoryRun.Start + until, FloorReasons.Of(result, [])));
    }

    private static async Task<SqueezeResult> AskAsync(History history)
    {
        var played = await HistoryRun.PlayAsync(history with { Queries = [new PlannedQuery(null, History.WarmUp, history.Length + TimeSpan.FromSeconds(20))] });
        Assert.Empty(Recount.Violations(played));
        return played.Results.Single().Result;
    }
}
