namespace LiqMon.Venues;

/// <summary>What distinguishes a page from another.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="OldestMs">Time of its oldest row, Unix milliseconds.</param>
/// <param name="NewestMs">Time of its newest row, Unix milliseconds.</param>
internal readonly record struct PageMark(int Rows, long OldestMs, long NewestMs);

/// <summary>How a venue cuts its history into pages.</summary>
/// <param name="FullPageRows">The fewest rows of a page that may be cut off.</param>
internal readonly record struct PageRules(int FullPageRows)
{
    /// <summary>Whether a page with fewer rows is the last. If not, only a page without rows is.</summary>
    public bool ShortPageIsLast { get; init; } = true;

    /// <summary>The distance between rows in milliseconds where no two rows share a moment; 0 where several may.</summary>
    public long RowDistanceMs { get; init; }
}
