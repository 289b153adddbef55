using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Tests.Completeness;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// How long a healthy venue's feed is away after its connection was cut: until it is connected, subscribed, confirmed and
/// proven to deliver. Over sockets in memory and by moved clocks, so that no machine's load is in it.
/// </summary>
public sealed class ReconnectTests(ITestOutputHelper output)
{
    private const int Rounds = 50;
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fine = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Venues that send something at least once a second: nothing proves delivery before it has come.</summary>
    private static readonly string[] Venues = ["bybit", "okx", "bitget", "hyperliquid"];

    [Fact]
    public async Task After_200_drops_a_feed_is_back_within_3_s_in_99_of_100()
    {
        await using var feeds = await MemoryFeeds.StartAsync(Venues, Steering.Seed, Fine);
        var took = new List<(string Venue, TimeSpan Time)>();
        for (var round = 0; round < Rounds; round++)
        {
            // So long that the next drop is the first again.
            for (var until = feeds.Elapsed + Healthy; feeds.Elapsed < until;)
                await feeds.StepAsync(Coarse);
            Assert.All(Venues.Index(), venue => Assert.True(feeds.IsLive(venue.Index), $"{venue.Item}: {string.Join("; ", feeds.Sockets(venue.Index))}"));
            var before = Venues.Index().Select(venue => Losses(feeds, venue.Index)).ToList();
            foreach (var venue in Venues)
                await feeds.Simulation.InjectAsync(new DropConnections { Venue = venue });
            var away = Venues.Index().ToDictionary(venue => venue.Index, _ => feeds.Elapsed);
            while (away.Count > 0)
            {
                await feeds.StepAsync(Fine);
                foreach (var (venue, since) in away.ToList())
                {
                    if (Losses(feeds, venue) > before[venue] && feeds.IsLive(venue))
                    {
                        took.Add((Venues[venue], feeds.Elapsed - since));
                        away.Remove(venue);
                    }
                    else
                    {
                        Assert.True(feeds.Elapsed - since < Patience, $"{Venues[venue]} is not back: {string.Join("; ", feeds.Sockets(venue))}");
                    }
                }
            }
        }

        var sorted = took.Select(one => one.Time.TotalSeconds).Order().ToList();
        var p99 = sorted[(int)Math.Ceiling(sorted.Count * 0.99) - 1];
        output.WriteLine(FormattableString.Invariant(
            $"seed {Steering.Seed}, {sorted.Count} drops: p50 {sorted[sorted.Count / 2]:0.00} s, p90 {sorted[sorted.Count * 9 / 10]:0.00} s, p99 {p99:0.00} s, at most {sorted[^1]:0.00} s"));
        foreach (var venue in took.GroupBy(one => one.Venue))
            output.WriteLine(FormattableString.Invariant($"{venue.Key}: at most {venue.Max(one => one.Time).TotalSeconds:0.00} s"));
        Assert.True(sorted.Count >= 200);
        Assert.InRange(p99, 0, 3);
    }

    private static long Losses(MemoryFeeds feeds, int venue) => feeds.Sockets(venue).Sum(feed => feed.Reconnects);
}
