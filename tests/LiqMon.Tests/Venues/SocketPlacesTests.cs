using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>A contract keeps its socket as long as it is traded.</summary>
public sealed class SocketPlacesTests
{
    [Theory]
    [InlineData("dydx", 100)]
    [InlineData("lighter", 1_000)]
    [InlineData("pacifica", 90)]
    [InlineData("bybit", 1_500)]
    public void No_contract_moves_when_another_ends_or_goes_to_the_back(string id, int count)
    {
        var venue = VenueCatalog.Find(id)!;
        var places = new SocketPlaces();
        var contracts = Enumerable.Range(0, count).Select(number => Contract(id, number)).ToList();
        var before = FeedByContract(venue, contracts, places);
        Assert.True(before.Values.Distinct().Count() > 1);

        // The third ends, the fifth is refused and goes to the back, and a new one is listed.
        List<Instrument> after = [.. contracts.Where((_, place) => place is not (2 or 4)), contracts[4], Contract(id, count)];
        var now = FeedByContract(venue, after, places);
        Assert.All(contracts.Where(contract => contract != contracts[2]), contract => Assert.Equal(before[contract.Symbol], now[contract.Symbol]));
        // The new one has the place that has become free.
        Assert.Equal(before[contracts[2].Symbol], now[after[^1].Symbol]);
        Assert.Equal(after.Count, now.Count);
    }

    [Fact]
    public void A_socket_takes_no_more_than_its_room()
    {
        var places = new SocketPlaces();
        var contracts = Enumerable.Range(0, 7).Select(number => Contract("dydx", number)).ToList();
        Assert.Equal([3, 3, 1], places.Of("a", contracts, _ => 1, 3).Select(socket => socket.Contracts.Count));
        // Sockets whose contracts have ended keep no number from the others.
        Assert.Equal([(0, 3), (2, 1)], places.Of("a", [.. contracts.Take(3), contracts[6]], _ => 1, 3).Select(socket => (socket.Number, socket.Contracts.Count)));
        Assert.Equal([(0, 3), (1, 2), (2, 1)], places.Of("a", [.. contracts.Take(3), contracts[6], contracts[4], contracts[5]], _ => 1, 3)
            .Select(socket => (socket.Number, socket.Contracts.Count)));
        Assert.Equal([1, 1], places.Of("b", [.. contracts.Take(2)], _ => 5, 3).Select(socket => socket.Contracts.Count));
    }

    private static Dictionary<string, string> FeedByContract(IVenue venue, IReadOnlyList<Instrument> contracts, SocketPlaces places)
    {
        var feeds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var plan in venue.Sockets(contracts, SystemAccounts.None, places))
        {
            var text = string.Concat(plan.Messages.Select(message => System.Text.Encoding.UTF8.GetString(message.Text.Span)));
            foreach (var contract in contracts.Where(contract => text.Contains(venue.LiquidationTopic(contract)!, StringComparison.Ordinal)))
                feeds.Add(contract.Symbol, plan.Feed);
        }

        return feeds;
    }

    private static Instrument Contract(string venue, int number) => new()
    {
        Venue = venue,
        Symbol = $"C{number:0000}X-USD",
        WireSymbol = venue == "lighter" ? $"{number}" : null,
        Asset = $"C{number}",
        Quote = "USD",
    };
}
