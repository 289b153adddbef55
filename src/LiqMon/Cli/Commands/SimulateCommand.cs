using LiqMon.Simulator;

namespace LiqMon.Cli.Commands;

/// <summary>Serves simulated venues alone, for another LiqMon to watch.</summary>
internal static class SimulateCommand
{
    internal static async Task<int> RunAsync(CliContext context, SimulateOptions options, CancellationToken cancellation)
    {
        var simulated = options.Simulation with { Venues = options.Venues, Port = options.Listen.Port };
        Simulation simulation;
        try
        {
            simulation = await Simulation.StartAsync(simulated, context.Time, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException wrong) when (simulated.Faults.Count > 0)
        {
            throw new UsageException($"--faults: {wrong.Message}");
        }
        catch (IOException failure)
        {
            await context.Error.WriteLineAsync(
                $"liqmon: cannot listen on {options.Listen}: {failure.Message} Choose another port with --port; 0 takes a free one.")
                .ConfigureAwait(false);
            return ExitCode.Failure;
        }

        await using (simulation)
        {
            await context.Error.WriteLineAsync(
                $"liqmon: simulated venues with seed {simulated.Seed}; what they send, exactly: {simulation.LedgerUrl}\n"
                + $"liqmon: faults while they run: {new Uri(simulation.LedgerUrl, "/control/faults")}\n"
                + "liqmon: let another LiqMon watch them with these settings:").ConfigureAwait(false);
            foreach (var (venue, endpoint) in simulation.Endpoints.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                await context.Out.WriteLineAsync($"LIQMON_Venues__{venue}__WebSocketUrl={Place(endpoint.WebSocketUrl)}").ConfigureAwait(false);
                await context.Out.WriteLineAsync($"LIQMON_Venues__{venue}__RestUrl={Place(endpoint.RestUrl)}").ConfigureAwait(false);
            }

            foreach (var source in (string[])["CoinbaseUrl", "BinanceSpotUrl", "CoinGeckoUrl", "HyperliquidDailyUrl"])
                await context.Out.WriteLineAsync($"LIQMON_Context__{source}={Place(simulation.SourcesUrl)}").ConfigureAwait(false);

            await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return ExitCode.Interrupted;
    }

    private static string Place(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
