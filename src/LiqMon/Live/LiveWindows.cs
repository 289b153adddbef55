using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Live;

/// <summary>The rolling windows of the running process, safe to read while they are fed.</summary>
public sealed class LiveWindows
{
    private readonly Lock _gate = new();
    private RollingWindows _windows;

    private LiveWindows(RollingWindows windows) => _windows = windows;

    /// <summary>Rebuilds the windows from what is stored, as they would be had the process never stopped.</summary>
    /// <param name="store">The store.</param>
    /// <param name="nowMs">The moment the windows end at, Unix milliseconds.</param>
    /// <param name="cancellation">Breaks off.</param>
    public static LiveWindows Rebuild(EventStore store, long nowMs, CancellationToken cancellation = default) =>
        new(Build(store, nowMs, cancellation));

    /// <summary>The same windows, to be put in the place of others by <see cref="Add"/>.</summary>
    public static RollingWindows Build(EventStore store, long nowMs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var windows = new RollingWindows(nowMs);
        var (days7, days30) = windows.FirstMinutes;
        var secondsFromMs = windows.NowMs - WindowSpan.Presets[WindowSpan.ExactToTheSecond - 1].Ms;
        // Whole minutes before the part that is kept by the second; the seconds begin at a minute too, and those that are
        // older than 24 hours find their own way into the longer windows.
        var minutesToMs = secondsFromMs / 60_000 * 60_000;
        foreach (var cell in store.Rollups.Sums(days30 * 60_000, days7 * 60_000))
            windows.Restore(cell);
        foreach (var cell in store.Rollups.Sums(days7 * 60_000, minutesToMs))
            windows.Restore(cell);
        store.Rollups.Seconds(minutesToMs, long.MaxValue, cell => windows.Restore(cell), cancellation);
        cancellation.ThrowIfCancellationRequested();
        foreach (var cell in store.Rollups.LargestChain(days30 * 60_000, minutesToMs))
            windows.RestoreLargest(cell.Series, cell.Largest);
        return windows;
    }

    /// <summary>The moment the windows end at, Unix milliseconds (a whole second).</summary>
    public long NowMs
    {
        get
        {
            lock (_gate)
                return _windows.NowMs;
        }
    }

    /// <summary>Counts a commit.</summary>
    public void Add(Committed committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        lock (_gate)
        {
            if (committed.Rebuilt is { } rebuilt)
            {
                // They hold this commit's events already.
                _windows = rebuilt;
                return;
            }

            _windows.Advance(committed.NowMs);
            foreach (var liquidation in committed.Stored)
                _windows.Add(liquidation);
            // After the events of the same commit: the cells hold them too.
            foreach (var minute in committed.Leaving)
                _windows.Leave(minute.ThirtyDays, minute.Minute, minute.Cells);
        }
    }

    /// <summary>Totals of one window; see <see cref="RollingWindows.Totals"/>.</summary>
    public WindowTotals Totals(WindowSpan window, string? asset = null, string? venue = null)
    {
        lock (_gate)
            return _windows.Totals(window, asset, venue);
    }

    /// <summary>Totals of one window over everything and for each of some assets, all of the same moment.</summary>
    public IReadOnlyList<WindowTotals> Totals(WindowSpan window, IReadOnlyCollection<string> assets, out long nowMs)
    {
        lock (_gate)
        {
            nowMs = _windows.NowMs;
            return [_windows.Totals(window), .. assets.Select(asset => _windows.Totals(window, asset))];
        }
    }

    /// <summary>Totals of one window for every asset and venue; see <see cref="RollingWindows.Table"/>.</summary>
    public IReadOnlyList<WindowTotals> Table(WindowSpan window)
    {
        lock (_gate)
            return _windows.Table(window);
    }
}
