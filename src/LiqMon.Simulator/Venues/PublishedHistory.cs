namespace LiqMon.Simulator;

/// <summary>The newest liquidations a venue made public, whether or not anybody was listening. Thread-safe.</summary>
internal sealed class PublishedHistory : IOrderHistory
{
    private const int Kept = 100_000;

    /// <summary>Orders of the past, which stay.</summary>
    private readonly List<LedgerTicket> _past = [];
    private readonly Lock _gate = new();
    private readonly Queue<LedgerTicket> _tickets = [];

    public Func<LedgerTicket, bool>? Lacks { get; set; }

    public bool FollowsNames { get; set; }

    public void Add(IReadOnlyList<LedgerTicket> tickets)
    {
        lock (_gate)
        {
            foreach (var ticket in tickets)
            {
                if (_tickets.Count == Kept) _tickets.Dequeue();
                _tickets.Enqueue(ticket);
            }
        }
    }

    /// <summary>Takes orders from before the simulation began.</summary>
    public void AddPast(IReadOnlyList<LedgerTicket> tickets)
    {
        lock (_gate) _past.AddRange(tickets);
    }

    /// <summary>Those that pass, in the order of publication.</summary>
    public List<LedgerTicket> Where(Func<LedgerTicket, bool> passes)
    {
        var lacks = Lacks;
        lock (_gate) return [.. _past.Concat(_tickets).Select(ticket => FollowsNames ? ticket.Renamed() : ticket).Where(ticket => passes(ticket) && lacks?.Invoke(ticket) is not true)];
    }
}
