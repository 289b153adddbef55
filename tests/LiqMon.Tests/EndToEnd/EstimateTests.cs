using System.Text.Json;
using LiqMon.Simulator;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Through sockets, store and command line: what a sampled venue hides is estimated from what a full one tells.</summary>
public sealed class EstimateTests : IDisposable
{
    private static readonly BurstFlow Flow = new() { Branching = 0.9, Decay = TimeSpan.FromSeconds(1), Symbols = 1, Rate = 0.4 };

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Squeeze_estimates_what_a_sampled_venue_hid_and_never_counts_it()
    {
        var truth = await FillAsync();

        using var plain = await AskAsync();
        using var estimated = await AskAsync("--estimate");
        var (own, answer) = (plain.RootElement, estimated.RootElement);
        Assert.False(own.TryGetProperty("estimate", out _));
        Assert.Equal(own.GetProperty("total_usd").GetDecimal(), answer.GetProperty("total_usd").GetDecimal());

        var estimate = answer.GetProperty("estimate");
        Assert.Equal("throttled_full_feed_1", estimate.GetProperty("method").GetString());
        Assert.Equal(0.8m, estimate.GetProperty("range_rate").GetDecimal());
        var venue = Assert.Single(estimate.GetProperty("venues").EnumerateArray());
        Assert.Equal(("binance", "largest_per_second"), (venue.GetProperty("venue").GetString(), venue.GetProperty("sampling").GetString()));
        Assert.Equal("bybit", Assert.Single(estimate.GetProperty("learned_from").EnumerateArray()).GetProperty("venue").GetString());
        var total = venue.GetProperty("total");
        var (reported, best) = (total.GetProperty("reported_usd").GetDecimal(), total.GetProperty("estimate_usd").GetDecimal());
        Assert.True(reported < 0.8m * truth, $"{reported} of {truth} is too much for a test");
        Assert.InRange(best, total.GetProperty("low_usd").GetDecimal(), total.GetProperty("high_usd").GetDecimal());
        Assert.True(Math.Abs(best - truth) < Math.Abs(reported - truth) / 2, $"{best} is hardly better than {reported}; {truth} is true");
    }

    [Fact]
    public async Task Without_a_full_feed_there_is_no_estimate_and_the_reason_is_told()
    {
        await FillAsync(withFullFeed: false);

        var run = await RunAsync("--estimate");
        Assert.Equal(0, run.Code);
        Assert.Contains("estimate: none, because too few orders of full feeds", run.Out, StringComparison.Ordinal);
        Assert.Contains("bybit", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_estimate_is_not_compared_with_others()
    {
        var run = await RunAsync("--estimate", "--compare", "coinglass");
        Assert.Equal(2, run.Code);
        Assert.Contains("--estimate: does not go with --compare", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Sends two hours of bursts: all of them at Bybit; others at Binance, of which it publishes the largest per second.</summary>
    /// <returns>All dollars of Binance.</returns>
    private async Task<decimal> FillAsync(bool withFullFeed = true)
    {
        // Whole hours, so that half-minutes and spans begin at the same orders whenever the test runs.
        var toMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 3_600_000 * 3_600_000;
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = ["binance", "bybit"], Assets = ["BTC"], Rate = 0 }, TimeProvider.System, CancellationToken.None);
        await using var watch = await Watch.StartAsync(simulation, _data);
        if (withFullFeed)
            Send(simulation, "bybit", Last(2, Flow.Draw(1), toMs));
        var happened = Last(2, Flow.Draw(2), toMs);
        Send(simulation, "binance", happened.Where(order => order.IsPublished));
        await watch.UntilStoredAsync(simulation);
        return happened.Sum(order => order.MicroUsd) / 1_000_000m;
    }

    /// <summary>The first hours of a flow, moved to end at a time.</summary>
    private static List<BurstOrder> Last(int hours, IReadOnlyList<BurstOrder> orders, long toMs) =>
    [
        .. orders.Where(order => order.TimeMs < hours * 3_600_000L)
            .Select(order => order with { TimeMs = order.TimeMs + toMs - (hours * 3_600_000L) }),
    ];

    private static void Send(Simulation simulation, string venue, IEnumerable<BurstOrder> orders)
    {
        // Orders of equal content in one millisecond are one only if they come in two frames.
        foreach (var frame in orders.Chunk(50))
        {
            simulation.EmitFrame(venue, [.. frame.Select(order => new SimulatedLiquidation
            {
                Symbol = "BTCUSDT",
                Position = order.Position,
                Price = 1_000m,
                Quantity = Math.Max(0.001m, decimal.Round(order.MicroUsd / 1_000_000_000m, 3)),
                EventTimeMs = order.TimeMs,
            })]);
        }
    }

    private async Task<JsonDocument> AskAsync(params string[] more)
    {
        var run = await RunAsync([.. more, "--format", "json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out);
    }

    private Task<CliRun> RunAsync(params string[] more) => CliRun.Of(
        context => context with { Time = TimeProvider.System }, ["squeeze", "--data", _data, "--window", "3h", .. more]);
}
