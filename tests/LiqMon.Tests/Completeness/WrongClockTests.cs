using System.Net;
using System.Text.RegularExpressions;
using LiqMon.Simulator;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>Clocks that are wrong, the venue's or ours: orders are kept, and nothing is claimed that has not been.</summary>
public sealed partial class WrongClockTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(10)]
    public async Task Orders_of_a_venue_whose_clock_is_minutes_off_are_kept(int minutes)
    {
        await using var bybit = await LiveVenue.StartAsync("bybit", new ShiftClock { Venue = "bybit", By = TimeSpan.FromMinutes(minutes) });
        bybit.Emit("BTCUSDT", 10);
        await bybit.UntilStoredAsync(10);
        await Wait.UntilAsync(
            () => bybit.Warnings.Any(text => text.Contains("clock", StringComparison.OrdinalIgnoreCase)), () => "a warning in: " + string.Join('\n', bybit.Warnings));
        Assert.InRange(bybit.Status.ClockOffsetMs!.Value, (minutes * 60_000) - 30_000, (minutes * 60_000) + 1_000);
    }

    [Fact]
    public async Task Monitor_whose_clock_is_two_minutes_slow_is_not_ready()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions
            {
                Venues = ["bybit", "okx"],
                Rate = 5,
                // As a clock of ours that is slow shows itself: all venues are ahead.
                Faults = [new ShiftClock { Venue = VenueFault.AllVenues, By = TimeSpan.FromMinutes(2) }],
            },
            TimeProvider.System,
            CancellationToken.None);
        using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await process.UntilSaysAsync("bybit linear: live");
        await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data)) > 5, "orders to be kept");
        using var http = new HttpClient();
        await Wait.UntilAsync(() => OwnUrl().IsMatch(process.Errors), () => "an address in: " + process.Errors);
        var ready = new Uri(new Uri(OwnUrl().Match(process.Errors).Value), "/healthz/ready");
        var status = HttpStatusCode.OK;
        await Wait.UntilAsync(() => (status = Status(http, ready)) == HttpStatusCode.ServiceUnavailable, () => $"not to be ready; it says {status}");
    }

    [Fact]
    public async Task Clock_that_runs_ahead_and_is_set_back_writes_no_coverage_ahead_of_time()
    {
        await using var bybit = await LiveVenue.StartAsync("bybit");
        bybit.Time.Move(TimeSpan.FromMinutes(10));
        // For a while, in which coverage is written each second.
        await Wait.UntilAsync(() => bybit.Simulation.Ticks > 150, "fifteen seconds");
        bybit.Time.Move(TimeSpan.FromMinutes(-10));
        bybit.Emit("BTCUSDT", 3);
        await bybit.UntilStoredAsync(3);
        var now = bybit.NowMs;
        Assert.Equal(0, bybit.CoveredShare(now + 60_000, now + 540_000));
    }

    private static HttpStatusCode Status(HttpClient http, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = http.Send(request);
        return response.StatusCode;
    }

    [GeneratedRegex(@"(?<=; )http://127\.0\.0\.1:\d+")]
    private static partial Regex OwnUrl();
}
