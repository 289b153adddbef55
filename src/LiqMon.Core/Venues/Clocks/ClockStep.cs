namespace LiqMon.Venues;

/// <summary>A clock of a venue was set back, or was found to be behind when it was first measured.</summary>
/// <param name="Number">Its place among all steps of the venue, from 1 on; 0 for none.</param>
/// <param name="SinceMs">
/// When the last time came that was right by the clock before, Unix milliseconds by our clock; 0 where none ever came.
/// </param>
public readonly record struct ClockStep(long Number, long SinceMs);
