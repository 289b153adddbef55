using System.IO.Compression;
using LiqMon.Answers;
using LiqMon.Live;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>
/// Every ten seconds puts the points of the moment into the store's list of what has to be told, so that they too survive an
/// outage of InfluxDB.
/// </summary>
internal sealed class MomentLoop(
    EventStore store, LiveWindows windows, Func<IReadOnlyList<LaneStatus>> lanes, StoreAnswers answers, TimeProvider time, ILogger log)
{
    private const int HealthTurn = 3;
    private const int AllTurn = 6;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly MomentPoints _points = new();

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            for (var turn = 0; await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false); turn++)
                TryTurn(turn);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private void TryTurn(int turn)
    {
        try
        {
            Turn(turn);
        }
        catch (StoreException failure)
        {
            log.LogWarning("InfluxDB misses the rolling windows of a moment: {Message}", failure.Message);
        }
    }

    private void Turn(int turn)
    {
        _points.Clear();
        var now = time.GetUtcNow();
        var venues = answers.KnownVenues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id).ToList();
        foreach (var window in WindowSpan.Presets)
        {
            var totals = turn % AllTurn == 0 ? windows.Table(window) : [windows.Totals(window)];
            _points.Add(totals, answers.Coverage(TimeSpan.FromSeconds(window.Seconds), now), venues, windows.NowMs);
        }

        if (turn % HealthTurn == 0)
            _points.Add(lanes(), span => answers.Coverage(span, now), now);
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(_points.Lines.Span);
        store.Enqueue(packed.ToArray());
    }
}
