using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Every venue that can be simulated, at once, through the real pipeline.</summary>
public sealed class AllVenuesTests : IDisposable
{
    // A whole round of polls takes 15 s at a venue that is not asked more often.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(19);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Totals_of_all_venues_equal_the_ledger()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 80, Seed = 19, Scenario = SimulationScenario.Mixed }, TimeProvider.System, CancellationToken.None);
        Assert.Equal(Simulation.KnownVenues.Order(), simulation.Endpoints.Keys.Order());
        await using var watch = await Watch.StartAsync(simulation, _data, patience: Patience);
        await Wait.UntilAsync(() => Publishing().All(venue => Count(Watch.Sent(simulation), venue) > 5), "every venue to send");
        simulation.Pause();
        await watch.UntilStoredAsync(simulation, Patience);
        Assert.Equal(Watch.Sent(simulation).OrderBy(row => row.Key), watch.Stored().OrderBy(row => row.Key));
        Assert.All(Publishing(), venue => Assert.True(Count(watch.Stored(), venue) > 0, venue));
        Assert.Equal(0, watch.Pipeline.Lanes.SelectMany(lane => lane.Feed!.Feeds).Sum(feed => feed.Reconnects));
        Assert.All(watch.Pipeline.Lanes, lane => Assert.Null(lane.Feed!.RestError));
    }

    private static IEnumerable<string> Publishing() =>
        Simulation.KnownVenues.Where(id => VenueCatalog.Find(id)!.Profile.FeedClass != FeedClass.None);

    private static int Count(IReadOnlyDictionary<string, string> books, string venue) =>
        books.Keys.Count(key => key.StartsWith(venue + " ", StringComparison.Ordinal));
}
