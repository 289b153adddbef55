using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LiqMon.Api;
using LiqMon.Completeness;
using LiqMon.Influx;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Dashboard;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using LiqMon.Text;
using LiqMon.Venues;
using LiqMon.Windows;
using Microsoft.AspNetCore.Builder;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Completeness;

/// <summary>One store, every surface: the same part covered, the same least venue, the same floor, the same deficits.</summary>
public sealed class SurfacesAgreeTests : IDisposable
{
    private const long Noon = Sample.Noon;
    private const long HourMs = 3_600_000;
    private static readonly string[] Watched = ["kraken", "bybit", "gate"];

    private static readonly Dictionary<string, string> Environment = VenueCatalog.All
        .Where(venue => !Watched.Contains(venue.Profile.Id))
        .ToDictionary(venue => $"LIQMON_Venues__{venue.Profile.Id}__Enabled", _ => "false");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_surface_says_the_same_of_the_last_day()
    {
        Fill(withFaults: true);
        // By hand: Bybit missed 6 of 24 hours and Gate all; the week's dollars and the priors make the weights.
        var weights = VenueWeights.Of(
        [
            new("kraken", 40_000_000, 1, 0.01m), new("bybit", 60_000_000, 162m / 168, 0.22m), new("gate", 0, 0, 0.06m),
            .. VenueCatalog.All.Select(venue => venue.Profile).Where(profile => profile.FeedClass != FeedClass.None && !Watched.Contains(profile.Id))
                .Select(profile => new VenueWeek(profile.Id, 0, 0, (decimal)profile.NormalShare)),
        ]);
        var expected = (weights["kraken"] + (weights["bybit"] * 0.75m)) / Watched.Sum(venue => weights[venue]);

        var surfaces = await SurfacesAsync();

        foreach (var (name, said) in surfaces)
        {
            Assert.True(Math.Abs(said.Covered - expected) <= 0.000002m, $"{name}: {said.Covered}, not {expected}");
            Assert.True(said == surfaces["cli"], $"{name}: {said}, not {surfaces["cli"]}");
        }

        Assert.Equal(("gate", 0m, true, 4L), (surfaces["cli"].Least, surfaces["cli"].LeastShare, surfaces["cli"].Floor, surfaces["cli"].Missing));
    }

