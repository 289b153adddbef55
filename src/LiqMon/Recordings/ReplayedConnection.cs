using LiqMon.Feeds.Coverage;
using LiqMon.Ingestion;
using LiqMon.Venues;

namespace LiqMon.Recordings;

/// <summary>
/// What one recorded connection proves, by the rules of a live one: from its first proof after the last confirmation of a
/// subscription, as long as proofs are no further apart than usual, and not at all if a topic was refused. Times are of receipt.
/// </summary>
/// <param name="rhythm">How far apart the proofs of its feed are.</param>
internal sealed class ReplayedConnection(ProofRhythm rhythm)
{
    private readonly List<(long FromMs, long ToMs)> _spans = [];
    private bool _isOpen;
    private bool _isRefused;

    /// <summary>The spans that it proves, in order.</summary>
    public IReadOnlyList<(long FromMs, long ToMs)> Spans => _isRefused ? [] : _spans;

    /// <summary>Takes what a frame meant.</summary>
    public void Add(long receivedMs, in FrameOutcome frame)
    {
        _isRefused |= frame.Kind is FrameKind.Nack or FrameKind.Unsubscribed;
        // Another subscription, or another connection where a recording does not keep them apart.
        _isOpen &= frame.Kind != FrameKind.Ack;
        if (!frame.Taken || frame.Kind == FrameKind.Ack)
            return;
        if (_isOpen && receivedMs >= _spans[^1].ToMs)
        {
            var distance = TimeSpan.FromMilliseconds(receivedMs - _spans[^1].ToMs);
            var isWithin = distance <= rhythm.Limit;
            if (distance > TimeSpan.Zero)
                rhythm.Learn(distance);
            if (isWithin)
            {
                _spans[^1] = (_spans[^1].FromMs, receivedMs);
                return;
            }
        }

        _spans.Add((receivedMs, receivedMs));
        _isOpen = true;
    }
}
