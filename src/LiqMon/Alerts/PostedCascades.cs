using LiqMon.Windows;

namespace LiqMon.Alerts;

/// <summary>Which cascades each target has received, for as long as late liquidations can still undo them. Not thread-safe.</summary>
internal sealed class PostedCascades
{
    // A day, as long as the search takes late liquidations in, and some more.
    private const long RememberedMs = 26 * 3_600_000L;

    private readonly List<Posted> _posted = [];

    /// <summary>Notes that a target has received a cascade.</summary>
    internal void Add(string target, Cascade cascade)
    {
        _posted.RemoveAll(posted => posted.Target == target && posted.IsPartOf(cascade));
        _posted.Add(new(target, cascade));
    }

    /// <summary>The targets that must learn that a cascade was none; afterwards they have.</summary>
    /// <param name="withdrawn">The cascade as it was.</param>
    /// <param name="others">What else is known now: a cascade whose start has moved is still one.</param>
    internal IReadOnlyList<string> TakeBack(Cascade withdrawn, IReadOnlyList<Cascade> others)
    {
        if (others.FirstOrDefault(other => Overlap(other, withdrawn)) is { } moved)
        {
            for (var i = 0; i < _posted.Count; i++)
                _posted[i] = _posted[i].IsPartOf(withdrawn) ? _posted[i] with { Cascade = moved } : _posted[i];
            return [];
        }

        var targets = _posted.Where(posted => posted.IsPartOf(withdrawn)).Select(posted => posted.Target).ToList();
        _posted.RemoveAll(posted => posted.IsPartOf(withdrawn));
        return targets;
    }

    /// <summary>Forgets what nothing can undo any more.</summary>
    internal void Forget(long nowMs) => _posted.RemoveAll(posted => posted.Cascade.EndMs < nowMs - RememberedMs);

    private static bool Overlap(Cascade one, Cascade other) =>
        one.Asset == other.Asset && one.Side == other.Side && one.StartMs <= other.EndMs && other.StartMs <= one.EndMs;

    private readonly record struct Posted(string Target, Cascade Cascade)
    {
        internal bool IsPartOf(Cascade other) => Overlap(Cascade, other);
    }
}
