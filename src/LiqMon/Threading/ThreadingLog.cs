namespace LiqMon.Threading;

/// <summary>What supervised loops write to the log: events 2200 to 2299.</summary>
internal static partial class ThreadingLog
{
    [LoggerMessage(EventId = 2200, Level = LogLevel.Error,
        Message = "The loop {Name} failed and starts again in {Seconds:0} s.")]
    internal static partial void LoopRestarted(this ILogger logger, string name, double seconds, Exception failure);
}
