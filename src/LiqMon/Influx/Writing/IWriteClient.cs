namespace LiqMon.Influx;

/// <summary>One of InfluxDB's ways to take points. All of them return verdicts of <see cref="WriteVerdicts"/>.</summary>
internal interface IWriteClient : IDisposable
{
    /// <summary>
    /// Writes whole lines in one request. Whatever can go wrong on a network is a verdict; only a cancelled token throws.
    /// </summary>
    /// <param name="lines">Line protocol with nanosecond times, each line with its end.</param>
    /// <param name="cancellation">Cancels.</param>
    Task<WriteResult> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation);
}
