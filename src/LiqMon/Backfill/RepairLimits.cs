namespace LiqMon.Backfill;

/// <summary>How far a history is read and believed.</summary>
/// <param name="Margin">How much more than the span is read.</param>
/// <param name="SettledMs">Up to when the venue has surely written its history, Unix milliseconds.</param>
/// <param name="Finds">What earlier readings brought.</param>
internal readonly record struct RepairLimits(HistoryMargin Margin, long SettledMs, HistoryFinds Finds);
