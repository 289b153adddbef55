namespace LiqMon.Windows;

/// <summary>What has happened to a cascade.</summary>
public enum CascadeChangeKind
{
    /// <summary>It was not known before; it may be over already.</summary>
    Opened,

    /// <summary>It goes on, or what was known of it has changed.</summary>
    Updated,

    /// <summary>It is over.</summary>
    Closed,

    /// <summary>Under its name there is none any more: late liquidations have undone it, or moved its start.</summary>
    Withdrawn,
}

/// <summary>A cascade that is different from what was known of it.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Cascade">The cascade as it is now; when withdrawn, as it was.</param>
public sealed record CascadeChange(CascadeChangeKind Kind, Cascade Cascade);

/// <summary>Compares what is known before and after a search.</summary>
internal sealed class CascadeChanges
{
    private readonly List<CascadeChange> _all = [];

    public IReadOnlyList<CascadeChange> InOrder() =>
        [.. _all.OrderBy(change => change.Cascade.StartMs).ThenBy(change => change.Cascade.Asset, StringComparer.Ordinal).ThenByDescending(change => change.Kind)];

    /// <summary>Compares the cascades of one asset.</summary>
    public void Add(IReadOnlyList<CascadeRun> before, IReadOnlyList<CascadeRun> after)
    {
        foreach (var run in after)
        {
            if (before.Contains(run))
                continue;
            // One whose start has moved is still the same event to those who follow it.
            var same = before.FirstOrDefault(run.HasNameOf) ?? before.FirstOrDefault(other => Overlap(run, other));
            if (same is null || !same.HasNameOf(run) || !same.Cascade.SameLiquidations(run.Cascade))
                _all.Add(new CascadeChange(Kind(same, run), run.Cascade));
        }

        foreach (var run in before)
        {
            if (!after.Any(run.HasNameOf))
                _all.Add(new CascadeChange(CascadeChangeKind.Withdrawn, run.Cascade));
        }
    }

    private static CascadeChangeKind Kind(CascadeRun? before, CascadeRun after) =>
        before is null ? CascadeChangeKind.Opened
        : before.Cascade.IsOpen && !after.Cascade.IsOpen ? CascadeChangeKind.Closed
        : CascadeChangeKind.Updated;

    private static bool Overlap(CascadeRun one, CascadeRun other) =>
        one.Cascade.Side == other.Cascade.Side && one.FirstSecond <= other.LastSecond && other.FirstSecond <= one.LastSecond;
}
