using LiqMon.Store;
using LiqMon.Threading;

namespace LiqMon.Influx;

/// <summary>Everything that a running monitor does for InfluxDB.</summary>
internal sealed class InfluxExport : IDisposable
{
    private readonly InfluxWriter _writer;
    private readonly SnapshotLoop _moments;

    private InfluxExport(InfluxWriter writer, SnapshotLoop moments) => (_writer, _moments) = (writer, moments);

    /// <summary>What the writer has done.</summary>
    internal InfluxCounters Counters => _writer.Counters;

    /// <summary>Opens the store for reading, once for each part.</summary>
    /// <param name="setup">What the writer is made of.</param>
    /// <param name="moments">What the points of the moment are made from, given what the writer counts.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static InfluxExport Open(InfluxWriterSetup setup, Func<InfluxCounters, SnapshotSetup> moments)
    {
        var writer = InfluxWriter.Open(setup);
        return new(writer, SnapshotLoop.Open(moments(writer.Counters)));
    }

    /// <summary>Runs until cancelled.</summary>
    internal Task RunAsync(Supervisor loops, CancellationToken cancellation) => Task.WhenAll(
        loops.RunAsync("influx", _writer.RunAsync, cancellation), loops.RunAsync("influx moments", _moments.RunAsync, cancellation));

    /// <inheritdoc/>
    public void Dispose()
    {
        _moments.Dispose();
        _writer.Dispose();
    }
}
