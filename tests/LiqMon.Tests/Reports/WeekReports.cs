using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Windows;

namespace LiqMon.Tests.Reports;

/// <summary>Reports of a store, as tests ask for them: four venues, at noon of Friday 2026-11-20.</summary>
internal static class WeekReports
{
    internal const string Version = "0.0.0-test";

    internal static IReadOnlyList<KnownVenue> Venues { get; } =
        KnownVenues.Of(id => id is "binance" or "bybit" or "okx" or "kraken");

    internal static WeeklyReport Of(string directory, string? week, DateTimeOffset? now = null, params string[] assets)
    {
        using var reader = StoreReader.Open(directory);
        var asked = week is null ? (IsoWeek?)null : Week(week);
        return new WeeklyReports(Venues, new(), Version).Read(
            reader,
            new ReportQuery { Week = asked, Assets = assets.Length == 0 ? null : assets },
            now ?? FixedTime.Noon.GetUtcNow());
    }

    internal static IsoWeek Week(string text)
    {
        Assert.True(IsoWeek.TryParse(text, out var week));
        return week;
    }
}
