using System.Buffers;
using System.Text.Json;
using LiqMon.Completeness;
using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Influx;

/// <summary>
/// Points that describe the moment and that no table holds: rolling windows, the health of feeds, LiqMon itself. Windows
/// over everything are written each time and those of the largest assets each minute; those of the other assets and of
/// single venues when they have changed, and once an hour. Single venues of an asset are written only of the largest assets:
/// of all they would be most of the series, which nobody reads.
/// </summary>
internal sealed class SnapshotPoints
{
    private const long NsOfAMs = 1_000_000;

    // A venue whose feeds do not exist yet is there too, and not connected.
    private static readonly IReadOnlyList<FeedStatus> NotStarted = [new(CoveredSpan.WholeVenue, FeedState.Waiting, default, null, null, 0, null, null)];

    private static readonly TimeSpan Unchanged = TimeSpan.FromHours(1);

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly LineWriter _writer;
    /// <summary>How many assets, by dollars of 30 days, are written by venue too.</summary>
    internal const int LargestAssets = 20;

    // Twelve of every five minutes are an hour.
    private const int OthersOfChanges = 12;

    private readonly LongShortPoints _ratios = new();
    private HashSet<string> _largest = new(StringComparer.Ordinal);
    private int _changes;

    private readonly Dictionary<(string Asset, string Venue, string Window), (Int128 Long, Int128 Short, long Orders, long WrittenMs)> _written = [];

    internal SnapshotPoints() => _writer = new LineWriter(_lines);

    /// <summary>The lines added since the last <see cref="Clear"/>.</summary>
    internal ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    internal void Clear() => _lines.ResetWrittenCount();

    /// <summary>Adds one window.</summary>
    /// <param name="totals">Its totals, some or all.</param>
    /// <param name="completeness">How complete the window is.</param>
    /// <param name="nowMs">The moment.</param>
    internal void Add(IReadOnlyList<WindowTotals> totals, CompletenessResult completeness, long nowMs)
    {
        var shares = completeness.Venues.ToDictionary(venue => venue.Venue, venue => venue.Share);
        shares[WindowTotals.All] = completeness.Covered;
        foreach (var total in totals.Where(total => IsDue(total, nowMs)))
        {
            var sum = total.LongMicroUsd + total.ShortMicroUsd;
            _writer.Begin("squeeze");
            _writer.Tag("asset", total.Asset);
            _writer.Tag("venue", total.Venue);
            _writer.Tag("window", total.Window.Name);
            _writer.Number("long_usd", (double)total.LongMicroUsd / 1e6);
            _writer.Number("short_usd", (double)total.ShortMicroUsd / 1e6);
            _writer.Number("short_minus_long_usd", (double)total.ShortMinusLongMicroUsd / 1e6);
            _writer.Number("short_share", sum == 0 ? null : (double)total.ShortMicroUsd / (double)sum);
            _writer.Count("long_orders", total.LongOrders);
            _writer.Count("short_orders", total.ShortOrders);
            _writer.Number("coverage", (double)shares.GetValueOrDefault(total.Venue));
            _writer.End(nowMs * NsOfAMs);
        }
    }

    /// <summary>Takes the assets that are largest by the dollars of a window.</summary>
    internal void Rank(IReadOnlyList<WindowTotals> window) => _largest = window
        .Where(total => total.Venue == WindowTotals.All && total.Asset != WindowTotals.All)
        .OrderByDescending(total => total.LongMicroUsd + total.ShortMicroUsd)
        .Take(LargestAssets)
        .Select(total => total.Asset)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Adds the changes of open interest: of each venue and of the largest pairs each time, of the others each hour.</summary>
    internal void Add(IEnumerable<OpenInterestChange> changes, long nowMs)
    {
        var isAll = _changes++ % OthersOfChanges == 0;
        foreach (var window in changes.GroupBy(change => change.Window))
        {
            var pairs = window.Where(change => change.Asset != AssetMinute.All).OrderByDescending(change => change.Usd?.Start ?? 0);
            foreach (var change in window.Where(change => change.Asset == AssetMinute.All).Concat(isAll ? pairs : pairs.Take(VenuePoint.Largest)))
            {
                change.Write(_writer);
                _writer.End(nowMs * NsOfAMs);
            }
        }
    }

