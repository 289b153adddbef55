using LiqMon.Maps;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>How open interest had changed some time before each moment.</summary>
/// <param name="steps">The changes, in order of time.</param>
/// <param name="lagMs">How much older they are.</param>
internal sealed class LaggedChanges(IReadOnlyList<MapStep> steps, long lagMs)
{
    private int _next;

    /// <summary>All that had changed up to so long before a moment and was not yet read; moments do not go back.</summary>
    internal OpenInterestChange To(long timeMs)
    {
        var (opened, closed, first) = (0.0, 0.0, _next);
        for (; _next < steps.Count && steps[_next].TimeMs + lagMs <= timeMs; _next++)
        {
            opened += steps[_next].Change.Opened;
            closed += steps[_next].Change.Closed;
        }

        var before = first < steps.Count ? steps[first].Change.Before : steps is [.., var last] ? last.Change.After : 0;
        return new OpenInterestChange(before, opened, closed);
    }
}
