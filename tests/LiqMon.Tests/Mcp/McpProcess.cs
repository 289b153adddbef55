using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LiqMon.Tests.Mcp;

/// <summary>The real program as a server of the protocol, and the package's own client before it.</summary>
internal sealed class McpProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors;

    private McpProcess(McpClient client, ConcurrentQueue<string> errors) => (Client, _errors) = (client, errors);

    internal McpClient Client { get; }

    /// <summary>What it wrote to standard error.</summary>
    internal string Errors => string.Join('\n', _errors);

    internal static async Task<McpProcess> StartAsync(string data)
    {
        var errors = new ConcurrentQueue<string>();
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = "liqmon",
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "liqmon.dll"), "mcp", "--data", data],
            EnvironmentVariables = LiqMonSettings(),
            StandardErrorLines = errors.Enqueue,
        });
        return new(await McpClient.CreateAsync(transport, new McpClientOptions { InitializationTimeout = TimeSpan.FromMinutes(2) }), errors);
    }

    /// <summary>Calls a tool.</summary>
    internal async Task<CallToolResult> CallAsync(string tool, object? arguments = null) => await Client.CallToolAsync(new CallToolRequestParams
    {
        Name = tool,
        Arguments = arguments is null ? null : JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(one => one.Name, one => one.Value),
    });

    /// <summary>The texts of an answer, in order.</summary>
    internal static IReadOnlyList<string> Texts(CallToolResult result) => [.. result.Content.OfType<TextContentBlock>().Select(block => block.Text)];

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    // What steers these tests is no setting of the program, which refuses settings that it does not know.
    private static Dictionary<string, string?> LiqMonSettings() => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith("LIQMON_", StringComparison.OrdinalIgnoreCase)).ToDictionary(name => name, _ => (string?)null);
}
