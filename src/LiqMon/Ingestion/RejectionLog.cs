using System.Collections.Concurrent;
using System.Text;
using LiqMon.Text;

namespace LiqMon.Ingestion;

/// <summary>One line for each reason and hour about what a venue sends and cannot be counted, with an example.</summary>
internal sealed class RejectionLog(string venue, TimeProvider time, ILogger logger)
{
    /// <summary>Bytes of the example; the log cuts it again.</summary>
    private const int ExampleBytes = 256;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>Writes a line unless there was one of this reason within the hour.</summary>
    /// <param name="reason">Why something could not be used; one of a fixed set.</param>
    /// <param name="feed">Where it came from.</param>
    /// <param name="frame">The frame it was in.</param>
    public void Report(string reason, string feed, ReadOnlySpan<byte> frame)
    {
        var now = time.GetTimestamp();
        if (_last.TryGetValue(reason, out var last))
        {
            if (time.GetElapsedTime(last, now) < Every || !_last.TryUpdate(reason, now, last))
                return;
        }
        else if (!_last.TryAdd(reason, now))
        {
            return;
        }

        logger.MessagesNotCounted(
            venue, feed, reason, LogSanitizer.Of(Encoding.UTF8.GetString(frame[..Math.Min(frame.Length, ExampleBytes)])));
    }
}
