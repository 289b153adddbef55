using System.Diagnostics;
using System.Text.Json;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Mcp;

/// <summary>The server of the Model Context Protocol, as a desktop client starts it.</summary>
public sealed class McpServerTests
{
    private static readonly string[] Tools = ["squeeze", "liquidations", "cascades", "open_interest", "context", "map", "venues", "report"];
    private const string From = "2026-11-19T12:00:00Z";
    private const string To = "2026-11-20T12:00:00Z";

    [Fact]
    public async Task Tools_are_described_so_that_a_floor_is_not_overlooked()
    {
        using var store = new SampleStore();
        await using var mcp = await McpProcess.StartAsync(store.Directory);

        var tools = (await mcp.Client.ListToolsAsync()).Select(tool => tool.ProtocolTool).ToList();

        Assert.Equal("liqmon", mcp.Client.ServerInfo?.Name);
        Assert.Contains("AT LEAST", mcp.Client.ServerInstructions, StringComparison.Ordinal);
        Assert.Equal(Tools.Order(StringComparer.Ordinal), tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool =>
        {
            Assert.Contains("AT LEAST", tool.Description, StringComparison.Ordinal);
            Assert.True(tool.Annotations is { ReadOnlyHint: true, DestructiveHint: false });
            Assert.All(tool.InputSchema.GetProperty("properties").EnumerateObject(), argument => Assert.NotEqual("", argument.Value.GetProperty("description").GetString()));
        });
        var list = tools.Single(tool => tool.Name == "liquidations").InputSchema.GetProperty("properties");
        Assert.Equal((1, 100_000, 50), (list.GetProperty("limit").GetProperty("minimum").GetInt32(), list.GetProperty("limit").GetProperty("maximum").GetInt32(), list.GetProperty("limit").GetProperty("default").GetInt32()));
        Assert.Equal(["asset"], tools.Single(tool => tool.Name == "map").InputSchema.GetProperty("required").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [InlineData("squeeze", "squeeze", """{"asset":["BTC"]}""", "--asset", "BTC")]
    [InlineData("squeeze", "squeeze", """{"asset":"BTC,ETH","by":"asset"}""", "--asset", "BTC,ETH", "--by", "asset")]
    [InlineData("liquidations", "liquidations", """{"limit":1,"min_usd":"1k"}""", "--limit", "1", "--min-usd", "1k")]
    [InlineData("cascades", "cascades", """{"side":"long"}""", "--side", "long")]
    [InlineData("open_interest", "oi", """{"by":"venue"}""", "--by", "venue")]
    [InlineData("map", "map", """{"asset":"BTC","range":20}""", "--asset", "BTC", "--range", "20")]
    public async Task A_tool_has_the_json_of_the_command(string tool, string command, string arguments, params string[] options)
    {
        using var store = new SampleStore();
        await using var mcp = await McpProcess.StartAsync(store.Directory);
        var sent = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!;
        sent["from"] = JsonSerializer.SerializeToElement(From);
        sent["to"] = JsonSerializer.SerializeToElement(To);

        var result = await mcp.CallAsync(tool, sent);

        using var printed = new StringWriter();
        using var errors = new StringWriter();
        await Program.RunAsync(
            [command, "--from", From, "--to", To, .. options, "--format", "json", "--data", store.Directory], printed, errors, TimeProvider.System, CancellationToken.None);
        Assert.True(result.IsError is not true, McpProcess.Texts(result)[0]);
        Assert.StartsWith(printed.ToString().StartsWith('[') ? "[{" : "{", printed.ToString(), StringComparison.Ordinal);
        var structured = result.StructuredContent!.Value;
        Assert.Equal(printed.ToString().Trim(), (structured.TryGetProperty("results", out var several) ? several : structured).GetRawText());
        Assert.Equal(structured.GetRawText(), McpProcess.Texts(result)[1]);
    }

    [Fact]
    public async Task The_first_line_says_that_figures_are_a_floor()
    {
        using var store = new SampleStore();
        await using var mcp = await McpProcess.StartAsync(store.Directory);

        var squeeze = await mcp.CallAsync("squeeze", new { asset = "BTC", from = From, to = To });
        var byVenue = await mcp.CallAsync("squeeze", new { by = "venue", from = From, to = To });
        var list = await mcp.CallAsync("liquidations", new { from = From, to = To });
        var map = await mcp.CallAsync("map", new { asset = "BTC", from = From, to = To });
        var context = await mcp.CallAsync("context");
        var venues = await mcp.CallAsync("venues");
        var report = await mcp.CallAsync("report", new { week = "2026-W47" });

        Assert.StartsWith("AT LEAST: ", McpProcess.Texts(squeeze)[0], StringComparison.Ordinal);
        Assert.Contains("missing: gaps at", McpProcess.Texts(squeeze)[0], StringComparison.Ordinal);
        Assert.True(squeeze.StructuredContent!.Value.GetProperty("floor").GetBoolean());
        Assert.StartsWith("AT LEAST: 20 of 20 results are floors", McpProcess.Texts(byVenue)[0], StringComparison.Ordinal);
        Assert.StartsWith("AT LEAST: ", McpProcess.Texts(list)[0], StringComparison.Ordinal);
        Assert.StartsWith("MODEL, NOT DATA: ", McpProcess.Texts(map)[0], StringComparison.Ordinal);
        Assert.StartsWith("INCOMPLETE: absent are ", McpProcess.Texts(context)[0], StringComparison.Ordinal);
        Assert.StartsWith("WATCHED: ", McpProcess.Texts(venues)[0], StringComparison.Ordinal);
        Assert.StartsWith("AT LEAST: ", McpProcess.Texts(report)[0], StringComparison.Ordinal);
        Assert.Contains("| venue |", McpProcess.Texts(report)[1], StringComparison.Ordinal);
        Assert.Equal("2026-W47", report.StructuredContent!.Value.GetProperty("week").GetString());
        Assert.True(report.StructuredContent!.Value.GetProperty("headline").GetProperty("floor").GetBoolean());
    }

    [Fact]
    public async Task Simulated_figures_are_called_so_first()
    {
        using var store = new SampleStore();
        store.Simulate();
        await using var mcp = await McpProcess.StartAsync(store.Directory);

        foreach (var (tool, arguments) in new (string, object)[] { ("squeeze", new { asset = "BTC" }), ("liquidations", new { }), ("squeeze", new { by = "day" }), ("report", new { last = true }) })
            Assert.StartsWith("SIMULATED: ", McpProcess.Texts(await mcp.CallAsync(tool, arguments))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("squeeze", """{"window":"7x"}""", "window: '7x' is not a window")]
    [InlineData("squeeze", """{"windows":"7d","estimate":"ja"}""", "'windows' is not a parameter; there are by")]
    [InlineData("squeeze", """{"asset":{"name":"BTC"}}""", "asset: is no text, number or truth")]
    [InlineData("liquidations", """{"limit":100001}""", "limit: '100001' is not a number of rows")]
    [InlineData("liquidations", """{"limit":[1]}""", "limit: is one value, not a list")]
    [InlineData("liquidations", """{"cursor":"x"}""", "cursor: ")]
    [InlineData("cascades", """{"after":true}""", "asset: after goes with one")]
    [InlineData("map", "{}", "asset: name one")]
    [InlineData("venues", """{"asset":"BTC"}""", "'asset' is not a parameter")]
    [InlineData("report", """{"week":"2026-W99"}""", "week: '2026-W99' is not an ISO week")]
    [InlineData("report", """{"week":"2026-W46","last":true}""", "last: goes alone")]
    [InlineData("report", """{"format":"xlsx"}""", "format: is md or json")]
    public async Task What_is_wrong_is_an_answer_that_says_what_is_accepted(string tool, string arguments, string what)
    {
        using var store = new SampleStore();
        await using var mcp = await McpProcess.StartAsync(store.Directory);

        var result = await mcp.CallAsync(tool, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments));

        Assert.True(result.IsError);
        Assert.Contains(what, McpProcess.Texts(result)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_an_answer_too()
    {
        var data = Path.Combine(Path.GetTempPath(), "liqmon-none-" + Guid.NewGuid().ToString("n"));
        await using var mcp = await McpProcess.StartAsync(data);

        var result = await mcp.CallAsync("squeeze");

        Assert.True(result.IsError);
        Assert.Contains("liqmon run", McpProcess.Texts(result)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_by_its_cursor()
    {
        using var store = new SampleStore();
        await using var mcp = await McpProcess.StartAsync(store.Directory);
        List<string> times = [];
        string? cursor = null;
        do
        {
            var part = (await mcp.CallAsync("liquidations", new { from = From, to = To, limit = 1, cursor })).StructuredContent!.Value;
            times.Add(part.GetProperty("liquidations")[0].GetProperty("time").GetString()!);
            cursor = part.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["2026-11-20T11:45:00.000Z", "2026-11-20T11:30:00.123Z", "2026-11-20T11:00:00.000Z"], times);
    }

    [Fact]
    public async Task Standard_output_has_nothing_but_the_protocol()
    {
        using var store = new SampleStore();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "liqmon.dll"), "mcp", "--data", store.Directory])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("LIQMON_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(own);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"squeeze","arguments":{"window":"7x"}}}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"nothing"}}

            """);
        await process.StandardInput.FlushAsync();
        var lines = new List<string>();
        while (lines.Count < 3 && await process.StandardOutput.ReadLineAsync() is { } line)
            lines.Add(line);
        process.StandardInput.Close();
        var rest = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("", rest);
        Assert.Equal([1, 2, 3], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt32()).Order());
        Assert.All(lines, line => Assert.Equal("2.0", JsonDocument.Parse(line).RootElement.GetProperty("jsonrpc").GetString()));
        Assert.Contains("liqmon: mcp serves ", errors, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }
}
