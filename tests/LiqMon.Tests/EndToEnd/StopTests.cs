using System.Diagnostics;
using LiqMon.Cli;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Simulator;
using LiqMon.Tests.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A stop ends in time, and says by its exit code and in words whether something is lost.</summary>
public sealed class StopTests : IDisposable
{
    // Nothing can be stored: the disk never has so much room.
    private static readonly Dictionary<string, string> FullDisk = new() { ["LIQMON_Store__ReserveBytes"] = "1000000000000000" };
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_stop_that_loses_data_fails_and_says_how_much()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 40, Seed = 5, Venues = ["binance"] }, TimeProvider.System, CancellationToken.None);
        using var process = LiqMonProcess.Start(simulation, FullDisk, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await process.UntilSaysAsync("The store cannot write");
        await process.SignalAsync("TERM");
        var code = await process.ExitCodeAsync();
        Assert.True(code == ExitCode.Failure, $"{code}: {process.Errors}");
        Assert.Matches(@"liqmon: stopped; at least [1-9][0-9,]* items were received and are not stored", process.Errors);
    }

    /// <summary>On a full disk each wait of a stop takes as long as it may: together they may not be more than five seconds.</summary>
    [Fact]
    public void All_waits_of_a_stop_together_are_five_seconds() =>
        Assert.InRange(LiqMon.Cli.Commands.RunCommand.LongestStop, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    [Fact]
    public async Task A_replay_that_waits_for_the_disk_ends_when_it_is_interrupted()
    {
        var recording = RepositoryFiles.Path("tests", "LiqMon.Tests", "Fixtures", "binance", "short", "frames.jsonl");
        using var interrupt = new CancellationTokenSource();
        await using var error = new KeptText();
        var running = CliRun.Of(
            context => context with { Environment = FullDisk, Time = TimeProvider.System, Error = error }, interrupt.Token,
            "replay", "--data", _data, "--venue", "binance", recording);
        await Wait.UntilAsync(
            () => running.IsCompleted || error.ToString().Contains("The store cannot write", StringComparison.Ordinal), () => "the disk: " + error);
        Assert.False(running.IsCompleted, error.ToString());
        await interrupt.CancelAsync();
        var run = await running.WaitAsync(Limit);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Matches("[1-9][0-9]* items were read and are not stored", error.ToString());
    }

    [Theory]
    [InlineData("squeeze", "--window", "1h")]
    [InlineData("run", "--listen", "http://127.0.0.1:0")]
    public async Task A_damaged_store_has_an_exit_code_of_its_own_and_says_what_to_do(params string[] command)
    {
        File.WriteAllText(Path.Combine(_data, "liqmon.db"), new string('x', 8_192));
        var run = await CliRun.Of([.. command, "--data", _data]);
        Assert.Equal(ExitCode.Damaged, run.Code);
        Assert.Contains("sqlite3 liqmon.db .recover", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_during_the_search_on_a_full_store_ends_in_time_and_the_search_itself_is_one_pass()
    {
        var endMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        SpreadStore.Fill(_data, 1_000_000, endMs, 3 * 86_400_000L);
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Venues = ["bybit"] }, TimeProvider.System, CancellationToken.None);
        await using (var watch = await Watch.StartAsync(simulation, _data))
        {
            await Wait.UntilAsync(() => watch.Pipeline.Loops.Loops.Any(loop => loop.Name == "cascades"), "the search to begin");
            var end = await watch.StopAsync().WaitAsync(Limit);
            // What had not ended in its time would be named.
            Assert.Empty(end.LoopsLeft);
            Assert.Equal(0, end.NotStored);
        }

        await using (var watch = await Watch.StartAsync(simulation, _data))
            await Wait.UntilAsync(() => Found() > 0, () => $"cascades to be found: {string.Join('\n', watch.Pipeline.Loops.Loops)}", TimeSpan.FromSeconds(120));

        int Found()
        {
            using var reader = StoreReader.Open(_data);
            return reader.Cascades.List(new() { FromMs = 0, ToMs = long.MaxValue }, 0, 10).Count;
        }
    }

    /// <summary>Text that may be read while it is written.</summary>
    private sealed class KeptText : StringWriter
    {
        private readonly Lock _using = new();

        public override void Write(char value)
        {
            lock (_using)
                base.Write(value);
        }

        public override void Write(string? value)
        {
            lock (_using)
                base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (_using)
                base.Write(buffer, index, count);
        }

        public override void WriteLine(string? value)
        {
            lock (_using)
                base.WriteLine(value);
        }

        public override string ToString()
        {
            lock (_using)
                return base.ToString();
        }
    }
}
