namespace LiqMon.Venues;

/// <summary>
/// What of a venue's past is fetched at the first start, so that totals, normals, ranks and scores stand on real orders from the
/// first day.
/// </summary>
/// <param name="Liquidations">How far back its liquidations are fetched; its history proves them.</param>
/// <param name="Market">How far back its open interest and mark prices are fetched.</param>
public sealed record WarmUp(TimeSpan Liquidations, TimeSpan Market)
{
    /// <summary>The longest span whose open interest the venue gives in its finest step.</summary>
    public required TimeSpan FinePiece { get; init; }

    /// <summary>The longest span whose open interest it gives by the hour.</summary>
    public required TimeSpan HourlyPiece { get; init; }
}
