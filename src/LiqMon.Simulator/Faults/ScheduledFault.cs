namespace LiqMon.Simulator;

/// <summary>A fault with its place in time. Its counters are used under the venue's lock.</summary>
internal sealed class ScheduledFault(int id, VenueFault fault, long nowMs)
{
    private int _seen;
    private int _taken;

    public int Id => id;

    public VenueFault Fault => fault;

    public long FromMs { get; } = nowMs + (long)fault.From.TotalMilliseconds;

    /// <summary>End of the fault, exclusive; null for none.</summary>
    public long? ToMs { get; } = fault.For is { } length ? nowMs + (long)(fault.From + length).TotalMilliseconds : null;

    /// <summary>Whether its start was already acted upon.</summary>
    public bool HasBegun { get; set; }

    public bool IsActive(long timeMs) => timeMs >= FromMs && !IsOver(timeMs);

    public bool IsOver(long timeMs) => timeMs >= ToMs;

    /// <summary>Whether the next order of a contract is one of those the fault concerns; counts it.</summary>
    public bool Takes(string symbol)
    {
        if (fault is not OrderFault order || (order.Symbol is { } only && only != symbol)) return false;
        if (_taken >= order.Count || _seen++ % order.Every != 0) return false;
        _taken++;
        return true;
    }
}
