using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Completeness;

/// <summary>The process itself stands still.</summary>
public sealed class StandstillTests : IDisposable
{
    private static readonly TimeSpan Stood = TimeSpan.FromSeconds(15);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Standstill_in_which_the_venue_dies_is_a_gap_of_its_whole_length()
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Venues = ["bybit"], Assets = ["BTC"], Rate = 0 }, TimeProvider.System, CancellationToken.None);
        using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await process.UntilSaysAsync("bybit inverse: live");
        await process.UntilSaysAsync("bybit linear: live");
        await Wait.UntilAsync(() => Covers(NowMs - 2_000, NowMs - 1_500), "coverage to be written");

        await process.SignalAsync("STOP");
        var fromMs = NowMs;
        await simulation.InjectAsync(new DeadVenue { Venue = "bybit", From = TimeSpan.FromSeconds(3), For = Stood });
        await Wait.UntilAsync(() => NowMs >= fromMs + (long)Stood.TotalMilliseconds, "the standstill");
        await process.SignalAsync("CONT");
        var toMs = NowMs;
        await Wait.UntilAsync(() => Covers(NowMs - 2_000, NowMs - 1_500), "the feeds to be back");

        // What was on its way when it stopped is counted; the second after the start of the standstill is not judged.
        using var reader = StoreReader.Open(_data);
        Assert.Equal(0, reader.Coverage.OfVenues(["bybit"], fromMs + 1_000, toMs, NowMs).Single().Share);
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private bool Covers(long fromMs, long toMs)
    {
        if (!File.Exists(Path.Combine(_data, "liqmon.db")))
            return false;
        using var reader = StoreReader.Open(_data);
        return reader.Coverage.OfVenues(["bybit"], fromMs, toMs, NowMs).Single().Share >= 1;
    }
}
