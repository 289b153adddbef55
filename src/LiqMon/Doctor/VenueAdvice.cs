using LiqMon.Market;

namespace LiqMon.Doctor;

/// <summary>What to do when a venue does not answer as it should: by what went wrong, and nothing beside it.</summary>
internal static class VenueAdvice
{
    /// <param name="visit">The venue.</param>
    /// <param name="setting">The setting that moves the addresses in question.</param>
    /// <param name="reasons">What went wrong; none where it is not known.</param>
    public static string Of(VenueProbeSession visit, string setting, params IEnumerable<GapReason?> reasons)
    {
        var known = reasons.OfType<GapReason>().Distinct().ToList();
        var place = $"{visit.Setting(setting)} if it is set";
        var advice = known.Count == 0
            ? [Network(place)]
            : known.Select(reason => reason switch
            {
                GapReason.TlsFailed => Certificate,
                GapReason.NameNotResolved => $"Look at name resolution on this machine, and at {place}.",
                GapReason.RateLimited => "Too many requests came from this address; a monitor tries again by itself.",
                _ => Network(place),
            }).Distinct();
        return $"{string.Join(" ", advice)} {visit.Setting("Enabled")}=false leaves it out.";
    }

    /// <summary>What to do about a certificate. It is never taken against the rules, and no setting makes it so.</summary>
    internal const string Certificate =
        "The other side has been reached, and its certificate was refused. Look at this machine's clock and its list of trusted "
        + "authorities, and whether something on the way replaces certificates.";

    private static string Network(string place) =>
        $"Look at the network, name resolution and firewall, and at {place}; HTTP 403 or 451 often means that the venue does not serve your country.";
}
