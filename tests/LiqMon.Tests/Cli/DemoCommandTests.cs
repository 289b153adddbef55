using LiqMon.Cli;
using LiqMon.Cli.Commands;
using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Simulator;

namespace LiqMon.Tests.Cli;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Simulated_reports_and_data_never_go_where_real_ones_are()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Rate = 0, Venues = ["binance"] }, TimeProvider.System, CancellationToken.None);
        var settings = OptionsReading.Read(SettingsSources.Read(
            Path.GetTempPath(), new Dictionary<string, string> { ["LIQMON_Reports__Directory"] = "/real/reports", ["LIQMON_Lake__Directory"] = "/real/lake", ["LIQMON_Postgres__Url"] = "postgres://a@localhost/d", ["LIQMON_Data"] = "/real/data" }, null,
            new Dictionary<string, string?>()));
        Assert.Equal("/real/reports", settings.Reports!.Directory);
        var demo = DemoCommand.SettingsOf(new DemoOptions(settings, DataGiven: false, new SimulationOptions(), Color: false, TimeSpan.Zero), simulation);
        Assert.DoesNotContain("real", demo.Data, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(demo.Data, "reports"), demo.Reports!.Directory);
        Assert.Equal(Path.Combine(demo.Data, "lake"), demo.Lake!.Directory);
        var named = DemoCommand.SettingsOf(new DemoOptions(settings, DataGiven: true, new SimulationOptions(), Color: false, TimeSpan.Zero), simulation);
        Assert.Equal("/real/data/reports", named.Reports!.Directory);
        Assert.True(demo.IsSimulated && named.IsSimulated);
        Assert.Null(demo.Influx);
        Assert.NotNull(settings.Postgres);
        Assert.Null(demo.Postgres);
    }
}
