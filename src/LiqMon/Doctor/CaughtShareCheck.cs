using LiqMon.Hosting;
using LiqMon.Queries;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>What share of its complete dollars a feed caught that does not show all.</summary>
internal static class CaughtShareCheck
{
    /// <summary>One check for each venue that is switched on and whose complete dollars somebody publishes.</summary>
    public static IEnumerable<ICheck> All(LiqMonOptions settings, TimeProvider time) =>
        from venue in VenueCatalog.All
        let source = venue.Profile.PublishedDaily
        where source is not null && settings.Venues.GetValueOrDefault(venue.Profile.Id) is { Enabled: true }
        select new StoreCheck("caught by " + venue.Profile.Id, settings.Data, (reader, _) => CheckResult.Ok(CaughtShareText.Of(
            venue.Profile.Id, CaughtShareBuilder.OfLastWeek(reader, venue.Profile.Id, source, time.GetUtcNow().ToUnixTimeMilliseconds()))));
}
