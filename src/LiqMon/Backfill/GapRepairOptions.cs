namespace LiqMon.Backfill;

/// <summary>How gaps are repaired from a venue's history.</summary>
public sealed record GapRepairOptions
{
    /// <summary>Folder of the store that knows the gaps; the pipeline fills it in.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether time in which nothing was ever watched is filled too, where the venue says that it is worth it.</summary>
    public bool WarmUp { get; init; }

    /// <summary>How far back such time is filled at most; null for as far as the venue says.</summary>
    public TimeSpan? WarmUpBack { get; init; }

    /// <summary>For how long the store keeps samples by the minute; the pipeline fills it in.</summary>
    public TimeSpan SampleDetail { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How old a gap may be to be repaired without a request, at a venue that does not state how far its history reaches.
    /// Elsewhere a gap is tried as long as the history reaches it.
    /// </summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Gaps that are shorter than this, all those near each other added up, are not worth hundreds of calls, one for each
    /// contract, unless orders are known to be missing from one of them.
    /// </summary>
    public TimeSpan Shortest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a gap its history is read: it is written a little late.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// So long after a gap a history that has nothing newer than it is believed. Before, the server that answers may itself be
    /// behind, as a replica is after trouble.
    /// </summary>
    public TimeSpan Current { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How much is read before and after a gap, where what is known already is recognised: an event may have been on its
    /// way when the connection broke. Where orders arrive later than this, as measured, more is read before it.
    /// </summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much is read, and noted as repaired, at once.</summary>
    public TimeSpan Piece { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// Gaps no further apart than this are read in one go, where that counts nothing twice: a connection that breaks again
    /// and again would else cost all contracts' calls each time.
    /// </summary>
    public TimeSpan Near { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often gaps are looked for.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After so many failures a gap is tried once in <see cref="LongestPause"/>, and that is logged.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Pause after a failed attempt; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a long repair reports how far it is.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(30);
}
