using System.Runtime.InteropServices;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// From which moment on cascades have yet to be looked for. A commit moves it back to its oldest liquidation, in the same
/// transaction, so that no crash can keep a stored liquidation from the search; a search moves it on.
/// </summary>
internal sealed class CascadeWatermark(Database database)
{
    // Commits that the search may be behind by and still be distinguished; older ones are taken together.
    private const int Kept = 1_024;

    private readonly Queue<(long Sequence, long OldestMs)> _commits = [];
    private long _oldestMs = long.MaxValue;

    /// <summary>Moves the mark back in the running transaction.</summary>
    internal void Back(List<Liquidation> stored)
    {
        _oldestMs = long.MaxValue;
        foreach (ref readonly var liquidation in CollectionsMarshal.AsSpan(stored))
            _oldestMs = Math.Min(_oldestMs, liquidation.EventTimeMs);
        if (_oldestMs < long.MaxValue)
            database.Prepare("UPDATE cascade_search SET from_ms = ?1 WHERE from_ms > ?1").Bind(1, _oldestMs).Run();
    }

    /// <summary>The transaction is committed under a number.</summary>
    internal void Committed(long sequence)
    {
        if (_oldestMs == long.MaxValue)
            return;
        if (_commits.Count == Kept)
        {
            var (last, oldestMs) = (_commits.Max(commit => commit.Sequence), _commits.Min(commit => commit.OldestMs));
            _commits.Clear();
            _commits.Enqueue((last, oldestMs));
        }

        _commits.Enqueue((sequence, _oldestMs));
    }

    /// <summary>Moves the mark on in the running transaction, but not past what later commits than the one seen have brought.</summary>
    internal void Forward(long beforeMs, long seenSequence)
    {
        while (_commits.TryPeek(out var commit) && commit.Sequence <= seenSequence)
            _commits.Dequeue();
        foreach (var (_, oldestMs) in _commits)
            beforeMs = Math.Min(beforeMs, oldestMs);
        database.Prepare("UPDATE cascade_search SET from_ms = ?1").Bind(1, beforeMs).Run();
    }
}
