using LiqMon.Hosting;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>How far the past of the venues is fetched that publish it.</summary>
internal static class WarmUpCheck
{
    public static CheckResult Look(StoreReader reader, LiqMonOptions settings, DateTimeOffset now)
    {
        List<(string Id, WarmUpResult Past)> pasts =
        [
            .. VenueCatalog.All.Where(venue => venue.Profile.WarmUp is not null && settings.Venues[venue.Profile.Id].Enabled)
                .Select(venue => (venue.Profile.Id, WarmUpResult.Of(
                    reader, venue.Profile.Id, settings.WarmUpBackOf(venue.Profile.WarmUp!), now.ToUnixTimeMilliseconds()))),
        ];
        if (pasts.Count == 0)
            return CheckResult.Ok("no venue that is switched on publishes a long past");
        if (reader.State.IsSimulated())
            return CheckResult.Ok("the past of this store is simulated");
        var text = string.Join("; ", pasts.Select(venue => WarmUpText.Of(venue.Id, venue.Past)));
        return pasts.All(venue => venue.Past.Fetched == 1) || settings.FetchesPast ? CheckResult.Ok(text)
            : CheckResult.Ok($"{text}; Repairs:WarmUp or Repairs:Enabled is false, and 'liqmon backfill --warm' fetches it");
    }
}
