using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>What became of everything that arrived: counted, waiting for its contract, or in quarantine.</summary>
internal static class StoreEventsCheck
{
    private const string OwnFault = "InternalError";

    public static CheckResult Look(StoreReader reader)
    {
        var venues = reader.State.VenueCounts();
        var reasons = reader.Quarantine.Counts();
        var pending = venues.Sum(venue => venue.Pending);
        var text = $"{NumberText.Count(venues.Sum(venue => venue.Liquidations))} liquidations counted, "
            + $"{NumberText.Count(pending)} wait for their contract, {NumberText.Count(reasons.Sum(reason => reason.Frames))} messages in quarantine";
        if (reasons.Count > 0)
            text += $" ({string.Join(", ", reasons.Take(3).Select(reason => $"{reason.Venue} {reason.Reason}: {NumberText.Count(reason.Frames)}"))}{(reasons.Count > 3 ? ", …" : "")})";
        if (reasons.Any(reason => reason.Reason == OwnFault))
            return CheckResult.Warn(text, "LiqMon's own code failed on some frames; please report the error in the log.");
        return pending > 0
            ? CheckResult.Warn(
                $"{text}; contracts of {string.Join(", ", venues.Where(venue => venue.Pending > 0).Select(venue => venue.Venue))} are unknown",
                "They are valued when the venue lists the contract; those of a contract that is gone stay out of the totals.")
            : CheckResult.Ok(text);
    }
}
