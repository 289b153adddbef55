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
}

/// <summary>Cuts a span into whole hours in the middle, whole minutes around them, and ragged ends.</summary>
internal static class SpanParts
{
    internal static IEnumerable<(SpanPart Part, long FromMs, long ToMs)> Of(long fromMs, long toMs)
    {
        if (fromMs >= toMs)
            yield break;
        var minutesFrom = Span.Ceiling(fromMs, Span.MinuteMs);
        var minutesTo = Span.Minute(toMs);
        if (minutesFrom > minutesTo)
        {
            yield return (SpanPart.Events, fromMs, toMs);
            yield break;
        }

        if (fromMs < minutesFrom)
            yield return (SpanPart.Events, fromMs, minutesFrom);
        var hoursFrom = Span.Ceiling(minutesFrom, Span.HourMs);
        var hoursTo = Span.Hour(minutesTo);
        if (hoursFrom >= hoursTo)
        {
            if (minutesFrom < minutesTo)
                yield return (SpanPart.Minutes, minutesFrom, minutesTo);
        }
        else
        {
            if (minutesFrom < hoursFrom)
                yield return (SpanPart.Minutes, minutesFrom, hoursFrom);
            yield return (SpanPart.Hours, hoursFrom, hoursTo);
            if (hoursTo < minutesTo)
                yield return (SpanPart.Minutes, hoursTo, minutesTo);
        }

        if (minutesTo < toMs)
            yield return (SpanPart.Events, minutesTo, toMs);
    }
}
