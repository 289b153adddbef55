namespace LiqMon.Api;

/// <summary>
/// Writes at most one warning a minute, with how many there were: what callers can cause at will must not fill the log.
/// May be used by several threads.
/// </summary>
internal sealed class MinuteLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _written;
    private long _unwritten;

    /// <summary>Writes the line, or counts it for the next one.</summary>
    /// <param name="line">What happened.</param>
    /// <param name="error">Why; null for none.</param>
    internal void Warn(string line, Exception? error = null)
    {
        long more;
        lock (_gate)
        {
            if (_written is { } last && time.GetElapsedTime(last) < Every)
            {
                _unwritten++;
                return;
            }

            _written = time.GetTimestamp();
            (more, _unwritten) = (_unwritten, 0);
        }

        log.HttpWarning(line, more == 0 ? "" : $" (and {more} more like it since the last such line)", error);
    }
}
