namespace LiqMon.Venues;

/// <summary>
/// What of a venue's past is fetched at the first start, so that totals, normals, ranks and scores stand on real orders from the
/// first day.
/// </summary>
/// <param name="Liquidations">How far back its liquidations are fetched; its history proves them.</param>
public sealed record WarmUp(TimeSpan Liquidations)
{
    /// <summary>How much of its liquidations is read, and noted as read, at once; null for as much as of a gap.</summary>
    public TimeSpan? Piece { get; init; }

    /// <summary>
    /// Whether a piece without a single order may lie beyond what the venue still keeps: it is not believed, and nothing older is
    /// fetched. For a reach that is documented and that nobody has measured.
    /// </summary>
    public bool EndsInSilence { get; init; }

    /// <summary>Its past open interest and mark prices; null where they are not fetched.</summary>
    public PastMarket? Market { get; init; }
}

/// <summary>How far back and in what pieces a venue's past open interest and mark prices are fetched.</summary>
/// <param name="Back">How far back.</param>
public sealed record PastMarket(TimeSpan Back)
{
    /// <summary>The longest span whose open interest the venue gives in its finest step.</summary>
    public required TimeSpan FinePiece { get; init; }

    /// <summary>The longest span whose open interest it gives by the hour.</summary>
    public required TimeSpan HourlyPiece { get; init; }
}
