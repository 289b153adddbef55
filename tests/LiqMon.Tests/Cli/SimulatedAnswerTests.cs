using System.Text.Json;
using LiqMon.Tests.Api;

namespace LiqMon.Tests.Cli;

/// <summary>Nobody takes made-up figures for real ones, however they were asked for.</summary>
public sealed class SimulatedAnswerTests
{
    private static readonly string[] Commands = ["squeeze", "liquidations", "cascades", "oi", "long-short", "context", "map --asset BTC", "venues"];

    [Fact]
    public async Task Every_table_list_and_line_of_a_simulated_store_says_so_and_none_of_a_real_one()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var isSimulated in new[] { false, true })
        {
            if (isSimulated)
                server.Store.Simulate();
            foreach (var command in Commands)
            {
                var arguments = command.Split(' ');
                Assert.Equal(isSimulated, (await Run(server, arguments)).Out.Contains("SIMULATED", StringComparison.Ordinal));
                Assert.Equal(isSimulated, (await Run(server, [.. arguments, "--format", "csv"])).Error.Contains("SIMULATED", StringComparison.Ordinal));
                Assert.Equal(isSimulated, Says((await Run(server, [.. arguments, "--format", "json"])).Out));
            }

            Assert.Equal(isSimulated, (await Run(server, "squeeze", "--line")).Out.StartsWith("SIMULATED: ", StringComparison.Ordinal));
            foreach (var path in new[] { "squeeze", "squeeze?by=asset", "liquidations", "cascades", "open-interest", "long-short", "context", "map?asset=BTC", "venues" })
                Assert.Equal(isSimulated, Says(await server.Http.GetStringAsync($"/api/{path}")));
        }
    }

    private static bool Says(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return (root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root })
            .All(one => one.TryGetProperty("simulated", out var mark) && mark.GetBoolean());
    }

    private static Task<CliRun> Run(RunningServer server, params string[] arguments) => CliRun.Of([.. arguments, "--data", server.Store.Directory]);
}
