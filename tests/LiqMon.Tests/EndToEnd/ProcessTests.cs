using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The program itself: killed, asked to stop, asked while it runs.</summary>
public sealed partial class ProcessTests : IDisposable
{
    /// <summary>Polled feeds tell what happened up to half a minute later.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Killed_again_and_again_it_loses_and_doubles_nothing_that_was_committed()
    {
        await using var simulation = await StartAsync(new() { Rate = 40, Seed = 21 });
        var random = new Random(21);
        IReadOnlyDictionary<string, string> before = new Dictionary<string, string>();
        for (var round = 0; round < 3; round++)
        {
            using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
            await UntilLiveAsync(process);
            Assert.True(Books.Orders(before) <= Books.Orders(Books.OfStore(_data)));
            simulation.Resume();
            var enough = Books.Orders(Books.OfStore(_data)) + random.Next(100, 300);
            await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data)) >= enough, "events to be stored");
            await process.KillAsync();
            simulation.Pause();
            before = Books.OfStore(_data);
        }

        // Sums kept with the events still agree with them, and nothing is in the store that was never sent.
        var sent = Sent(simulation).ToLookup(entry => entry);
        using var reader = StoreReader.Open(_data);
        var rows = reader.Liquidations.List(new() { FromMs = 0, ToMs = long.MaxValue }, 0, 1_000_000, newestFirst: false).ToList();
        Assert.Equal(Books.Orders(before), rows.Count);
        Assert.All(
            rows.Select(row => (row.Venue, row.Symbol, row.TimeMs, row.MicroUsd)).CountBy(row => row),
            row => Assert.True(row.Value <= sent[row.Key].Count(), $"{row.Key} is in the store {row.Value} times"));
        Assert.Equal(
            before.Values.Sum(value => long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture)), rows.Sum(row => row.MicroUsd));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_sentence_and_no_stack_trace()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var (code, _, errors) = await LiqMonProcess.RunAsync("run", "--data", _data, "--listen", $"http://{taken.LocalEndpoint}");

        Assert.Equal(1, code);
        Assert.Contains("choose one with --listen", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_answers_equals_the_ledger_before_and_after_a_kill()
    {
        await using var simulation = await StartAsync(new() { Rate = 40, Seed = 22 });
        using (var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0"))
        {
            await UntilLiveAsync(process);
            simulation.Resume();
            await Wait.UntilAsync(() => Books.Orders(Books.OfLedger(simulation.Ledger)) > 300, "the market to move");
            simulation.Pause();
            await Books.SettleAsync(simulation);
            await Wait.UntilAsync(
                () => Books.Orders(Books.OfStore(_data)) == Books.Orders(Books.OfLedger(simulation.Ledger)), "the store to hold all that was sent");
            await AssertAnswersLedgerAsync(simulation);
            AssertHealthAndMetrics(process, Books.Orders(Books.OfLedger(simulation.Ledger)));
            await process.KillAsync();
        }

        await AssertAnswersLedgerAsync(simulation);
        using (var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0"))
        {
            await UntilLiveAsync(process);
            await AssertAnswersLedgerAsync(simulation);
            AssertHealthAndMetrics(process, stored: 0);
        }
    }

    [Theory]
    [InlineData("TERM", 0, 1)]
    [InlineData("INT", 130, 1)]
    // To the process and to its group, as timeout and shells do.
    [InlineData("TERM", 0, 2)]
    public async Task Asked_to_stop_it_commits_and_ends_within_five_seconds(string signal, int code, int times)
    {
        await using var simulation = await StartAsync(new() { Rate = 40, Seed = 23 });
        using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await UntilLiveAsync(process);
        simulation.Resume();
        await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data)) > 50, "events to be stored");
        var asked = Stopwatch.GetTimestamp();
        await process.SignalAsync(signal, times);
        Assert.Equal(code, await process.ExitCodeAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await process.UntilSaysAsync("everything received is committed");
        Assert.False(File.Exists(Path.Combine(_data, "liqmon.db-wal")), "a clean stop leaves no write-ahead log behind");
    }

    [Fact]
    public async Task A_second_one_on_the_same_store_is_refused_in_plain_words()
    {
        await using var simulation = await StartAsync(new() { Rate = 0 });
        using var first = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await UntilLiveAsync(first);
        using var second = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("liqmon:", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_equals_its_own_ledger()
    {
        using var demo = LiqMonProcess.Start(null, "demo", "--data", _data, "--rate", "20", "--history", "2d", "--listen", "http://127.0.0.1:0");
        await demo.UntilSaysAsync("/ledger");
        var ledger = LedgerUrl().Match(demo.Errors).Value;
        Assert.Contains("SIMULATED DATA", demo.Errors, StringComparison.Ordinal);
        using var http = new HttpClient();
        var metrics = new Uri(new Uri(OwnUrl().Match(demo.Errors).Value), "/metrics");
        await Wait.UntilAsync(() => AllFeedsLive(Asked(http, metrics)), () => "every feed to be live:\n" + demo.Errors, Long);
        var from = TimeProvider.System.GetUtcNow();
        await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data, from.ToUnixTimeMilliseconds())) > 300, "the demo to move");

        // A span that has ended, for all: the market is past it for longer than a venue collects orders, those that are
        // polled have told all, and it is committed. Only then are both asked the same.
        var to = TimeProvider.System.GetUtcNow();
        var (start, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        await Wait.UntilAsync(() => Sent($"from={end + 3_000}").Orders > 0, "the market to pass the span's end");
        await Wait.UntilAsync(
            () => Sent($"from={start}&to={end}") is { Undelivered: 0 } sent && sent.Orders == Books.Orders(Books.OfStore(_data, start, end)),
            () => $"{Sent($"from={start}&to={end}")} to be in the store\n{demo.Errors}", Long);
        var span = FormattableString.Invariant($"from={from:yyyy-MM-ddTHH:mm:ss.fffZ}&to={to:yyyy-MM-ddTHH:mm:ss.fffZ}");
        using var expected = JsonDocument.Parse(await http.GetStringAsync(new Uri($"{ledger}?asset=BTC&{span}")));
        var (code, output, _) = await LiqMonProcess.RunAsync(
            "squeeze", "--data", _data, "--asset", "BTC", "--from", $"{from:yyyy-MM-ddTHH:mm:ss.fffZ}", "--to", $"{to:yyyy-MM-ddTHH:mm:ss.fffZ}", "--format", "json");
        Assert.Equal(0, code);
        using var actual = JsonDocument.Parse(output);
        foreach (var field in (string[])["long_usd", "short_usd", "short_minus_long_usd", "total_usd", "long_orders", "short_orders"])
            Assert.Equal(expected.RootElement.GetProperty(field).GetDecimal(), actual.RootElement.GetProperty(field).GetDecimal());
        Assert.True(actual.RootElement.GetProperty("total_usd").GetDecimal() > 0);

        (long Orders, long Undelivered) Sent(FormattableString span)
        {
            using var totals = JsonDocument.Parse(Asked(http, new Uri($"{ledger}?{FormattableString.Invariant(span)}")));
            return (Number("long_orders") + Number("short_orders"), Number("undelivered_orders"));

            long Number(string name) => totals.RootElement.GetProperty(name).GetInt64();
        }
    }

    [Fact]
    public async Task Without_a_network_each_venue_is_said_to_be_unreachable_and_it_keeps_trying()
    {
        var simulation = await StartAsync(new() { Rate = 0 });
        var nowhere = simulation.Endpoints;
        await using (simulation)
        {
            // Free ports of a moment ago: nothing listens there once the simulation has ended.
        }

        using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        foreach (var venue in nowhere.Keys)
            await process.UntilSaysAsync($"{venue}");
        await process.UntilSaysAsync("unreachable");
        await process.SignalAsync("TERM");
        Assert.Equal(0, await process.ExitCodeAsync());
    }

    private static async Task UntilLiveAsync(LiqMonProcess process)
    {
        await process.UntilSaysAsync("binance market: live");
        await process.UntilSaysAsync("bybit inverse: live");
        await process.UntilSaysAsync("bybit linear: live");
        await process.UntilSaysAsync("okx public: live");
    }

    /// <summary>Whether every feed of every venue the simulator plays is said to be live.</summary>
    private static bool AllFeedsLive(string metrics)
    {
        var feeds = metrics.Split('\n').Where(line => line.StartsWith("liqmon_feed_live{", StringComparison.Ordinal)).ToList();
        return feeds.TrueForAll(line => line.EndsWith(" 1", StringComparison.Ordinal))
            && Simulation.KnownVenues.All(venue => feeds.Exists(line => line.Contains($"venue=\"{venue}\"", StringComparison.Ordinal)));
    }

    private static string Asked(HttpClient http, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = http.Send(request);
        using var text = new StreamReader(response.EnsureSuccessStatusCode().Content.ReadAsStream());
        return text.ReadToEnd();
    }

    /// <summary>What the running program shows of itself: by its own wiring, beside what the simulator knows.</summary>
    private static void AssertHealthAndMetrics(LiqMonProcess process, long stored)
    {
        using var http = new HttpClient { BaseAddress = new Uri(OwnUrl().Match(process.Errors).Value) };
        Assert.Equal("live", Asked(http, new Uri(http.BaseAddress, "/healthz/live")));
        Assert.StartsWith("{\"ready\":true", Asked(http, new Uri(http.BaseAddress, "/healthz/ready")), StringComparison.Ordinal);
        var metrics = Asked(http, new Uri(http.BaseAddress, "/metrics")).Split('\n');
        Assert.Contains(FormattableString.Invariant($"liqmon_stored_total {stored}"), metrics);
        Assert.Equal(
            ["binance 1", "bybit 1", "bybit 1", "okx 1"],
            metrics.Where(line => line.StartsWith("liqmon_feed_live{", StringComparison.Ordinal))
                .Select(line => line.Split('"')[1] + line[line.LastIndexOf(' ')..]).Order(StringComparer.Ordinal));
    }

    private async Task AssertAnswersLedgerAsync(Simulation simulation)
    {
        var (code, output, errors) = await LiqMonProcess.RunAsync("squeeze", "--data", _data, "--asset", "BTC", "--window", "1h", "--format", "json");
        Assert.True(code == 0, errors);
        var ledger = simulation.Ledger.Totals("BTC", null, 0, long.MaxValue);
        using var answer = JsonDocument.Parse(output);
        Assert.Equal(ledger.LongMicroUsd / 1_000_000m, answer.RootElement.GetProperty("long_usd").GetDecimal());
        Assert.Equal(ledger.ShortMicroUsd / 1_000_000m, answer.RootElement.GetProperty("short_usd").GetDecimal());
        Assert.Equal(ledger.LongOrders, answer.RootElement.GetProperty("long_orders").GetInt64());
        Assert.Equal(ledger.Largest?.MicroUsd / 1_000_000m, answer.RootElement.GetProperty("largest").GetProperty("usd").GetDecimal());
    }

    private static IEnumerable<(string Venue, string Symbol, long TimeMs, long MicroUsd)> Sent(Simulation simulation) =>
        simulation.Ledger.Entries().Select(entry => (entry.Venue, entry.Symbol, entry.EventTimeMs, entry.MicroUsd));

    private static async Task<Simulation> StartAsync(SimulationOptions options)
    {
        var simulation = await Simulation.StartAsync(options with { Venues = Books.Venues }, TimeProvider.System, CancellationToken.None);
        simulation.Pause();
        return simulation;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/ledger")]
    private static partial Regex LedgerUrl();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+$", RegexOptions.Multiline)]
    private static partial Regex OwnUrl();
}
