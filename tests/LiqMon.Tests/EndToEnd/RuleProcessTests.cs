using System.Text.Json;
using LiqMon.Simulator;
using LiqMon.Tests.Alerts;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A rule of a settings file, from a venue's order to the target's HTTP, through the program itself.</summary>
public sealed class RuleProcessTests : IDisposable
{
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(10);

    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_rule_is_posted_once_again_after_its_repeat_and_when_it_is_over()
    {
        await using var hook = await new HookServer().StartAsync();
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Venues = ["bybit"], Assets = ["BTC"], Rate = 0 }, TimeProvider.System, CancellationToken.None);
        var settings = Path.Combine(_data, "settings.json");
        await File.WriteAllTextAsync(settings, """
            { "Alerts": { "Rules": [
                { "When": "squeeze(BTC,1h,bybit).long_usd >= 100k and not feed(bybit).down", "Repeat": "10s" }
            ] } }
            """);
        var target = new Dictionary<string, string>
        {
            ["LIQMON_Alerts__desk__Service"] = "json",
            ["LIQMON_Alerts__desk__Url"] = new Uri(hook.Url, "/rules").AbsoluteUri,
            ["LIQMON_Alerts__desk__Events"] = "rules",
        };
        using var process = LiqMonProcess.Start(
            simulation, target, "run", "--config", settings, "--data", Path.Combine(_data, "store"), "--listen", "http://127.0.0.1:0");
        await process.UntilSaysAsync("bybit inverse: live");
        await process.UntilSaysAsync("bybit linear: live");
        Assert.Empty(hook.Posted);

        simulation.Emit("bybit", new() { Symbol = "BTCUSDT", Position = LiquidatedPosition.Long, Price = 50_000, Quantity = 2 });
        await Wait.UntilAsync(() => hook.Posted.Count >= 2, () => "two posts\n" + process.Errors, TimeSpan.FromSeconds(90));
        // Bybit's feeds go down: the condition no longer holds.
        await simulation.InjectAsync(new DeadVenue { Venue = "bybit" });
        await Wait.UntilAsync(() => Events(hook).Contains("rule_cleared"), () => "the end\n" + process.Errors, TimeSpan.FromSeconds(90));
        await process.SignalAsync("INT");
        await process.ExitCodeAsync();

        var posted = hook.Posted.Select(post => post.Body).ToList();
        Assert.All(hook.Posted, post => Assert.Equal("/rules", post.Path));
        Assert.All(Events(hook).SkipLast(1), posted => Assert.Equal("rule_fired", posted));
        Assert.Equal("rule_cleared", Events(hook)[^1]);
        Assert.Equal("0", posted[0].GetProperty("rule").GetProperty("name").GetString());
        Assert.Equal(100_000, posted[0].GetProperty("rule").GetProperty("values").GetProperty("squeeze(BTC,1h,bybit).long_usd").GetDouble());
        Assert.Equal(0, posted[0].GetProperty("rule").GetProperty("values").GetProperty("feed(bybit).down").GetDouble());
        // The hour began before the program did.
        Assert.Contains("gaps at bybit", posted[0].GetProperty("rule").GetProperty("floors").GetProperty("squeeze(BTC,1h,bybit)").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, posted[^1].GetProperty("rule").GetProperty("values").GetProperty("feed(bybit).down").GetDouble());
        var times = posted.SkipLast(1).Select(body => body.GetProperty("time").GetDateTimeOffset()).ToList();
        // Times are those of the wall clock, which need not agree with the one that measures to the last millisecond.
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > Repeat - TimeSpan.FromSeconds(0.1), $"{pair.First:O} {pair.Second:O}"));
    }

    private static List<string?> Events(HookServer hook) => [.. hook.Posted.Select(post => post.Body.GetProperty("event").GetString())];
}
