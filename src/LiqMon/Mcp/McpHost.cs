using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LiqMon.Mcp;

/// <summary>
/// Serves the store to programs that speak the Model Context Protocol. Standard input and output carry the protocol and nothing else.
/// </summary>
public static class McpHost
{
    private const string Instructions =
        "LiqMon holds what was liquidated on crypto futures venues. Every answer begins with a line about its completeness. "
        + "AT LEAST means that the true total may be higher, because a venue publishes only a part or was not watched all the time: never present such figures as "
        + "exact totals. COMPLETE means exact. SIMULATED means made up. A map is a model. Times are UTC.";

    /// <summary>Serves until the other side closes its end, or the token is cancelled.</summary>
    public static async Task RunAsync(McpServerSetup setup, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(setup);
        using var tools = new McpTools(setup);
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "liqmon", Title = "LiqMon", Version = setup.Version },
            ServerInstructions = Instructions,
            ToolCollection = [.. tools.All],
        };
        var transport = new StdioServerTransport(options, setup.Logging);
        await using (transport.ConfigureAwait(false))
        {
            var server = McpServer.Create(transport, options, setup.Logging);
            await using (server.ConfigureAwait(false))
                await server.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
