using LiqMon.Hosting;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>What the settings say. That they can be read has been proven by there being any.</summary>
internal sealed class SettingsCheck(LiqMonOptions settings) : ICheck
{
    private const int NamedAtMost = 5;

    public string Name => "settings";

    public Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var open = VenueCatalog.All.Select(venue => venue.Profile).Where(profile => profile.ClosedOn is null).Select(profile => profile.Id).ToList();
        var on = open.Where(id => settings.Venues[id].Enabled).ToList();
        if (on.Count == 0)
            return Task.FromResult(CheckResult.Fail("every venue is switched off", "Set Venues:<id>:Enabled to true for those to watch."));
        var elsewhere = on.Where(id => settings.Venues[id].WebSocketUrl is not null || settings.Venues[id].RestUrl is not null).ToList();
        var text = $"valid; {on.Count} of {open.Count} venues are on, HTTP is for {settings.Listen}";
        return Task.FromResult(elsewhere.Count == 0
            ? CheckResult.Ok(text)
            : CheckResult.Warn(
                $"{text}; not at their own addresses: {(elsewhere.Count > NamedAtMost ? $"{elsewhere.Count} of them" : string.Join(", ", elsewhere))}",
                "Remove WebSocketUrl and RestUrl of a venue to watch the real one."));
    }
}