    /// <summary>Adds the health of every feed.</summary>
    /// <param name="lanes">What each venue is doing.</param>
    /// <param name="completeness">How complete the last 24 hours are.</param>
    /// <param name="nowMs">The moment.</param>
    internal void Add(IReadOnlyList<VenuePipelineStatus> lanes, CompletenessResult completeness, long nowMs)
    {
        foreach (var lane in lanes)
        {
            var watched = completeness.Venues.FirstOrDefault(venue => venue.Venue == lane.Venue);
            foreach (var feed in lane.Feed is { Feeds.Count: > 0 } started ? started.Feeds : NotStarted)
            {
                _writer.Begin("feed_health");
                _writer.Tag("feed", feed.Feed);
                _writer.Tag("venue", lane.Venue);
                _writer.Text("class", JsonNamingPolicy.SnakeCaseLower.ConvertName(lane.FeedClass.ToString()));
                _writer.Number("connected", feed.State == FeedState.Live ? 1 : 0);
                if (lane.FeedClass != FeedClass.None && watched is not null)
                {
                    _writer.Number("coverage", (double)watched.Share);
                    _writer.Count("gaps", watched.Gaps.Count);
                }

                _writer.Number("lag_ms", lane.Counters?.LagMs);
                _writer.Count("frames", lane.Counters?.Frames ?? 0);
                _writer.Count("events", lane.Counters?.Liquidations ?? 0);
                _writer.Count("reconnects", feed.Reconnects);
                _writer.Count("quarantined", lane.Counters?.Quarantined ?? 0);
                _writer.End(nowMs * NsOfAMs);
            }
        }
    }

    /// <summary>Adds LiqMon itself.</summary>
    internal void Add(CollectorPoint collector, IReadOnlyList<VenuePipelineStatus> lanes, long nowMs)
    {
        collector.Write(_writer, lanes);
        _writer.End(nowMs * NsOfAMs);
    }

    /// <summary>Adds the open interest of a minute.</summary>
    internal void Add(OpenInterestMinute minute)
    {
        foreach (var row in minute.Assets)
        {
            AssetPoint.Write(_writer, row);
            _writer.End(row.StartMs * NsOfAMs);
        }

        foreach (var row in VenuePoint.Written(minute.Venues))
        {
            VenuePoint.Write(_writer, row);
            _writer.End(row.StartMs * NsOfAMs);
        }
    }

    /// <summary>Adds the map of an asset.</summary>
    internal void Add(MapResult map, long nowMs) => MapPoints.Write(_writer, map, nowMs);

    /// <summary>Adds the ratios of accounts that have not been written yet.</summary>
    internal void Add(LongShortResult ratios) => _ratios.Write(_writer, ratios);

    /// <summary>The lines added last were lost: what is written only once is written again.</summary>
    internal void Lost() => _ratios.Forget();

    private bool IsDue(WindowTotals total, long nowMs)
    {
        if (total.Asset != WindowTotals.All && total.Venue != WindowTotals.All && !_largest.Contains(total.Asset))
            return false;
        var key = (total.Asset, total.Venue, total.Window.Name);
        var isKnown = _written.TryGetValue(key, out var last);
        var (now, orders) = ((total.LongMicroUsd, total.ShortMicroUsd), total.LongOrders + total.ShortOrders);
        var isWhole = total is { Asset: WindowTotals.All, Venue: WindowTotals.All };
        var isDue = isWhole || (total.Venue == WindowTotals.All && _largest.Contains(total.Asset))
            || (isKnown ? (last.Long, last.Short) != now || last.Orders != orders || nowMs - last.WrittenMs >= Unchanged.TotalMilliseconds : orders > 0);
        if (isDue)
            _written[key] = (total.LongMicroUsd, total.ShortMicroUsd, orders, nowMs);
        return isDue;
    }
}
