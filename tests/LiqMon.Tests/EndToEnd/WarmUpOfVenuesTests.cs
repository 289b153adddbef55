using System.Text.Json;
using LiqMon.Backfill;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The past of every venue that publishes one, against the ledger of what its simulated market did.</summary>
public sealed class WarmUpOfVenuesTests : IDisposable
{
    private const long HourMs = 3_600_000;
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void These_venues_have_a_past()
    {
        var found = VenueCatalog.All.Select(venue => venue.Profile).Where(profile => profile.WarmUp is not null).ToList();
        Assert.Equal(["bitfinex", "deribit", "dydx", "gate", "htx", "kraken"], found.Select(profile => profile.Id).Order(StringComparer.Ordinal));
        // No more is claimed than the history proves.
        Assert.All(found, profile => Assert.True(profile.History!.Proves && profile.WarmUp!.Liquidations <= profile.History.Reach));
    }

    [Theory]
    // It allows three calls a minute, of 500 orders each.
    [InlineData("bitfinex", 2, 50)]
    [InlineData("deribit", 6, 290)]
    [InlineData("dydx", 6, 290)]
    [InlineData("htx", 6, 290)]
    [InlineData("kraken", 4, 170)]
    public async Task Totals_of_the_past_are_those_of_the_ledger(string venue, int hours, int minutes)
    {
        await using var simulation = await StartAsync(venue, TimeSpan.FromHours(hours + 1));
        var startMs = NowMs;
        var run = await RunAsync(simulation, venue, $"{hours}h", "backfill", "--warm", "--venue", venue, "--format", "json");

        Assert.True(run.Code == 0, run.Error);
        var (fromMs, toMs) = (startMs - (minutes * 60_000), startMs - (10 * 60_000));
        const long TenMinutes = 600_000;
        for (var atMs = fromMs; atMs < toMs; atMs += TenMinutes)
            Assert.Equal(OfLedger(simulation, atMs, atMs + TenMinutes), Books.OfStore(_data, atMs, atMs + TenMinutes));
        using var summary = JsonDocument.Parse(run.Out);
        Assert.True(summary.RootElement[0].GetProperty("new").GetInt64() > minutes * 8);
        Assert.Equal(1, Covered(venue, fromMs, toMs));
        // All of it is in totals.
        using var total = JsonDocument.Parse((await RunAsync(simulation, venue, $"{hours}h", "squeeze", "ALL", "24h", "--format", "json")).Out);
        Assert.True(total.RootElement.GetProperty("total_usd").GetDecimal() > 100_000);
    }

    [Fact]
    public async Task Where_nobody_has_measured_the_reach_time_without_an_order_stays_a_gap_and_is_not_tried_again()
    {
        await using var simulation = await StartAsync("htx", TimeSpan.FromHours(3));
        var run = await RunAsync(simulation, "htx", "5d", "backfill", "--warm", "--venue", "htx", "--format", "json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("may be beyond what it keeps", run.Error, StringComparison.Ordinal);
        var nowMs = NowMs;
        Assert.Equal(1, Covered("htx", nowMs - (2 * HourMs), nowMs - HourMs));
        // A day before there was no order at all.
        Assert.Equal(0, Covered("htx", nowMs - (5 * 24 * HourMs), nowMs - (3 * 24 * HourMs)));
        using (var reader = StoreReader.Open(_data))
            Assert.Equal(1, WarmUpResult.Of(reader, "htx", TimeSpan.FromDays(4), nowMs).Fetched);
        using var first = JsonDocument.Parse(run.Out);
        var again = await RunAsync(simulation, "htx", "5d", "backfill", "--warm", "--venue", "htx", "--format", "json");
        using var second = JsonDocument.Parse(again.Out);
        Assert.True(second.RootElement[0].GetProperty("pages").GetInt64() < first.RootElement[0].GetProperty("pages").GetInt64());
    }

    [Fact]
    public async Task Run_fetches_nothing_while_it_is_paused_and_goes_on_after()
    {
        await using var simulation = await StartAsync("deribit", TimeSpan.FromHours(6));
        var options = new GapRepairOptions
        {
            Current = TimeSpan.Zero,
            CheckEvery = TimeSpan.FromMilliseconds(100),
            Settle = TimeSpan.FromMilliseconds(100),
            FirstPause = TimeSpan.FromMilliseconds(200),
            WarmUp = true,
            WarmUpBack = TimeSpan.FromHours(5),
        };
        var paused = await CliRun.Of("backfill", "--pause", "--data", _data);
        Assert.Equal((0, true), (paused.Code, paused.Error.Contains("not fetched until", StringComparison.Ordinal)));
        var (fromMs, toMs) = ((NowMs - (3 * HourMs)) / HourMs * HourMs, NowMs - HourMs);

        await using var watch = await Watch.StartAsync(simulation, _data, repairs: options);
        // Long enough for many turns of the loop: the live feed proves time meanwhile.
        await Wait.UntilAsync(() => Covered("deribit", NowMs - 4_000, NowMs - 2_000) > 0, () => "seconds of live time", TimeSpan.FromMinutes(3));
        Assert.Equal(0, Covered("deribit", fromMs, toMs));
        var answers = new StoreQueries(() => StoreReader.Open(_data), KnownVenues.Of(id => id == "deribit", past: _ => options.WarmUpBack));
        var (_, past) = Assert.Single(answers.Venues.WarmUps(TimeProvider.System.GetUtcNow()));
        Assert.True(past.Paused);
        Assert.EndsWith("the fetching is paused", WarmUpText.Of("deribit", past), StringComparison.Ordinal);

        // While the other one runs.
        Assert.Equal(0, (await CliRun.Of("backfill", "--resume", "--data", _data)).Code);
        await Wait.UntilAsync(() => Covered("deribit", fromMs, toMs) == 1, () => "the past", TimeSpan.FromMinutes(3));
        Assert.Contains("is not paused", (await CliRun.Of("backfill", "--resume", "--data", _data)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_goes_with_nothing_else()
    {
        var run = await CliRun.Of("backfill", "--pause", "--venue", "gate");
        Assert.Equal(2, run.Code);
        Assert.Contains("each stands alone", run.Error, StringComparison.Ordinal);
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private double Covered(string venue, long fromMs, long toMs)
    {
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.OfVenues([venue], fromMs, toMs, NowMs).Single().Share;
    }

    private static IReadOnlyDictionary<string, string> OfLedger(Simulation simulation, long fromMs, long toMs) =>
        Books.OfEntries(simulation.Ledger.Entries().Where(entry => entry.EventTimeMs >= fromMs && entry.EventTimeMs < toMs));

    private Task<CliRun> RunAsync(Simulation simulation, string venue, string back, params string[] args) => CliRun.Of(
        context => context with
        {
            Environment = new Dictionary<string, string>
            {
                [$"LIQMON_Venues__{venue}__RestUrl"] = simulation.Endpoints[venue].RestUrl.ToString(),
                ["LIQMON_Repairs__WarmUpBack"] = back,
            },
            Time = TimeProvider.System,
        },
        [.. args, "--data", _data]);

    private static Task<Simulation> StartAsync(string venue, TimeSpan past) => Simulation.StartAsync(
        new() { Venues = [venue], Rate = 0, Assets = ["BTC", "ETH"], Past = past }, TimeProvider.System, CancellationToken.None);
}
