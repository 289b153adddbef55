using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The program asked to stop.</summary>
public sealed class StoppedProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("TERM", 0, 1)]
    [InlineData("INT", 130, 1)]
    // To the process and to its group, as timeout and shells do.
    [InlineData("TERM", 0, 2)]
    public async Task Asked_to_stop_it_commits_and_ends_within_five_seconds(string signal, int code, int times)
    {
        await using var simulation = await LiveProcess.StartVenuesAsync(new() { Rate = 40, Seed = 23 });
        using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await LiveProcess.UntilLiveAsync(process);
        simulation.Resume();
        await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data)) > 50, "events to be stored");
        var took = await process.EndAsync(signal, times);
        Assert.True(took < TimeSpan.FromSeconds(5), $"{took}:\n{process.Errors}");
        Assert.Equal(code, await process.ExitCodeAsync());
        await process.UntilSaysAsync("everything received is committed");
        Assert.False(File.Exists(Path.Combine(_data, "liqmon.db-wal")), "a clean stop leaves no write-ahead log behind");
    }
}
