namespace LiqMon.Api;

/// <summary>How much memory answers take that are made and not yet sent, over all callers. May be used by several threads.</summary>
/// <param name="limit">Most bytes.</param>
internal sealed class AnswerMemory(long limit)
{
    private long _used;

    /// <summary>Bytes in use.</summary>
    internal long Used => Volatile.Read(ref _used);

    /// <summary>Takes bytes, if they are there.</summary>
    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    internal void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
