namespace LiqMon.Simulator;

/// <summary>Gives faults their ids, and plans them at the venues that can do them.</summary>
internal sealed class FaultSchedule(IReadOnlyDictionary<string, VenueHost> hosts, Func<long> nowMs)
{
    private int _lastFaultId;

    /// <summary>Plans a fault at the venues that can do it, and returns its id.</summary>
    internal int Schedule(VenueFault fault, bool isRunning)
    {
        Check(fault, isRunning);
        var id = Interlocked.Increment(ref _lastFaultId);
        foreach (var host in HostsOf(fault)) host.Faults.Plan.Add(new ScheduledFault(id, fault, nowMs()));
        return id;
    }

    /// <summary>Refuses a fault that nobody can do.</summary>
    internal void Check(VenueFault fault, bool isRunning)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Venue != VenueFault.AllVenues && !hosts.ContainsKey(fault.Venue))
            throw new ArgumentException($"the simulation has no venue {fault.Venue}; it has {string.Join(", ", hosts.Keys)}");
        if (fault.Invalid() is { } wrong) throw new ArgumentException(wrong);
        if (isRunning && fault is AddContract) throw new ArgumentException("contracts can be added only when the simulation starts");
        if (HostsOf(fault).Any()) return;
        var first = hosts.Values.First(host => fault.Venue is VenueFault.AllVenues || host.Venue.Id == fault.Venue);
        throw new ArgumentException(fault.Impossible(first.Venue));
    }

    /// <summary>The venues that a fault concerns and that can do it.</summary>
    internal IEnumerable<VenueHost> HostsOf(VenueFault fault) => hosts.Values.Where(host =>
        (fault.Venue == VenueFault.AllVenues || host.Venue.Id == fault.Venue) && fault.Impossible(host.Venue) is null);
}
