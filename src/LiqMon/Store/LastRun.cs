namespace LiqMon.Store;

/// <summary>How the last process that wrote a store ended.</summary>
public enum LastRun : byte
{
    /// <summary>Nothing is known: a new store, or one of a version that kept no mark.</summary>
    Unknown,

    /// <summary>It was stopped in order.</summary>
    Stopped,

    /// <summary>It was killed, or the machine failed.</summary>
    CutOff,
}
