namespace LiqMon.Simulator;

/// <summary>A venue that publishes days of its past over REST.</summary>
internal interface IPublishesPast
{
    /// <summary>Takes orders from before the simulation began, in order of time.</summary>
    void AddPast(IReadOnlyList<LedgerTicket> tickets);
}
