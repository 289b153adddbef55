namespace LiqMon.Doctor;

/// <summary>What to do when a venue does not answer as it should.</summary>
internal static class VenueAdvice
{
    public static string Of(VenueProbeSession visit, string setting) =>
        $"Look at the network, name resolution and firewall, and at {visit.Setting(setting)} if it is set; HTTP 403 or 451 often means "
        + $"that the venue does not serve your country. {visit.Setting("Enabled")}=false leaves it out.";
}
