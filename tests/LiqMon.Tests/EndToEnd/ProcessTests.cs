namespace LiqMon.Tests.EndToEnd;

/// <summary>The program itself where it cannot begin, or reaches nobody.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

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
    public async Task A_second_one_on_the_same_store_is_refused_in_plain_words()
    {
        await using var simulation = await LiveProcess.StartVenuesAsync(new() { Rate = 0 });
        using var first = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        await LiveProcess.UntilLiveAsync(first);
        using var second = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("liqmon:", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_network_each_venue_is_said_to_be_unreachable_and_it_keeps_trying()
    {
        var simulation = await LiveProcess.StartVenuesAsync(new() { Rate = 0 });
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
}
