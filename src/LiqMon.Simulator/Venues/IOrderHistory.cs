namespace LiqMon.Simulator;

/// <summary>Past orders of a venue, as it shows them over REST and to new subscribers.</summary>
internal interface IOrderHistory
{
    /// <summary>Which orders it lacks although they happened; null for none.</summary>
    Func<LedgerTicket, bool>? Lacks { get; set; }

    /// <summary>Whether it names an order by the name that its contract has now; otherwise by that of the order's time.</summary>
    bool FollowsNames { get; set; }
}
