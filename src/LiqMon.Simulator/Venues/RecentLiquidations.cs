namespace LiqMon.Simulator;

/// <summary>The newest liquidations of a venue, for its history and for what it sends new subscribers. Thread-safe.</summary>
internal sealed class RecentLiquidations : IOrderHistory
{
    private const int Kept = 20_000;

    /// <summary>Orders of the past, which stay.</summary>
    private readonly List<LedgerTicket> _past = [];
    private readonly Lock _gate = new();
    private readonly Queue<LedgerTicket> _tickets = new();

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

    /// <summary>Those that pass, oldest event first.</summary>
    public List<LedgerTicket> Where(Func<LedgerTicket, bool> isWanted)
    {
        var lacks = Lacks;
        lock (_gate)
        {
            return
            [
                .. _past.Concat(_tickets).Select(ticket => FollowsNames ? ticket.Renamed() : ticket)
                    .Where(ticket => isWanted(ticket) && lacks?.Invoke(ticket) is not true)
                    .OrderBy(ticket => ticket.EventTimeMs).ThenBy(ticket => ticket.Sequence),
            ];
        }
    }

    /// <summary>The newest of a contract, newest event first.</summary>
    public List<LedgerTicket> Newest(string symbol, int count)
    {
        var all = Where(ticket => ticket.Order.Symbol == symbol);
        all.Reverse();
        return all.Count > count ? all[..count] : all;
    }
}
