namespace LiqMon.Venues;

/// <summary>A clock of a venue was set back.</summary>
/// <param name="Number">Its place among all steps of the venue, from 1 on; 0 for none.</param>
/// <param name="SinceMs">When the last time came that was right by the clock before, Unix milliseconds by our clock.</param>
public readonly record struct ClockStep(long Number, long SinceMs);
