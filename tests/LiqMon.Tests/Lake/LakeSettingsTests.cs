using LiqMon.Configuration;
using LiqMon.Doctor;
using LiqMon.Hosting;
using LiqMon.Lake;
using LiqMon.Store;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.Lake;

public sealed class LakeSettingsTests
{
    [Fact]
    public void A_lake_needs_a_store_that_keeps_days_until_they_are_written()
    {
        Assert.Null(Read([]).Lake);
        Assert.Equal("/srv/lake", Read(new() { ["LIQMON_Lake__Directory"] = " /srv/lake " }).Lake!.Directory);
        Assert.Equal("/srv/lake", Read(new() { ["LIQMON_Lake__Directory"] = "/srv/lake", ["LIQMON_Store__LiquidationRetention"] = "3d" }).Lake!.Directory);
        var failure = Assert.Throws<OptionsException>(() => Read(new()
        {
            ["LIQMON_Lake__Directory"] = "/srv/lake",
            ["LIQMON_Store__LiquidationRetention"] = "2d",
            ["LIQMON_Store__SampleDetail"] = "1h",
        }));
        Assert.Equal(2, failure.Errors.Count);
        Assert.All(failure.Errors, error => Assert.Contains("at least 3d", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_names_closed_days_that_are_not_written()
    {
        using var folder = new StoreFolder();
        var lake = Path.Combine(folder.Path, "lake");
        var time = LakeRun.Clock(days: 2);
        await using (var run = new LakeRun(folder.Path, lake, time))
        {
            run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
            await run.UntilWrittenAsync(days: 1);
        }

        var plan = new LakePlan { Directory = lake };
        Assert.Equal((CheckState.Ok, "written up to 2026-11-20, days in all: 1"), Look());
        using (var store = folder.Open(folder.Options))
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon + LakeRun.Day)]);
        time.Move(TimeSpan.FromHours(1));
        var (state, finding) = Look();
        Assert.Equal(CheckState.Warn, state);
        Assert.Contains("2026-11-21", finding, StringComparison.Ordinal);

        (CheckState, string) Look()
        {
            using var reader = folder.Read();
            var result = LakeBacklogCheck.Look(reader, plan, time.GetUtcNow());
            return (result.State, result.Finding);
        }
    }

    private static LiqMonOptions Read(Dictionary<string, string> environment) =>
        OptionsReading.Read(SettingsSources.Read(Path.GetTempPath(), environment, null, new Dictionary<string, string?>()));
}
