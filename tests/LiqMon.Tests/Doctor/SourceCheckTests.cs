using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.Doctor;
using LiqMon.Hosting;
using LiqMon.Simulator;
using LiqMon.Tests.Feeds;
using LiqMon.Tests.Store;
using Microsoft.AspNetCore.Http;
using VenueOptions = LiqMon.Configuration.VenueOptions;

namespace LiqMon.Tests.Doctor;

/// <summary>What doctor says of the sources of market context; all of them are on loopback.</summary>
public sealed class SourceCheckTests : IDisposable
{
    private static readonly ContextOptions Nobody = new() { CoinbaseUrl = null, BinanceSpotUrl = null, CoinGeckoUrl = null, HyperliquidDailyUrl = null };

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sources_that_answer_are_well_and_tell_their_figures()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = ["bybit"], Rate = 0, Assets = ["BTC"] }, TimeProvider.System, CancellationToken.None);
        var place = simulation.SourcesUrl;

        var found = await CheckAsync(Nobody with { CoinbaseUrl = place, BinanceSpotUrl = place, CoinGeckoUrl = place });

        Assert.Equal(["coinbase", "binance_spot", "coingecko"], found.Select(check => check.Check));
        Assert.All(found, check => Assert.Equal((CheckState.Ok, null), (check.State, check.Advice)));
        Assert.Matches($@"^BTC-USD [\d,.]+ \({place.Authority}\)$", found[0].Finding);
        Assert.Matches($@"^BTCUSDT [\d,.]+ \({place.Authority}\)$", found[1].Finding);
        Assert.Matches($@"^total_market_cap_usd [\d,.]+, btc_dominance 0\.\d+ \({place.Authority}\)$", found[2].Finding);
    }

    [Theory]
    [InlineData(451, "", "refused: HTTP 451")]
    [InlineData(429, "", "rate limited: HTTP 429")]
    [InlineData(200, "<html>", "the answer cannot be read")]
    [InlineData(200, """{"data":{"total_market_cap":{"usd":1},"market_cap_percentage":{"btc":41},"updated_at":1}}""", "the answer is out of date")]
    public async Task One_that_says_nothing_useful_is_a_warning_that_names_its_setting(int status, string body, string finding)
    {
        var calls = 0;
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
        {
            Interlocked.Increment(ref calls);
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(body);
            return true;
        });

        var check = Assert.Single(await CheckAsync(Nobody with { CoinGeckoUrl = server.RestUrl }));

        Assert.Equal(CheckState.Warn, check.State);
        Assert.StartsWith(finding, check.Finding, StringComparison.Ordinal);
        Assert.Contains("Context:CoinGeckoUrl=off", check.Advice, StringComparison.Ordinal);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_a_warning_and_the_others_are_asked()
    {
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask, async http =>
        {
            await http.Response.WriteAsync("""{"symbol":"BTCUSDT","bidPrice":"19990","askPrice":"19991"}""");
            return true;
        });

        var found = await CheckAsync(Nobody with { CoinbaseUrl = new Uri("http://127.0.0.1:9"), BinanceSpotUrl = server.RestUrl });

        Assert.Equal([CheckState.Warn, CheckState.Ok], found.Select(check => check.State));
        Assert.StartsWith("unreachable: connection refused (127.0.0.1:9)", found[0].Finding, StringComparison.Ordinal);
        Assert.Contains("Context:CoinbaseUrl=off", found[0].Advice, StringComparison.Ordinal);
        Assert.Equal($"BTCUSDT 19,990.5 ({server.RestUrl.Authority})", found[1].Finding);
    }

    [Fact]
    public async Task Beside_simulated_data_nobody_outside_is_asked()
    {
        _folder.Open(_folder.Options with { IsSimulated = true }).Dispose();

        // A name that cannot be: if it were asked, that would be a warning.
        var check = Assert.Single(await CheckAsync(Nobody with { CoinbaseUrl = new Uri("https://coinbase.invalid") }));

        Assert.Equal(CheckState.Skipped, check.State);
        Assert.Contains("simulated", check.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Neither_offline_nor_switched_off_is_there_anybody_to_ask(bool isEnabled, bool isOffline)
    {
        using var checkup = new DoctorChecks(Settings(new ContextOptions { Enabled = isEnabled }), [], isOffline, TimeProvider.System);
        Assert.DoesNotContain(checkup.Groups, group => group.About == "context");
    }

    private async Task<IReadOnlyList<CheckOutcome>> CheckAsync(ContextOptions context)
    {
        using var checkup = new DoctorChecks(Settings(context), [], isOffline: false, TimeProvider.System);
        return await new CheckRunner(TimeSpan.FromSeconds(30), TimeProvider.System).RunAsync(
            [checkup.Groups.Single(group => group.About == "context")], CancellationToken.None);
    }

    private LiqMonOptions Settings(ContextOptions context) => new()
    {
        Data = _folder.Path,
        Listen = new(System.Net.IPAddress.Loopback, 0),
        Venues = new Dictionary<string, VenueOptions>(),
        Context = context,
    };
}
