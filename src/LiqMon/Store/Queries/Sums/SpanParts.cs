namespace LiqMon.Store;

/// <summary>What a part of a span is answered from.</summary>
internal enum SpanPart
{
    /// <summary>Single events.</summary>
    Events,

    /// <summary>Sums of whole minutes.</summary>
    Minutes,

    /// <summary>Sums of whole hours.</summary>
    Hours,

    /// <summary>Sums of whole days.</summary>
    Days,
}

/// <summary>Cuts a span into whole days in the middle, whole hours and minutes around them, and ragged ends.</summary>
internal static class SpanParts
{
    /// <summary>The parts in order of time, none of them coarser than requested.</summary>
    internal static List<(SpanPart Part, long FromMs, long ToMs)> Of(long fromMs, long toMs, SpanPart coarsest = SpanPart.Days)
    {
        var parts = new List<(SpanPart, long, long)>();
        Split(coarsest, fromMs, toMs, parts);
        return parts;
    }

    private static void Split(SpanPart part, long fromMs, long toMs, List<(SpanPart, long, long)> parts)
    {
        if (fromMs >= toMs)
            return;
        var width = Width(part);
        var (from, to) = (UnixTime.Ceiling(fromMs, width), UnixTime.Floor(toMs, width));
        if (from >= to)
        {
            Split(part - 1, fromMs, toMs, parts);
            return;
        }

        if (part > SpanPart.Events)
            Split(part - 1, fromMs, from, parts);
        parts.Add((part, from, to));
        if (part > SpanPart.Events)
            Split(part - 1, to, toMs, parts);
    }

    private static long Width(SpanPart part) => part switch
    {
        SpanPart.Days => UnixTime.DayMs,
        SpanPart.Hours => UnixTime.HourMs,
        SpanPart.Minutes => UnixTime.MinuteMs,
        _ => 1,
    };
}
