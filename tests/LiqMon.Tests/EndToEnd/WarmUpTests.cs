using System.Text.Json;
using LiqMon.Backfill;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>What a venue publishes of its past is in the store on the first day, and what is asked of it stands on it.</summary>
public sealed class WarmUpTests : IDisposable
{
    private const long HourMs = 3_600_000;
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task By_hand_totals_of_past_days_are_those_of_the_ledger_and_map_and_scores_stand_on_them()
    {
        await using var simulation = await StartAsync(TimeSpan.FromHours(50));
        var startMs = NowMs;
        var run = await RunAsync(simulation, "backfill", "--warm", "--venue", "gate", "--format", "json");

        Assert.True(run.Code == 0, run.Error);
        var (fromMs, toMs) = (((startMs - (46 * HourMs)) / HourMs) * HourMs, (startMs - (HourMs / 2)) / HourMs * HourMs);
        for (var hourMs = fromMs; hourMs < toMs; hourMs += HourMs)
            Assert.Equal(OfLedger(simulation, hourMs, hourMs + HourMs), Books.OfStore(_data, hourMs, hourMs + HourMs));
        using var summary = JsonDocument.Parse(run.Out);
        Assert.Equal(Books.Orders(Books.OfStore(_data)), summary.RootElement[0].GetProperty("new").GetInt64());
        Assert.True(Books.Orders(Books.OfStore(_data)) > 10_000);
        using (var reader = StoreReader.Open(_data))
        {
            Assert.Equal(1, reader.Coverage.OfVenues(["gate"], fromMs, toMs, NowMs).Single().Share);
            foreach (var instrument in simulation.Instruments("gate").Where(one => one.ExpiryMs is null))
            {
                var row = reader.Market.OpenInterest(new LiquidationFilter { Venues = ["gate"], FromMs = fromMs, ToMs = fromMs + 60_000 })
                    .Single(row => row.Symbol == instrument.Symbol);
                Assert.Equal((double)simulation.PastOpenInterest("gate", instrument.Symbol, fromMs), row.Contracts, 6);
            }
        }

        // What was fetched is not fetched again; what happened meanwhile is new.
        var again = await RunAsync(simulation, "backfill", "--warm", "--venue", "gate", "--format", "json");
        using var second = JsonDocument.Parse(again.Out);
        Assert.Equal(0, again.Code);
        Assert.InRange(second.RootElement[0].GetProperty("new").GetInt64(), 0, 1_000);
        Assert.Equal(OfLedger(simulation, fromMs, toMs), Books.OfStore(_data, fromMs, toMs));
        Assert.True(second.RootElement[0].GetProperty("pages").GetInt64() < summary.RootElement[0].GetProperty("pages").GetInt64() / 10);

        var total = await RunAsync(simulation, "squeeze", "BTC", "24h", "--format", "json");
        using var squeeze = JsonDocument.Parse(total.Out);
        Assert.True(squeeze.RootElement.GetProperty("total_usd").GetDecimal() > 1_000_000);
        var score = await RunAsync(simulation, "map", "BTC", "40h", "--score", "--horizon", "1h", "--format", "json");
        using var scored = JsonDocument.Parse(score.Out);
        Assert.True(scored.RootElement.GetProperty("both").GetProperty("orders").GetInt32() > 1_000);
        Assert.DoesNotContain("too few windows", scored.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        var estimates = await RunAsync(simulation, "estimate", "score", "--window", "40h", "--format", "json");
        Assert.True(estimates.Code == 0, estimates.Error);
        Assert.Contains("\"gate\"", estimates.Out, StringComparison.Ordinal);
        var heat = await RunAsync(simulation, "map", "BTC", "--over", "24h", "--format", "json");
        using var map = JsonDocument.Parse(heat.Out);
        Assert.True(map.RootElement.GetProperty("columns").EnumerateArray().Count(column => column.GetProperty("close").ValueKind == JsonValueKind.Number) > 90);
    }

    [Fact]
    public async Task Run_fetches_the_past_in_the_background_goes_on_after_a_restart_and_reports_how_far_it_is()
    {
        await using var simulation = await StartAsync(TimeSpan.FromHours(30));
        var options = new GapRepairOptions
        {
            Current = TimeSpan.Zero,
            CheckEvery = TimeSpan.FromMilliseconds(200),
            Settle = TimeSpan.FromMilliseconds(100),
            FirstPause = TimeSpan.FromMilliseconds(200),
            Piece = TimeSpan.FromHours(1),
            WarmUp = true,
            WarmUpBack = TimeSpan.FromHours(24),
        };
        var toMs = NowMs / HourMs * HourMs;
        var fromMs = toMs - (22 * HourMs);
        await using (await Watch.StartAsync(simulation, _data, repairs: options))
        {
            // Half of it: the newest is there first.
            await Wait.UntilAsync(() => Fetched(toMs - (6 * HourMs), toMs - HourMs) == 1, () => "the newest hours to be fetched", TimeSpan.FromMinutes(3));
        }

        Assert.True(Fetched(fromMs, toMs - HourMs) > 0);
        await using var watch = await Watch.StartAsync(simulation, _data, repairs: options);
        await Wait.UntilAsync(() => Fetched(fromMs, toMs - HourMs) == 1, () => "all to be fetched", TimeSpan.FromMinutes(5));

        for (var hourMs = fromMs; hourMs < toMs - HourMs; hourMs += HourMs)
            Assert.Equal(OfLedger(simulation, hourMs, hourMs + HourMs), Books.OfStore(_data, hourMs, hourMs + HourMs));
        var answers = new StoreQueries(() => StoreReader.Open(_data), KnownVenues.Of(id => id == "gate", past: _ => options.WarmUpBack));
        var (venue, past) = Assert.Single(answers.Venues.WarmUps(TimeProvider.System.GetUtcNow()));
        Assert.Equal("gate", venue);
        Assert.InRange(past.Fetched, 0.9m, 1);
        Assert.Equal(past, answers.Venues.Of(TimeProvider.System.GetUtcNow(), []).Single(one => one.Id == "gate").WarmUp);
        Assert.Null(answers.Venues.Of(TimeProvider.System.GetUtcNow(), []).Single(one => one.Id == "binance").WarmUp);
        // Where the past is not fetched nothing is said of it.
        var without = new StoreQueries(() => StoreReader.Open(_data), KnownVenues.Of(id => id == "gate"));
        Assert.Empty(without.Venues.WarmUps(TimeProvider.System.GetUtcNow()));
        Assert.Null(without.Venues.Of(TimeProvider.System.GetUtcNow(), []).Single(one => one.Id == "gate").WarmUp);
    }

    [Fact]
    public async Task What_a_history_does_not_show_whole_never_counts_as_watched()
    {
        await using var simulation = await StartAsync(TimeSpan.FromHours(10));
        await simulation.InjectAsync(new RestError { Venue = "gate", Path = "liq_orders", Status = 400 });
        var run = await RunAsync(simulation, "backfill", "--warm", "--venue", "gate");

        Assert.Equal(1, run.Code);
        Assert.Contains("the same command goes on", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Fetched(NowMs - (8 * HourMs), NowMs));
    }

    [Theory]
    [InlineData("--warm: goes with --venue only", "--from", "2026-11-20")]
    [InlineData("--warm: goes with --venue only", "--all")]
    public async Task Wrong_usage_exits_2(string message, params string[] args)
    {
        var run = await CliRun.Of(["backfill", "--warm", .. args]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_venue_whose_past_is_not_worth_it_exits_3()
    {
        var run = await CliRun.Of("backfill", "--warm", "--venue", "okx", "--data", _data);
        Assert.Equal(3, run.Code);
        Assert.Contains("these have: gate, htx, deribit, bitfinex, kraken, dydx", run.Error, StringComparison.Ordinal);
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private double Fetched(long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.OfVenues(["gate"], fromMs, toMs, NowMs).Single().Share;
    }

    /// <summary>Of an hour of the ledger, in whole seconds as the venue's history has them.</summary>
    private static IReadOnlyDictionary<string, string> OfLedger(Simulation simulation, long fromMs, long toMs) =>
        Books.OfEntries(simulation.Ledger.Entries().Where(entry => entry.EventTimeMs >= fromMs && entry.EventTimeMs < toMs));

    private Task<CliRun> RunAsync(Simulation simulation, params string[] args) => CliRun.Of(
        context => context with
        {
            Environment = new Dictionary<string, string>
            {
                ["LIQMON_Venues__gate__RestUrl"] = simulation.Endpoints["gate"].RestUrl.ToString(),
                ["LIQMON_Repairs__WarmUpBack"] = "2d",
            },
            Time = TimeProvider.System,
        },
        [.. args, "--data", _data]);

    private static Task<Simulation> StartAsync(TimeSpan past) => Simulation.StartAsync(
        new() { Venues = ["gate"], Rate = 0, Assets = ["BTC", "ETH"], Past = past }, TimeProvider.System, CancellationToken.None);
}
