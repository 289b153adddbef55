using System.Net;
using System.Net.Sockets;
using LiqMon.Tests.Store;
using LiqMon.Venues;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The program where there is no internet.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_any_venue_one_line_names_the_demo_and_each_venue_has_one_line_however_often_it_is_tried()
    {
        // One venue's port counts the attempts; all others are closed.
        using var counting = new TcpListener(IPAddress.Loopback, 0);
        counting.Start();
        using var stop = new CancellationTokenSource();
        var attempts = 0;
        var hangUp = HangUpAsync(counting, () => Interlocked.Increment(ref attempts), stop.Token);
        var settings = new Dictionary<string, string>();
        foreach (var venue in VenueCatalog.All.Where(venue => venue.Profile.ClosedOn is null).Select(venue => venue.Profile.Id))
        {
            var port = venue == "okx" ? ((IPEndPoint)counting.LocalEndpoint).Port : 9;
            settings[$"LIQMON_Venues__{venue}__Enabled"] = "true";
            settings[$"LIQMON_Venues__{venue}__RestUrl"] = FormattableString.Invariant($"http://127.0.0.1:{port}");
            settings[$"LIQMON_Venues__{venue}__WebSocketUrl"] = FormattableString.Invariant($"ws://127.0.0.1:{port}");
        }

        settings["LIQMON_Context__Enabled"] = "true";
        foreach (var source in (string[])["CoinbaseUrl", "BinanceSpotUrl", "CoinGeckoUrl", "HyperliquidDailyUrl"])
            settings["LIQMON_Context__" + source] = "http://127.0.0.1:9";
        using var run = LiqMonProcess.Start(null, settings, "run", "--data", _folder.Path, "--listen", "127.0.0.1:0");
        await run.UntilSaysAsync("liqmon demo");
        await Until.TrueAsync(() => Volatile.Read(ref attempts) >= 6, "attempts to reach a venue", 120);
        await run.SignalAsync("INT");
        await run.ExitCodeAsync();
        await stop.CancelAsync();
        await hangUp;
        var lines = run.Errors.Split('\n');
        Assert.Single(lines, line => line.Contains("liqmon demo", StringComparison.Ordinal));
        foreach (var venue in VenueCatalog.All.Where(venue => venue.Profile.ClosedOn is null).Select(venue => venue.Profile.Id))
            Assert.Single(lines, line => line.Contains($" {venue}: ", StringComparison.Ordinal));
        foreach (var source in (string[])["coinbase", "binance_spot", "coingecko"])
            Assert.Single(lines, line => line.Contains($" {source}: ", StringComparison.Ordinal));
    }

    private static async Task HangUpAsync(TcpListener listener, Action attempt, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellation);
                attempt();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
