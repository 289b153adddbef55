using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("binance")]
    [InlineData("gate")]
    [InlineData("okx")]
    [InlineData("coinex")]
    [InlineData("kucoin")]
    public async Task A_healthy_venue_passes_every_check(string venue)
    {
        await using var simulation = await StartAsync(venue);

        var run = await RunAsync(Places(simulation, venue), "--venue", venue);

        Assert.True(run.Code == 0, run.Out + run.Error);
        var checks = Checks(run);
        Assert.Equal("ok", State(checks, venue, "REST"));
        Assert.Equal(venue is "coinex" or "kucoin" ? "skipped" : "ok", State(checks, venue, "sockets"));
        Assert.Equal("ok", State(checks, venue, "polls"));
        Assert.Equal("ok", State(checks, "clocks", "system clock"));
        Assert.DoesNotContain(checks, check => check.State == "fail");
    }

    [Fact]
    public async Task A_refused_port_fails_and_says_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var place = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var environment = new Dictionary<string, string>
        {
            ["LIQMON_Venues__bybit__WebSocketUrl"] = $"ws://{place}",
            ["LIQMON_Venues__bybit__RestUrl"] = $"http://{place}",
        };

        var run = await RunAsync(environment, "--venue", "bybit");

        Assert.Equal(1, run.Code);
        var rest = Checks(run).Single(check => check is { About: "bybit", Check: "REST" });
        Assert.Equal("fail", rest.State);
        Assert.Contains($"connection refused ({place})", rest.Finding, StringComparison.Ordinal);
        Assert.Contains("Venues:bybit:RestUrl", rest.Advice, StringComparison.Ordinal);
        Assert.Equal("skipped", State(Checks(run), "clocks", "system clock"));
    }

    [Fact]
    public async Task A_venue_that_confirms_and_stays_silent_fails_its_sockets_only()
    {
        await using var simulation = await StartAsync("binance");
        simulation.Misbehave("binance", Misbehaviour.AckThenSilence);

        var run = await RunAsync(Places(simulation, "binance"), "--venue", "binance", "--timeout", "4s");

        Assert.Equal(1, run.Code);
        var sockets = Checks(run).Single(check => check is { About: "binance", Check: "sockets" });
        Assert.Equal("fail", sockets.State);
        Assert.Contains("connected and confirmed, but no data within", sockets.Finding, StringComparison.Ordinal);
        Assert.Equal("ok", State(Checks(run), "binance", "REST"));
    }

    [Fact]
    public async Task A_refused_subscription_is_told_in_the_venues_words()
    {
        await using var simulation = await StartAsync("okx");
        simulation.Misbehave("okx", Misbehaviour.RejectSubscription);

        var run = await RunAsync(Places(simulation, "okx"), "--venue", "okx");

        Assert.Equal(1, run.Code);
        Assert.Contains("subscription refused", Finding(run, "okx", "sockets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_an_hour_off_fails()
    {
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async context =>
        {
            context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddHours(1).ToString("R");
            await context.Response.WriteAsync("{}");
            return true;
        });

        var run = await RunAsync(Places("aevo", server.RestUrl, server.WebSocketUrl), "--venue", "aevo");

        Assert.Equal(1, run.Code);
        Assert.Equal("fail", State(Checks(run), "clocks", "system clock"));
        Assert.Matches(@"our clock is off by (359[89]|360[01])\.\d s \(behind\) against 1 venue \(± \d\.\d s\)", Finding(run, "clocks", "system clock"));
    }

    [Fact]
    public async Task A_clock_is_measured_by_the_times_in_messages_where_answers_have_no_date()
    {
        await using var simulation = await StartAsync("bybit");
        await simulation.InjectAsync(new ShiftClock { Venue = "bybit", By = TimeSpan.FromSeconds(90) });

        var run = await RunAsync(Places(simulation, "bybit"), "--venue", "bybit");

        Assert.Equal("fail", State(Checks(run), "clocks", "system clock"));
        Assert.Matches(@"our clock is off by (89|90|91)\.\d s \(behind\) against 1 venue \(± \d\.\d s\)", Finding(run, "clocks", "system clock"));
    }

    [Fact]
    public async Task A_damaged_store_fails_and_a_sound_one_does_not()
    {
        Fill();
        var sound = await RunAsync([], "--offline");
        Assert.Equal(0, sound.Code);
        Assert.All(Checks(sound).Where(check => check.About == "store"), check => Assert.Equal("ok", check.State));
        Assert.Contains("300 liquidations counted", Finding(sound, "store", "events"), StringComparison.Ordinal);

        var page = long.Parse(_folder.Dump("SELECT rootpage FROM sqlite_master WHERE name = 'rollup_minute'"), System.Globalization.CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder.Path, EventStore.FileName);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = (page - 1) * 4_096;
            file.Write(new byte[64]);
        }

        var damaged = await RunAsync([], "--offline");
        Assert.Equal(1, damaged.Code);
        Assert.Equal("fail", State(Checks(damaged), "store", "file"));
        Assert.Contains("backup", Checks(damaged).Single(check => check.Check == "file").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_that_is_off_by_a_micro_dollar_fails()
    {
        Fill();
        _folder.Dump("UPDATE rollup_minute SET usd_micro = usd_micro + 1 WHERE start_ms = (SELECT max(start_ms) FROM rollup_minute)");

        var run = await RunAsync([], "--offline");

        Assert.Equal(1, run.Code);
        Assert.Contains("minutes and hours differ by 0 orders and ", Finding(run, "store", "sums"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_samples_weigh_is_shown_and_a_damaged_block_is_found()
    {
        using (var store = _folder.Open())
        {
            store.Commit([.. Enumerable.Range(0, 600).Select(i => StoreItem.Of(new OpenInterest(i % 2 == 0 ? Sample.Btc : Sample.Eth, Sample.Noon + (i * 6_000), 5, 5, 500)))]);
            StoredSamples.Pack(store, Sample.Noon + 7_200_000);
        }

        var run = await RunAsync([], "--offline");
        Assert.Equal("ok", State(Checks(run), "store", "samples"));
        Assert.Matches("^0 MB a day of 2 contracts, 1 hours are packed; [0-9]+ MB of the file are free", Finding(run, "store", "samples"));

        _folder.Dump("UPDATE sample_block SET samples = x'0011223344' WHERE id = (SELECT max(id) FROM sample_block)");
        var damaged = await RunAsync([], "--offline");
        Assert.Equal("warn", State(Checks(damaged), "store", "samples"));
        Assert.Contains("1 blocks cannot be read", Finding(damaged, "store", "samples"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_with_less_than_the_reserve_fails()
    {
        var run = await RunAsync(new() { ["LIQMON_Store__ReserveBytes"] = (1L << 50).ToString() }, "--offline");

        Assert.Equal(1, run.Code);
        Assert.Contains("nothing is stored", Finding(run, "disk", "space"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_being_written_is_left_alone()
    {
        using var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);

        var run = await RunAsync([], "--offline");
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1)]);

        Assert.Equal(0, run.Code);
        using var reader = _folder.Read();
        Assert.Equal(2, reader.State.VenueCounts().Sum(venue => venue.Liquidations));
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => file.Contains("doctor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_store_yet_is_no_failure()
    {
        var run = await CliRun.Of("doctor", "--offline", "--data", Path.Combine(_folder.Path, "new"), "--format", "json");

        Assert.Equal(0, run.Code);
        Assert.Equal("warn", State(Checks(run), "store", "opens"));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "new")));
    }

    [Fact]
    public async Task Wrong_settings_are_a_finding()
    {
        var run = await RunAsync(new() { ["LIQMON_Store__ReserveBytes"] = "much", ["LIQMON_Venues__gate__Enabled"] = "perhaps" }, "--offline");

        Assert.Equal(1, run.Code);
        Assert.Equal(2, Checks(run).Count(check => check is { Check: "settings", State: "fail" }));
    }

    [Fact]
    public async Task People_read_the_same_with_words_beside_signs()
    {
        var run = await CliRun.Of(c => c with { Width = 70, Color = false }, "doctor", "--offline", "--data", _folder.Path);

        Assert.Contains("  ✓ ok       settings", run.Out, StringComparison.Ordinal);
        Assert.Contains("  ! warn     opens", run.Out, StringComparison.Ordinal);
        Assert.Contains("checks found something to know; none failed", run.Out, StringComparison.Ordinal);
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 70, line));
    }

    [Fact]
    public async Task A_closed_venue_is_wrong_usage()
    {
        var run = await CliRun.Of("doctor", "--venue", "bitmex");
        Assert.Equal(2, run.Code);
    }

    private static Task<Simulation> StartAsync(string venue) => Simulation.StartAsync(
        new() { Venues = [venue], Rate = 5, Assets = ["BTC", "ETH"] }, TimeProvider.System, CancellationToken.None);

    private static Dictionary<string, string> Places(Simulation simulation, string venue) =>
        Places(venue, simulation.Endpoints[venue].RestUrl, simulation.Endpoints[venue].WebSocketUrl);

    private static Dictionary<string, string> Places(string venue, Uri rest, Uri socket) => new()
    {
        [$"LIQMON_Venues__{venue}__WebSocketUrl"] = socket.ToString(),
        [$"LIQMON_Venues__{venue}__RestUrl"] = rest.ToString(),
    };

    private Task<CliRun> RunAsync(Dictionary<string, string> environment, params string[] args) => CliRun.Of(
        context => context with
        {
            // No test asks anybody outside.
            Environment = new Dictionary<string, string>(environment) { ["LIQMON_Context__Enabled"] = "false" },
            Time = TimeProvider.System,
        },
        ["doctor", "--data", _folder.Path, "--format", "json", .. args]);

    private void Fill()
    {
        using var store = _folder.Open();
        store.Commit([.. Enumerable.Range(0, 300).Select(i => Sample.Item(i % 2 == 0 ? Sample.Btc : Sample.Eth, Sample.Noon + i * 60_000, price: 100 + i))]);
    }

    private static List<Row> Checks(CliRun run)
    {
        using var document = JsonDocument.Parse(run.Out);
        return
        [
            .. document.RootElement.GetProperty("checks").EnumerateArray().Select(check => new Row(
                check.GetProperty("about").GetString()!, check.GetProperty("check").GetString()!, check.GetProperty("state").GetString()!,
                check.GetProperty("finding").GetString()!, check.GetProperty("advice").GetString())),
        ];
    }

    private static string State(List<Row> checks, string about, string name) =>
        checks.Single(check => check.About == about && check.Check == name).State;

    private static string Finding(CliRun run, string about, string name) =>
        Checks(run).Single(check => check.About == about && check.Check == name).Finding;

    private sealed record Row(string About, string Check, string State, string Finding, string? Advice);
}
