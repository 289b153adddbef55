namespace LiqMon.Simulator;

/// <summary>The grid of times at which venues say what open interest was.</summary>
internal static class PastOpenInterest
{
    /// <summary>The whole steps within a span, both ends included, oldest first.</summary>
    public static IEnumerable<long> Times(long fromMs, long toMs, long stepMs)
    {
        for (var timeMs = (fromMs + stepMs - 1) / stepMs * stepMs; timeMs <= toMs; timeMs += stepMs)
            yield return timeMs;
    }
}
