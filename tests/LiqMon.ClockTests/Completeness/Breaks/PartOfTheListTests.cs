using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>
/// A venue has several lists of contracts, and one of them cannot be read from the first start on: the server is blocked
/// in a country, or in maintenance. Nothing is known of its contracts, and they are traded.
/// </summary>
public sealed class PartOfTheListTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    public static TheoryData<string, int> Lists
    {
        get
        {
            var lists = new TheoryData<string, int>();
            foreach (var venue in Simulation.KnownVenues.Select(id => VenueCatalog.Find(id)!)
                .Where(venue => venue.Profile.FeedClass == FeedClass.Full && venue.InstrumentRequests.Count > 1))
            {
                for (var list = 0; list < venue.InstrumentRequests.Count; list++)
                    lists.Add(venue.Profile.Id, list);
            }

            return lists;
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Totals_are_a_floor_while_it_is_missing(string venue, int list)
    {
        var request = VenueCatalog.Find(venue)!.InstrumentRequests[list];
        var played = await HistoryRun.PlayAsync(new History
        {
            Seed = 1,
            Venues = [venue],
            Length = Length,
            Orders = [.. Enumerable.Range(2, 110).Select(i => new PlannedOrder(TimeSpan.FromSeconds(0.5 * i), venue, i, (LiquidatedPosition)(i % 2), i % 5, (2 * i) + 1))],
            Faults = [new RestError { Venue = venue, Path = request.Body ?? request.Url.PathAndQuery }],
            Queries = [new PlannedQuery(null, History.WarmUp, Length), new PlannedQuery(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(45))],
        });
        Assert.Empty(Recount.Violations(played));
    }
}
