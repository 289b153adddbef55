namespace LiqMon.Backfill;

/// <summary>How much more than a span is read.</summary>
/// <param name="Before">Before its start: orders of that time may have been published within it.</param>
/// <param name="After">After its end: clocks differ.</param>
public readonly record struct HistoryMargin(TimeSpan Before, TimeSpan After);
