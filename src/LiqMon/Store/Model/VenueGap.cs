using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>A span of a venue that is not covered.</summary>
public sealed record VenueGap(long FromMs, long ToMs, GapReason Reason);
