using LiqMon.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness.Breaks;

/// <summary>A contract is listed while LiqMon is off, and the list cannot be read after the start, for a while or for good.</summary>
public sealed class ListAfterRestartTests
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(110);

    public static TheoryData<string, int> Cases => new()
    {
        { "bybit", 100 }, { "bybit", 30 }, { "kraken", 100 }, { "kraken", 30 }, { "lighter", 100 }, { "pacifica", 100 }, { "dydx", 100 }, { "htx", 100 }, { "gate", 100 }, { "deribit", 100 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Totals_are_a_floor_until_it_is_read(string venue, int seconds)
    {
        var lists = VenueCatalog.Find(venue)!.InstrumentRequests;
        var played = await HistoryRun.PlayAsync(new History
        {
            Seed = 1,
            Venues = [venue],
            Length = Length,
            Orders = [.. Enumerable.Range(4, 210).Select(i => new PlannedOrder(TimeSpan.FromSeconds(0.5 * i), venue, i, (LiquidatedPosition)(i % 2), i % 5, (2 * i) + 1))],
            Outages = [new Outage(TimeSpan.FromSeconds(35), TimeSpan.FromSeconds(10), IsKill: true)],
            Faults =
            [
                new AddContract { Venue = venue, Asset = "NEWCOIN", From = TimeSpan.FromSeconds(40) },
                .. lists.Select(list => new RestError
                {
                    Venue = venue, Path = list.Body ?? list.Url.PathAndQuery, From = TimeSpan.FromSeconds(37), For = TimeSpan.FromSeconds(seconds),
                }),
            ],
            Queries =
            [
                new PlannedQuery(null, Back + TimeSpan.FromSeconds(15), Length),
                new PlannedQuery(TimeSpan.FromSeconds(80), Back + TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(75)),
                new PlannedQuery(TimeSpan.FromSeconds(105), Back + TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(100)),
            ],
        });
        Assert.Empty(Recount.Violations(played));
    }
}
