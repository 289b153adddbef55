using LiqMon.Backfill;
using LiqMon.Queries;
using LiqMon.Simulator;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// A connection breaks, and the server that answers for the past is itself a minute behind, as a replica or an indexer is
/// after trouble. It answers with success, and has nothing of the gap yet.
/// </summary>
public sealed class LateHistoryTests
{
    private static readonly TimeSpan Broken = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(150);

    public static TheoryData<string> VenuesWithHistory => ["kraken", "deribit", "dydx", "bitfinex", "htx", "gate"];

    [Theory]
    [MemberData(nameof(VenuesWithHistory))]
    public async Task A_gap_is_not_repaired_from_it(string venue)
    {
        var played = await PlayAsync(venue, new GapRepairOptions().Current);
        Assert.NotEmpty(Gaps(played));
        Assert.Empty(Recount.Violations(played));
    }

    [Theory]
    [MemberData(nameof(VenuesWithHistory))]
    public async Task It_is_repaired_when_the_history_has_had_time(string venue)
    {
        var played = await PlayAsync(venue, TimeSpan.FromSeconds(60));
        Assert.Empty(Gaps(played));
        Assert.Empty(Recount.Violations(played));
    }

    private static IEnumerable<GapResult> Gaps(PlayedHistory played) => played.Results.Single().Result.Coverage.Single().Gaps;

    private static Task<PlayedHistory> PlayAsync(string venue, TimeSpan believed)
    {
        // Nothing is liquidated near the gap's ends, as on most days.
        var inside = Enumerable.Range(0, 6).Select(i => Broken + TimeSpan.FromSeconds(7 + (0.5 * i)));
        var before = Enumerable.Range(0, 10).Select(i => TimeSpan.FromSeconds(25 + (0.5 * i)));
        return HistoryRun.PlayAsync(new History
        {
            Seed = 1,
            Venues = [venue],
            Length = Length,
            Repairs = true,
            Believed = believed,
            Tail = TimeSpan.FromMinutes(2),
            Orders = [.. before.Concat(inside).Index().Select(it => new PlannedOrder(it.Item, venue, 0, (LiquidatedPosition)(it.Index % 2), it.Index % 5, (2 * it.Index) + 3))],
            Faults =
            [
                new DropConnections { Venue = venue, From = Broken },
                new DeadVenue { Venue = venue, From = Broken, For = TimeSpan.FromSeconds(20), Mode = DeadVenueMode.Refused },
                new TruncateHistory { Venue = venue, From = Broken + TimeSpan.FromSeconds(1), For = TimeSpan.FromSeconds(30) },
            ],
            Queries = [new PlannedQuery(null, TimeSpan.FromSeconds(30), Length)],
        });
    }
}
