namespace LiqMon.Simulator;

/// <summary>The faults of one simulated venue. Thread-safe; reading costs nothing while there are none.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private volatile ScheduledFault[] _faults = [];

    public bool IsEmpty => _faults.Length == 0;

    public IReadOnlyList<ScheduledFault> All => _faults;

    public void Add(ScheduledFault fault)
    {
        lock (_gate) _faults = [.. _faults, fault];
    }

    /// <summary>The faults of a kind that are active at a time, in the order in which they were added.</summary>
    public IEnumerable<(ScheduledFault Scheduled, T Fault)> Active<T>(long timeMs)
        where T : VenueFault
    {
        foreach (var scheduled in _faults)
        {
            if (scheduled.Fault is T fault && scheduled.IsActive(timeMs)) yield return (scheduled, fault);
        }
    }

    /// <summary>The first active fault of a kind; null when there is none.</summary>
    public T? First<T>(long timeMs)
        where T : VenueFault
    {
        foreach (var scheduled in _faults)
        {
            if (scheduled.Fault is T fault && scheduled.IsActive(timeMs)) return fault;
        }
        return null;
    }

    /// <summary>The faults that began or ended since the last call; those that ended are forgotten.</summary>
    public IReadOnlyList<(VenueFault Fault, bool Begins)> Advance(long timeMs)
    {
        if (IsEmpty) return [];
        var changes = new List<(VenueFault, bool)>();
        lock (_gate)
        {
            foreach (var scheduled in _faults)
            {
                if (!scheduled.HasBegun && timeMs >= scheduled.FromMs)
                {
                    scheduled.HasBegun = true;
                    changes.Add((scheduled.Fault, true));
                }
                if (scheduled.IsOver(timeMs)) changes.Add((scheduled.Fault, false));
            }
            if (changes.Count > 0) _faults = [.. _faults.Where(scheduled => !scheduled.IsOver(timeMs))];
        }
        return changes;
    }

    /// <summary>Takes faults out; returns those that had begun.</summary>
    /// <param name="id">Id of the fault; null for all.</param>
    public IReadOnlyList<VenueFault> Remove(int? id)
    {
        lock (_gate)
        {
            var removed = _faults.Where(scheduled => id is null || scheduled.Id == id).ToList();
            _faults = [.. _faults.Except(removed)];
            return [.. removed.Where(scheduled => scheduled.HasBegun).Select(scheduled => scheduled.Fault)];
        }
    }
}
