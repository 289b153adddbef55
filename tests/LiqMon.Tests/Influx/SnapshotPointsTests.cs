using LiqMon.Completeness;
using LiqMon.Influx;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.Influx;

/// <summary>Which of the points of a moment are written: a tenth of those that nobody reads.</summary>
public sealed class SnapshotPointsTests
{
    private static readonly WindowSpan Month = WindowSpan.Presets[^1];
    private static readonly CompletenessResult Nothing = CompletenessResult.Of([], [], isOtherwiseComplete: true);

    private readonly SnapshotPoints _points = new();

    [Fact]
    public void Single_venues_are_written_of_the_largest_assets_only()
    {
        // Asset 1 is the largest.
        List<WindowTotals> table = [Total("ALL", "ALL", 1_000), Total("ALL", "okx", 500)];
        for (var asset = 1; asset <= SnapshotPoints.LargestAssets + 10; asset++)
            table.AddRange([Total($"A{asset:00}", "ALL", 1_000 - asset), Total($"A{asset:00}", "okx", 500 - asset)]);
        _points.Rank(table);
        var written = Written(table, 0);
        Assert.Equal(SnapshotPoints.LargestAssets, written.Count(point => point is { Venue: "okx", Asset: not "ALL" }));
        Assert.All(written.Where(point => point is { Venue: "okx", Asset: not "ALL" }), point => Assert.True(string.CompareOrdinal(point.Asset, "A20") <= 0));
        Assert.Equal(SnapshotPoints.LargestAssets + 11, written.Count(point => point.Venue == "ALL"));

        // A minute later nothing has changed: everything and the largest assets are written again, the others not for an hour.
        written = Written(table, 60_000);
        Assert.Equal([.. Enumerable.Range(1, SnapshotPoints.LargestAssets).Select(asset => $"A{asset:00}"), "ALL"], written.Select(point => point.Asset).Order(StringComparer.Ordinal));
        Assert.All(written, point => Assert.Equal("ALL", point.Venue));
        Assert.Equal(table.Count - 10, Written(table, 3_600_000).Count);
    }

    [Fact]
    public void Changes_that_are_not_known_are_absent()
    {
        _points.Add(
            [
                new("okx", "BTC", "1h", (100, -5), (2, 0.5), 3),
                new("okx", "BTC", "24h", null, null, 0),
            ],
            nowMs: 1_000);
        var (known, unknown) = (LineParser.Parse(_points.Lines.Span)[0], LineParser.Parse(_points.Lines.Span)[1]);
        Assert.Equal(["change_base", "change_usd", "contracts_known", "start_base", "start_usd"], known.Fields.Select(field => field.Key).Order());
        Assert.Equal([-5.0, 100.0], known.Fields.Where(field => field.Key is "start_usd" or "change_usd").Select(field => field.Value).Order());
        Assert.Equal(["contracts_known"], unknown.Fields.Select(field => field.Key));
    }

    [Fact]
    public void Small_pairs_of_venue_and_asset_are_written_each_tenth_minute()
    {
        var minutes = Enumerable.Range(1, VenuePoint.Largest + 40).Select(i => new VenueMinute("okx", $"A{i:000}", 60_000, 1e6 / i, 1, 1, null))
            .Append(new VenueMinute("okx", AssetMinute.All, 60_000, 5, 0, 340, null)).ToList();
        var written = VenuePoint.Written(minutes).ToList();
        Assert.Equal(VenuePoint.Largest + 1, written.Count);
        Assert.Contains(written, minute => minute.Asset == AssetMinute.All);
        Assert.DoesNotContain(written, minute => minute.Asset == "A340");
        Assert.Equal(minutes.Count, VenuePoint.Written([.. minutes.Select(minute => minute with { StartMs = 600_000 })]).Count());
    }

    private List<(string Asset, string Venue)> Written(List<WindowTotals> totals, long nowMs)
    {
        _points.Clear();
        _points.Add(totals, Nothing, nowMs);
        return [.. LineParser.Parse(_points.Lines.Span).Select(point => (point.Tag("asset"), point.Tag("venue")))];
    }

    private static WindowTotals Total(string asset, string venue, long dollars) => new(asset, venue, Month, 0, dollars * 1_000_000, 0, 1, null, null, []);
}
