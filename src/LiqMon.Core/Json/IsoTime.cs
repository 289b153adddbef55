using System.Globalization;

namespace LiqMon.Json;

/// <summary>
/// ISO-8601 times with an offset, as venues write them: <c>2026-11-06T21:30:00.123456Z</c>,
/// <c>2026-11-06T21:30:00+00:00</c>, <c>2026-11-06 21:30:00.5+0000</c>. A time without an offset could be any zone's and is
/// not read.
/// </summary>
public static class IsoTime
{
    private const int SecondsEnd = 19;
    private const int LeapSecond = 60;

    /// <summary>Reads a time; fractions beyond the millisecond are cut off.</summary>
    /// <param name="text">The text, in ASCII.</param>
    /// <param name="ms">Unix milliseconds.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (text.Length <= SecondsEnd || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..SecondsEnd], out var second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > LeapSecond
            || !TryFraction(text[SecondsEnd..], out var fractionMs, out var used)
            || !TryOffset(text[(SecondsEnd + used)..], out var offsetMinutes))
            return false;
        // Unix time has no leap second: it falls on the first of the next minute.
        var seconds = (new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerSecond) + second;
        seconds -= UnixSeconds + (offsetMinutes * 60L);
        ms = (seconds * EventTime.SecondMs) + fractionMs;
        return second < LeapSecond || seconds % 3_600 == 0;
    }

    /// <summary>A time as calls write it: <c>2026-11-06T21:30:00.123Z</c>.</summary>
    /// <param name="ms">Unix milliseconds.</param>
    public static string Text(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static long UnixSeconds => DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;

    private static bool TryFraction(ReadOnlySpan<byte> text, out int ms, out int used)
    {
        (ms, used) = (0, 0);
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
            return true;
        for (used = 1; used < text.Length && char.IsAsciiDigit((char)text[used]); used++)
        {
            if (used <= 3)
                ms = (ms * 10) + (text[used] - '0');
        }

        for (var digits = used - 1; digits < 3; digits++)
            ms *= 10;
        return used > 1;
    }

    /// <summary>Z, +00, +00:00 or +0000.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z' or (byte)'z'])
            return true;
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !TryDigits(text[1..3], out var hours))
            return false;
        var rest = text[3..];
        if (rest is [(byte)':', _, _])
            rest = rest[1..];
        var part = 0;
        if ((!rest.IsEmpty && (rest.Length != 2 || !TryDigits(rest, out part))) || hours > 14 || part > 59)
            return false;
        minutes = ((hours * 60) + part) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
