using System.Text;

namespace LiqMon.Venues;

/// <summary>The time of sending, inside messages of venues that want it there; readers have no clock to write it with.</summary>
public static class TimestampPlaceholder
{
    /// <summary>Stands in a message for Unix seconds at sending. A number, so that the message is JSON as it is.</summary>
    public const string Seconds = "1000000007";

    private static readonly byte[] Placeholder = Encoding.ASCII.GetBytes(Seconds);

    /// <summary>The message with the time of sending in it; the same memory where it has no place for one.</summary>
    /// <param name="message">A message of a plan or a heartbeat.</param>
    /// <param name="nowMs">The time, Unix milliseconds.</param>
    public static ReadOnlyMemory<byte> Fill(ReadOnlyMemory<byte> message, long nowMs)
    {
        if (message.Span.IndexOf(Placeholder) < 0)
            return message;
        var filled = message.ToArray();
        Span<byte> digits = stackalloc byte[Placeholder.Length];
        // Ten digits until the year 2286.
        (nowMs / 1000).TryFormat(digits, out _, "D10", System.Globalization.CultureInfo.InvariantCulture);
        for (int at; (at = filled.AsSpan().IndexOf(Placeholder)) >= 0;)
            digits.CopyTo(filled.AsSpan(at));
        return filled;
    }
}
