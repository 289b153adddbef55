using LiqMon.Feeds;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>A topic that a venue refuses does not take anything else with it.</summary>
public sealed class DeadTopicTests
{
    [Fact]
    public async Task Okx_a_future_that_expires_between_two_lists_costs_nothing_else()
    {
        await using var okx = await LiveVenue.StartAsync("okx");
        var future = okx.Symbol(it => it.ExpiryMs is not null);
        await okx.Simulation.InjectAsync(new EndContract { Venue = "okx", Symbol = future });
        await OthersGoOnAsync(okx, "okx", okx.Symbol(it => it.ExpiryMs is null));
        // The list that was read again has it no more, so that the next connection does not ask for it.
        var before = okx.Simulation.ReceivedText("okx").Count;
        await okx.CutAsync();
        await okx.UntilLiveAsync();
        var again = okx.Simulation.ReceivedText("okx").Skip(before).Where(text => text.Contains("subscribe", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(again);
        Assert.DoesNotContain(again, text => text.Contains(future, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bybit_a_symbol_that_is_still_listed_and_refused_is_a_gap_of_that_contract_only()
    {
        await using var bybit = await LiveVenue.StartAsync("bybit");
        var (refused, other) = (bybit.Symbol(it => it is { Asset: "BTC", Inverse: false }), bybit.Symbol(it => it is { Asset: "ETH", Inverse: false }));
        await bybit.Simulation.InjectAsync(new RefuseTopic { Venue = "bybit", Topic = $"*.{refused}" });
        var backMs = await OthersGoOnAsync(bybit, "bybit", other);

        // A span that begins after the reconnect and ends well before now.
        await Wait.UntilAsync(() => bybit.CoveredShare(backMs + 1_000, backMs + 3_000) >= 1, "two seconds to be covered");
        var eth = bybit.Squeeze(backMs + 1_000, backMs + 3_000, "ETH");
        Assert.False(eth.Floor, $"{FloorReasons.Of(eth, [])}; asked {bybit.NowMs - backMs} ms after it was back");
        Assert.True(bybit.Squeeze(backMs + 1_000, backMs + 3_000, "BTC").Floor);
    }

    /// <summary>Cuts the connection: everything else is live within seconds, and the list is asked for again at once.</summary>
    /// <returns>When all was live again, Unix milliseconds.</returns>
    private static async Task<long> OthersGoOnAsync(LiveVenue venue, string id, string other)
    {
        var lists = 0;
        venue.Simulation.Misbehave(id, Misbehaviour.None, new MisbehaviourDetail { RestInstead = (path, _) => CountLists(path, ref lists) });
        await venue.CutAsync();
        await venue.UntilLiveAsync();
        var backMs = venue.NowMs;
        var connections = venue.Simulation.ConnectionsAccepted(id);
        venue.Emit(other, 20);
        await venue.UntilStoredAsync(20);
        await Wait.UntilAsync(() => Volatile.Read(ref lists) > 0, "the list to be asked for again");
        Assert.All(venue.Status.Feeds, feed => Assert.Equal(FeedState.Live, feed.State));
        // Not by being given up and dialled again and again. Once the list has come, a connection without the name may take over.
        Assert.InRange(venue.Simulation.ConnectionsAccepted(id), connections, connections + 1);
        return backMs;
    }

    private static string? CountLists(string path, ref int lists)
    {
        if (path.Contains("instruments", StringComparison.Ordinal))
            Interlocked.Increment(ref lists);
        return null;
    }
}
