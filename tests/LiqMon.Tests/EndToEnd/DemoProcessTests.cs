using System.Text.Json;
using System.Text.RegularExpressions;
using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The demo, asked beside its own ledger.</summary>
public sealed partial class DemoProcessTests : IDisposable
{
    /// <summary>A past is made first, and polled feeds tell what happened up to half a minute later.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task The_demo_equals_its_own_ledger()
    {
        using var demo = LiqMonProcess.Start(null, "demo", "--data", _data, "--rate", "20", "--history", "2d", "--listen", "http://127.0.0.1:0");
        await demo.UntilSaysAsync("/ledger", Long);
        var ledger = LedgerUrl().Match(demo.Errors).Value;
        Assert.Contains("SIMULATED DATA", demo.Errors, StringComparison.Ordinal);
        using var http = new HttpClient();
        var metrics = new Uri(new Uri(LiveProcess.OwnUrl(demo)), "/metrics");
        await Wait.UntilAsync(() => AllFeedsLive(LiveProcess.Answer(http, metrics)), () => "every feed to be live:\n" + demo.Errors, Long);
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
            using var totals = JsonDocument.Parse(LiveProcess.Answer(http, new Uri($"{ledger}?{FormattableString.Invariant(span)}")));
            return (Number("long_orders") + Number("short_orders"), Number("undelivered_orders"));

            long Number(string name) => totals.RootElement.GetProperty(name).GetInt64();
        }
    }

    /// <summary>Whether every feed of every venue the simulator plays is said to be live.</summary>
    private static bool AllFeedsLive(string metrics)
    {
        var feeds = metrics.Split('\n').Where(line => line.StartsWith("liqmon_feed_live{", StringComparison.Ordinal)).ToList();
        return feeds.TrueForAll(line => line.EndsWith(" 1", StringComparison.Ordinal))
            && Simulation.KnownVenues.All(venue => feeds.Exists(line => line.Contains($"venue=\"{venue}\"", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/ledger")]
    private static partial Regex LedgerUrl();
}
