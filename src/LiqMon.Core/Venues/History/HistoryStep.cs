namespace LiqMon.Venues;

/// <summary>Where one page of history leads.</summary>
/// <param name="Next">The call for the next page; null after the last.</param>
/// <param name="Reason">
/// After the last page how the pages ended, never null. Before it what keeps them from being complete although they go on;
/// null if nothing does.
/// </param>
public readonly record struct HistoryStep(RestRequest? Next, HistoryEnd? Reason)
{
    /// <summary>No further page.</summary>
    public static HistoryStep Ends(HistoryEnd end) => new(null, end);

    /// <summary>One more page.</summary>
    /// <param name="next">Its call.</param>
    /// <param name="flaw">What is known to be left out already; null for nothing.</param>
    public static HistoryStep Continues(RestRequest next, HistoryEnd? flaw = null) => new(next, flaw);
}
