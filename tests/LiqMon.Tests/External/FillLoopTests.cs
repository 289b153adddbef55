using System.Threading.Channels;
using LiqMon.Configuration;
using LiqMon.External;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Simulator;
using LiqMon.Tests.Store;
using Microsoft.Extensions.Logging;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.External;

/// <summary>Gaps are filled while <c>run</c> goes on.</summary>
public sealed class FillLoopTests : IDisposable
{
    private const long Minute = 60_000;
    private const int SumsOfAGap = 8;

    private readonly StoreFolder _folder = new();
    private readonly long _startMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / Minute * Minute - 60 * Minute;

    public void Dispose() => _folder.Dispose();

    private long FirstMs => _startMs + 10 * Minute + 30_000;

    private long SecondMs => _startMs + 30 * Minute + 30_000;

    [Fact]
    public async Task A_gap_is_filled_after_a_restart_and_one_that_is_filled_is_not_asked_for_again()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        WatchWithTwoGaps();
        await FillByHandAsync(server, FirstMs, FirstMs + 5 * Minute);
        Assert.Equal(SumsOfAGap, Sums().Count);
        var before = Stored();

        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Venues = ["binance"] }, TimeProvider.System, CancellationToken.None);
        await using var watch = await Watch.StartAsync(simulation, _folder.Path, change: setup => setup with { Fills = Options(server, CoinalyzeServer.Key) });
        await Wait.UntilAsync(() => Sums().Count == 2 * SumsOfAGap, "the second gap to be filled");

        Assert.Equal(2, server.Histories.Count);
        Assert.Contains($"from={SecondMs / Minute * 60 + 60}&", server.Histories[1], StringComparison.Ordinal);
        Assert.Equal(before, Stored());
        using var reader = _folder.Read();
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Contains(reader.Coverage.Missing("binance", _startMs, nowMs, nowMs, neverWatched: false), gap => gap.FromMs == SecondMs);
    }

    [Fact]
    public async Task A_wrong_key_is_told_without_showing_it_and_tried_later()
    {
        await using var server = await new CoinalyzeServer().StartAsync();
        WatchWithTwoGaps();
        using var http = RestClient.NewHttpClient();
        using var stop = new CancellationTokenSource();
        var log = new ListLogger();
        var store = Channel.CreateBounded<StoreItem>(16);
        var loop = new GapFillService(
            [("binance", new VenueOptions())], Options(server, "another-key-of-the-test"), _folder.Path, store.Writer, http, TimeProvider.System, log, new FailureLog("coinalyze", TimeProvider.System, log));
        var running = loop.RunAsync(stop.Token);
        await Wait.UntilAsync(() => log.Lines.Any(line => line.Level == LogLevel.Warning), "a warning");
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);

        var warning = Assert.Single(log.Lines).Text;
        Assert.Contains("is the key right?", warning, StringComparison.Ordinal);
        Assert.Contains("next attempt in 5 min", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("another-key", warning, StringComparison.Ordinal);
        Assert.False(store.Reader.TryRead(out _));
    }

    private static GapFillOptions Options(CoinalyzeServer server, string key) => new()
    {
        Coinalyze = new CoinalyzeSettings(server.Url, new Secret(key)),
        CheckEvery = TimeSpan.FromMilliseconds(50),
        Pace = TimeSpan.Zero,
    };

    private async Task FillByHandAsync(CoinalyzeServer server, long fromMs, long toMs)
    {
        using var store = _folder.Open();
        using var http = RestClient.NewHttpClient();
        var client = new CoinalyzeClient(Options(server, CoinalyzeServer.Key).Coinalyze, http, TimeSpan.Zero, TimeProvider.System);
        var summary = await new CoinalyzeFill(new("binance", fromMs, toMs, []), client, KeepAsync, _folder.Path, TimeProvider.System)
            .RunAsync(CancellationToken.None);
        Assert.True(summary.Complete, summary.Detail);

        ValueTask KeepAsync(IReadOnlyList<StoreItem> items, CancellationToken never)
        {
            store.Commit(items);
            return ValueTask.CompletedTask;
        }
    }

    private IReadOnlyList<ExternalTotal> Sums()
    {
        using var reader = _folder.Read();
        return reader.External.Totals(Coinalyze.Source, new() { FromMs = _startMs, ToMs = _startMs + 60 * Minute });
    }

    private IReadOnlyDictionary<string, string> Stored() => Books.OfStore(_folder.Path);

    private void WatchWithTwoGaps()
    {
        using var store = _folder.Open();
        store.Commit(
        [
            StoreItem.Of(new CoveredSpan("binance", "market", _startMs, FirstMs)),
            StoreItem.Of(new Gap("binance", "market", FirstMs, FirstMs + 5 * Minute, GapReason.ConnectionLost)),
            StoreItem.Of(new CoveredSpan("binance", "market", FirstMs + 5 * Minute, SecondMs)),
            StoreItem.Of(new Gap("binance", "market", SecondMs, SecondMs + 5 * Minute, GapReason.NotRunning)),
            StoreItem.Of(new CoveredSpan("binance", "market", SecondMs + 5 * Minute, _startMs + 59 * Minute)),
            Sample.Item(Sample.Btc, _startMs + Minute),
            Sample.Item(Sample.Eth, _startMs + 2 * Minute),
        ]);
    }
}