    [Fact]
    public async Task Every_surface_says_complete_when_nothing_is_missing()
    {
        Fill(withFaults: false);
        foreach (var (name, said) in await SurfacesAsync())
            Assert.True((said.Covered, said.Floor, said.Missing) == (1, false, 0), $"{name}: {said}");
        var page = await PageAsync();
        Assert.Contains("Complete: every venue publishes all and was watched throughout.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_read_one_sentence_with_reason_and_count()
    {
        Fill(withFaults: true);
        var run = await RunAsync("squeeze", "--window", "24h");
        Assert.Matches(@"at least: \d+\.\d% of normal volume was watched; missing: gaps at bybit, gate, 3 orders rejected at kraken \(\$1\.5K\), 1 contract not subscribed at bybit", run.Out);
        Assert.Contains("3 orders rejected at kraken ($1.5K)", await PageAsync(), StringComparison.Ordinal);
        var venues = await RunAsync("venues");
        Assert.Contains("2 of 3 venues live; missing: gate (not watched)", venues.Out, StringComparison.Ordinal);
        Assert.Contains("missing in the last 24 hours: 3 orders rejected at kraken", venues.Out, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, Said>> SurfacesAsync()
    {
        var venues = KnownVenues.Of(Watched.Contains);
        var answers = new StoreQueries(_folder.Read, venues);
        var now = FixedTime.Noon.GetUtcNow();
        Dictionary<string, Said> surfaces = new()
        {
            ["cli"] = Of(await JsonAsync("squeeze")),
            ["cli liquidations"] = Of(await JsonAsync("liquidations")),
            ["cli cascades"] = Of(await JsonAsync("cascades")),
            ["live windows"] = Of(JsonSerializer.SerializeToNode(
                answers.Squeezes.Rolling([new WindowTotals(WindowTotals.All, WindowTotals.All, Window("24h"), 0, 0, 0, 0, null, null, [])], Noon)[0],
                QueryJson.Default.SqueezeResult)!),
            ["metrics"] = OfMetrics(CompletenessMetrics.Of(() => answers.Venues.Completeness(TimeSpan.FromHours(24), now), new(0, 0, [])).ToList()),
        };
        await using (var server = await ServerAsync())
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
            surfaces["api"] = Of(JsonNode.Parse(await http.GetStringAsync("/api/squeeze?window=24h"))!);
            surfaces["api liquidations"] = Of(JsonNode.Parse(await http.GetStringAsync("/api/liquidations?window=24h"))!);
        }

        // A page shows one decimal, never rounded up; InfluxDB has no floor. What they do show must be the same.
        var page = Regex.Match(await PageAsync(), "aria-label=\"Last 24h\".*?</article>", RegexOptions.Singleline).Value;
        Assert.Contains($">{NumberText.Coverage(surfaces["cli"].Covered)} covered<", page, StringComparison.Ordinal);
        Assert.Equal(surfaces["cli"].Floor, page.Contains("class=\"floor\"", StringComparison.Ordinal));
        Assert.Equal((double)surfaces["cli"].Covered, Influx(answers.Venues.Completeness(TimeSpan.FromHours(24), now)), 9);
        var report = Report(venues);
        var same = Of((await JsonAsync("squeeze", "--from", Timestamps.Of(report.From), "--to", Timestamps.Of(report.To))));
        var json = JsonNode.Parse((await ReportFormats.WriteAsync(report, ReportFormat.Json)).Single().Content.Span)!["headline"]!;
        Assert.Equal(same, Of(json));
        return surfaces;
    }

    private static double Influx(CompletenessResult completeness)
    {
        var points = new SnapshotPoints();
        points.Add([new WindowTotals(WindowTotals.All, WindowTotals.All, Window("24h"), 0, 0, 0, 0, null, null, [])], completeness, Noon);
        var line = System.Text.Encoding.UTF8.GetString(points.Lines.Span);
        return double.Parse(Regex.Match(line, "coverage=([0-9.E-]+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private WeeklyReport Report(IReadOnlyList<KnownVenue> venues)
    {
        using var reader = _folder.Read();
        return new WeeklyReports(venues, new(), "test").Read(reader, new ReportQuery(), FixedTime.Noon.GetUtcNow());
    }

    private static Said Of(JsonNode answer) => new(
        (decimal)answer["covered"]!, (string?)answer["least_covered"]?["venue"], (decimal?)answer["least_covered"]?["share"], (bool)answer["floor"]!,
        answer["deficits"]!.AsArray().Sum(deficit => Math.Max(1, (long)deficit!["count"]!)));

    private static Said OfMetrics(IReadOnlyList<Metric> metrics)
    {
        var coverage = metrics.Single(metric => metric.Name == "liqmon_coverage").Samples;
        var least = coverage.Where(sample => sample.Labels[0].Value != WindowTotals.All)
            .OrderBy(sample => sample.Value).ThenBy(sample => sample.Labels[0].Value, StringComparer.Ordinal).First();
        return new(
            (decimal)coverage.Single(sample => sample.Labels[0].Value == WindowTotals.All).Value, least.Labels[0].Value, (decimal)least.Value,
            metrics.Single(metric => metric.Name == "liqmon_floor").Samples[0].Value == 1,
            (long)metrics.Single(metric => metric.Name == "liqmon_deficits").Samples.Sum(sample => sample.Value));
    }

    private static WindowSpan Window(string name) => WindowSpan.Presets.Single(window => window.Name == name);

    private async Task<string> PageAsync()
    {
        await using var server = await ServerAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };
        return WebUtility.HtmlDecode(await http.GetStringAsync("/"));
    }

    private async Task<WebApplication> ServerAsync()
    {
        var venues = KnownVenues.Of(Watched.Contains);
        var options = new ApiOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), Venues = venues, Time = FixedTime.Noon };
        var sources = new ApiSources { Answers = new StoreQueries(_folder.Read, venues), Live = new LiveBroadcaster() };
        var app = ApiServer.Build(options, sources, map: app => LivePage.Map(app, options, sources));
        await app.StartAsync();
        return app;
    }

    private async Task<JsonNode> JsonAsync(string command, params string[] span) => JsonNode.Parse(
        (await RunAsync([command, .. span.Length > 0 ? span : ["--window", "24h"], "--format", "json"])).Out)!;

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Of(Environment, [.. args, "--data", _folder.Path]);

    private void Fill(bool withFaults)
    {
        var kraken = Sample.Contract("kraken", "PF_XBTUSD", "BTC");
        var gate = Sample.Contract("gate", "BTC_USDT", "BTC");
        var week = Noon - 8 * 24 * HourMs;
        List<object> items =
        [
            new ListedInstruments("kraken", [kraken]), new ListedInstruments("gate", [gate]), new ListedInstruments("bybit", [Sample.BtcElsewhere]),
            new CoveredSpan("kraken", "trades", week, Noon),
            new CoveredSpan("bybit", "linear", week, withFaults ? Noon - 10 * HourMs : Noon),
            Sample.Item(kraken, Noon - 5 * HourMs, 40), Sample.Item(Sample.BtcElsewhere, Noon - 3 * HourMs, 60),
        ];
        if (withFaults)
        {
            items.AddRange(
            [
                new CoveredSpan("bybit", "linear", Noon - 4 * HourMs, Noon),
                new Gap("bybit", "linear", Noon - 10 * HourMs, Noon - 4 * HourMs, GapReason.ConnectionLost),
                Rejected("PF_XBTUSD", 2, 1_500_000_000), Rejected("PF_ETHUSD", 1, null),
                new Deficit { Venue = "bybit", Feed = "linear", Symbol = "NEWUSDT", FromMs = Noon - 7 * HourMs, Reason = DeficitReason.NotSubscribed },
            ]);
        }
        else
        {
            items.Add(new CoveredSpan("gate", "usdt", week, Noon));
        }

        using var store = _folder.Open();
        store.Commit([.. items.Select(item => item is StoreItem ready ? ready : StoreItem.Of(item))]);

        static Deficit Rejected(string symbol, long count, long? microUsd) => new()
        {
            Venue = "kraken",
            Feed = "trades",
            Symbol = symbol,
            FromMs = Noon - 2 * HourMs,
            ToMs = Noon - 2 * HourMs + 60_000,
            Reason = DeficitReason.Rejected,
            Count = count,
            MicroUsd = microUsd,
        };
    }

    private sealed record Said(decimal Covered, string? Least, decimal? LeastShare, bool Floor, long Missing);
}
