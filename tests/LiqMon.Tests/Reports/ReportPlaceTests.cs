using System.Diagnostics;
using LiqMon.Venues;

namespace LiqMon.Tests.Reports;

/// <summary>The program in processes of its own, as machines around the world are set up.</summary>
public sealed class ReportPlaceTests(WeekStore store) : IClassFixture<WeekStore>, IDisposable
{
    private static readonly string[] Zones = ["Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Europe/London", "Pacific/Pago_Pago"];
    private static readonly string[] Languages = ["de_DE.UTF-8", "ar_SA.UTF-8", "th_TH.UTF-8", "fa_IR.UTF-8"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-places-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_report_is_the_same_in_every_time_zone_and_language()
    {
        var expected = await WriteAsync("UTC", "C");
        Assert.NotEmpty(expected);
        // The program knows of neither, so each zone and each language is tried, not every pair.
        for (var at = 0; at < Zones.Length; at++)
            Assert.Equal(expected, await WriteAsync(Zones[at], Languages[at % Languages.Length]));
    }

    private async Task<List<(string Name, string Bytes)>> WriteAsync(string zone, string language)
    {
        var target = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "liqmon.dll"), "report", "weekly", "--week", "2026-W46", "--data", store.Directory,
            "--format", "md,html,csv,xlsx,json", "--out", target,
        ])
        { RedirectStandardOutput = true };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("LIQMON_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(own);
        foreach (var venue in VenueCatalog.All.Where(venue => venue.Profile.Id is not ("binance" or "bybit" or "okx" or "kraken")))
            start.Environment[$"LIQMON_Venues__{venue.Profile.Id}__Enabled"] = "false";
        (start.Environment["TZ"], start.Environment["LC_ALL"], start.Environment["LANG"]) = (zone, language, language);
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return [.. Directory.GetFiles(target).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Convert.ToHexString(File.ReadAllBytes(file))))];
    }
}
