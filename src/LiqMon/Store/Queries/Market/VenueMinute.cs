namespace LiqMon.Store;

/// <summary>
/// Open interest of an asset at one venue at the end of a minute. A contract that was not sampled in the minute counts with
/// its newest sample, as long as that is fresh.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Asset">The asset, or <see cref="AssetMinute.All"/> for all of the venue.</param>
/// <param name="StartMs">Start of the minute, Unix milliseconds.</param>
/// <param name="Usd">US dollars.</param>
/// <param name="Base">In the asset; without meaning for all together.</param>
/// <param name="Contracts">How many contracts it is made of.</param>
/// <param name="FundingAnnual">Funding of a year as a fraction, each contract by its open interest; null when unknown.</param>
internal sealed record VenueMinute(string Venue, string Asset, long StartMs, double Usd, double Base, int Contracts, double? FundingAnnual);

/// <summary>Open interest of a minute, in both ways of adding it up.</summary>
/// <param name="Assets">Each asset over all venues, and all together.</param>
/// <param name="Venues">Each asset at each venue, and each venue together.</param>
internal sealed record OpenInterestMinute(IReadOnlyList<AssetMinute> Assets, IReadOnlyList<VenueMinute> Venues);
