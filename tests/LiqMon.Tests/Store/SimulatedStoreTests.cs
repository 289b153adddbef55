using System.Text;
using LiqMon.Reports.Formats;
using LiqMon.Store;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Reports;

namespace LiqMon.Tests.Store;

/// <summary>What is made up is never taken for real, nor mixed with it.</summary>
public sealed class SimulatedStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-simulated-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_store_that_was_simulated_once_says_so_for_good()
    {
        Open(isSimulated: true).Dispose();
        Open(isSimulated: false).Dispose();
        Open(isSimulated: true).Dispose();
        using var reader = StoreReader.Open(_folder.FullName);
        Assert.True(reader.State.IsSimulated());
    }

    [Fact]
    public void Simulated_venues_do_not_write_to_a_store_of_real_ones()
    {
        using (var store = Open(isSimulated: false))
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        Assert.Contains("never mixed", Assert.Throws<StoreException>(() => Open(isSimulated: true)).Message, StringComparison.Ordinal);
        using var reader = StoreReader.Open(_folder.FullName);
        Assert.False(reader.State.IsSimulated());
    }

    [Fact]
    public async Task Reports_and_exports_say_so()
    {
        using var store = new SampleStore();
        Assert.DoesNotContain("SIMULATED", await TextAsync(ReportFormat.Md), StringComparison.Ordinal);
        store.Simulate();
        Assert.StartsWith("# SIMULATED: Liquidations, week 47 of 2026", await TextAsync(ReportFormat.Md), StringComparison.Ordinal);
        Assert.Contains("- SIMULATED DATA: every figure", await TextAsync(ReportFormat.Md), StringComparison.Ordinal);
        Assert.Contains("<title>SIMULATED: ", await TextAsync(ReportFormat.Html), StringComparison.Ordinal);
        Assert.Contains("\"simulated\": true", await TextAsync(ReportFormat.Json), StringComparison.Ordinal);
        Assert.Contains(",simulated,", await TextAsync(ReportFormat.Csv), StringComparison.Ordinal);
        var export = await CliRun.Of(c => c, "export", "--data", store.Directory);
        Assert.Equal(0, export.Code);
        Assert.StartsWith("liqmon: SIMULATED DATA: ", export.Error, StringComparison.Ordinal);

        async Task<string> TextAsync(ReportFormat format) => string.Concat(
            (await ReportFormats.WriteAsync(WeekReports.Of(store.Directory, "2026-W47"), format)).Select(file => Encoding.UTF8.GetString(file.Content.Span)));
    }

    private EventStore Open(bool isSimulated) => EventStore.Open(
        new StoreOptions { DataDirectory = _folder.FullName, ReserveBytes = 0, IsSimulated = isSimulated }, FixedTime.Noon);
}
