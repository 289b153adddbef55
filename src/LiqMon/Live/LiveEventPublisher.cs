using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Live;

/// <summary>
/// Publishes to the live stream each liquidation when it is durable, and once a second the totals that have changed. Does
/// nothing while nobody listens.
/// </summary>
public sealed class LiveEventPublisher
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly LiveBroadcaster _live;
    private readonly LiveWindows _windows;
    private readonly StoreQueries _answers;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>A publisher of these windows.</summary>
    public LiveEventPublisher(LiveBroadcaster live, LiveWindows windows, StoreQueries answers, TimeProvider time, ILogger log)
    {
        _log = log;
        _live = live;
        _windows = windows;
        _answers = answers;
        _time = time;
    }

    /// <summary>Publishes what a commit made durable.</summary>
    public void Publish(IReadOnlyList<Liquidation> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (_live.Subscribers == 0)
            return;
        foreach (var liquidation in stored)
            _live.Publish(LiquidationResult.Of(liquidation));
        lock (_gate)
        {
            foreach (var liquidation in stored)
                _changed.Add(liquidation.Instrument.Asset);
        }
    }

    /// <summary>Publishes changed totals until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
                TryPublish();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private void TryPublish()
    {
        try
        {
            Publish();
        }
        catch (StoreException failure)
        {
            _log.TotalsMissed(failure.Message);
        }
    }

    private void Publish()
    {
        HashSet<string> changed;
        lock (_gate)
            (changed, _changed) = (_changed, new(StringComparer.Ordinal));
        if (changed.Count == 0 || _live.Subscribers == 0)
            return;
        foreach (var window in WindowSpan.Presets)
        {
            var totals = _windows.Totals(window, changed, out var nowMs);
            foreach (var squeeze in _answers.Squeezes.Rolling(totals, nowMs))
                _live.Publish(squeeze);
        }
    }
}
