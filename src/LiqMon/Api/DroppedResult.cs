namespace LiqMon.Api;

/// <summary>How many live events a slow subscriber missed.</summary>
/// <param name="Events">Dropped since the last such message.</param>
public sealed record DroppedResult(long Events);
