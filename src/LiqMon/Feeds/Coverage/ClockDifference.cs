using LiqMon.Venues;

namespace LiqMon.Feeds.Coverage;

/// <summary>
/// How far a venue's clock may be from ours. Orders have the venue's times and proofs have ours: what is claimed ends
/// earlier by what the venue is behind, and begins later by what it is ahead, so that it holds by both clocks.
/// </summary>
/// <param name="AheadMs">By how much the venue's clock may be ahead, milliseconds, 0 or more.</param>
/// <param name="BehindMs">By how much it may be behind, or its messages late, milliseconds, 0 or more.</param>
internal readonly record struct ClockDifference(long AheadMs, long BehindMs)
{
    /// <summary>What is known of it. Times further apart than orders may be are no clock.</summary>
    /// <param name="offsetMs">By how much the venue's clock was measured to be ahead; null when it was not.</param>
    /// <param name="moved">How far our own clock was moved lately: what counts until the venue's has been measured anew.</param>
    public static ClockDifference Of(long? offsetMs, (long ForwardMs, long BackMs) moved)
    {
        if (offsetMs is not { } offset)
            return new(Math.Min(moved.BackMs, VenueTime.LongestLeadMs), Math.Min(moved.ForwardMs, VenueTime.LongestLeadMs));
        return Math.Abs(offset) > VenueTime.LongestLeadMs ? default : new(Math.Max(offset, 0), Math.Max(-offset, 0));
    }
}
