using System.Threading.Channels;
using LiqMon.Cli;
using LiqMon.Cli.Commands;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.Demo;
using LiqMon.Doctor;
using LiqMon.Hosting;
using LiqMon.Http;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Reports.Tables;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Demo;

/// <summary>
/// From the simulated page of statistics to the answers: of the past of a demo one liquidation in three was seen, but for the
/// hours in which nothing was watched.
/// </summary>
public sealed class DemoCaughtShareTests : IDisposable
{
    // Friday, so that the last full week and four days since lie in the past of the demo.
    private static readonly FixedTime Clock = FixedTime.Noon;
    private static readonly TimeSpan Length = TimeSpan.FromDays(13);

    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_share_of_a_demo_is_what_the_simulator_lets_be_seen()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Assets = ["BTC", "PEPE"], Venues = ["hyperliquid"] }, Clock, CancellationToken.None);
        var settings = OptionsReading.Read(SettingsSources.Read(_folder.Path, new Dictionary<string, string>(), null, new Dictionary<string, string?>()));
        settings = DemoCommand.SettingsOf(new DemoOptions(settings, DataGiven: false, new SimulationOptions(), Color: false, Length), simulation) with
        {
            Data = _folder.Path,
        };
        using (var store = _folder.Open(_folder.Options with { IsSimulated = true }))
        {
            Assert.True(await new DemoHistory(simulation, settings.Venues, Clock, NullLogger.Instance).WriteAsync(store, Length, CancellationToken.None) > 0);
            store.Commit(await StatisticsAsync(simulation, settings));
        }

        var answers = new StoreQueries(_folder.Read, settings.KnownVenues());
        var caught = answers.Venues.Of(Clock.GetUtcNow(), []).Single(venue => venue.Id == "hyperliquid").Caught!;

        Assert.Equal((0.333333m, 7), (caught.Share!.Value, caught.DaysCounted));
        Assert.True(caught.PublishedUsd > 1_000_000);
        Assert.Equal("2026-11-16", Assert.Single(caught.Days, day => day.Share is null).Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("watched 87.5% of the day", caught.Days[7].Why);

        using var reader = _folder.Read();
        var report = new WeeklyReports(settings.KnownVenues(), new(), "test").Read(
            reader, new ReportQuery { Week = IsoWeek.Of(Clock.GetUtcNow().ToUnixTimeMilliseconds()).Plus(-1) }, Clock.GetUtcNow());
        var table = ReportTables.Of(report).Single(table => table.Id == "caught");
        Assert.Equal(7, table.Rows.Count);
        Assert.Equal(caught.Days.Take(7).Select(day => (day.CaughtUsd, day.PublishedUsd)), report.Caught!.Rows.Select(row => (row.CaughtUsd, row.PublishedUsd)));
        Assert.Contains("its feed caught 33.3% of the dollars of 2026-11-09 to 2026-11-15", report.Caught.Note!, StringComparison.Ordinal);
        // Beside the totals and never in them.
        Assert.Equal(report.Venues.Rows.Sum(row => row.TotalUsd), report.Headline.TotalUsd);
        Assert.Equal(caught.CaughtUsd, report.Headline.TotalUsd);

        using var doctor = new DoctorChecks(settings, [], isOffline: true, Clock);
        var checks = await new CheckRunner(TimeSpan.FromSeconds(30), TimeProvider.System).RunAsync(
            [doctor.Groups.Single(group => group.About == "completeness")], CancellationToken.None);
        Assert.Contains("caught 33.3%", checks.Single(check => check.Check == "caught by hyperliquid").Finding, StringComparison.Ordinal);
    }

    private async Task<List<StoreItem>> StatisticsAsync(Simulation simulation, LiqMonOptions settings)
    {
        var items = Channel.CreateUnbounded<StoreItem>();
        var counters = new SourceCounters();
        using var http = RestClient.NewHttpClient();
        using var stop = new CancellationTokenSource();
        var watch = new ContextWatch(new ContextSetup
        {
            Options = settings.Context with { CoinbaseUrl = null, BinanceSpotUrl = null, CoinGeckoUrl = null },
            Venues = settings.Venues.Where(venue => venue.Value.Enabled).ToDictionary(),
            Http = http,
            Pauses = new HostRateLimits(Clock),
            Store = items.Writer,
            Counters = counters,
            Open = _folder.Read,
            Time = Clock,
            Log = NullLogger.Instance,
        }).RunAsync(stop.Token);
        await Until.TrueAsync(() => counters.All.Any(source => source is { Source: "hyperliquid_daily", Answers: 1 }), "the page of statistics");
        await stop.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var read = new List<StoreItem>();
        while (items.Reader.TryRead(out var item))
            read.Add(item);
        return read;
    }
}
