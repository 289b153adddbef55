using LiqMon.Answers;
using LiqMon.Live;
using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>Everything that a running monitor does for InfluxDB.</summary>
internal sealed class InfluxExport : IDisposable
{
    private readonly InfluxWriter _writer;
    private readonly MomentLoop _moments;

    internal InfluxExport(
        InfluxWriterSetup setup, LiveWindows windows, Func<IReadOnlyList<LaneStatus>> lanes, StoreAnswers answers)
    {
        _writer = InfluxWriter.Open(setup);
        _moments = new MomentLoop(setup.Store, windows, lanes, answers, setup.Time, setup.Log);
    }

    /// <summary>What the writer has done.</summary>
    internal InfluxCounters Counters => _writer.Counters;

    /// <summary>Runs until cancelled.</summary>
    internal Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(_writer.RunAsync(cancellation), _moments.RunAsync(cancellation));

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
