using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Doctor;

/// <summary>How far the past of the venues is fetched that publish it.</summary>
internal static class WarmUpCheck
{
    public static CheckResult Look(StoreReader reader, IReadOnlyList<KnownVenue> venues, bool isEnabled, DateTimeOffset now)
    {
        var pasts = venues.Where(venue => venue.Enabled)
            .Select(venue => (venue.Id, Past: WarmUpResult.Of(reader, venue.Id, now.ToUnixTimeMilliseconds())))
            .Where(venue => venue.Past is not null).Select(venue => (venue.Id, Past: venue.Past!)).ToList();
        var text = string.Join("; ", pasts.Select(venue => WarmUpText.Of(venue.Id, venue.Past)));
        return pasts.Count == 0 ? CheckResult.Ok("no venue that is switched on publishes a long past")
            : pasts.All(venue => venue.Past.Fetched == 1) || isEnabled ? CheckResult.Ok(text)
            : CheckResult.Ok($"{text}; Repairs:WarmUp or Repairs:Enabled is false, and 'liqmon backfill --warm' fetches it");
    }
}
