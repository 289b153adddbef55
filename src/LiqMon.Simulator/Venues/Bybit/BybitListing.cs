namespace LiqMon.Simulator;

/// <summary>The contracts of simulated Bybit: USDT perpetuals and two inverse perpetuals.</summary>
internal static class BybitListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var launch = start.AddYears(-3).ToUnixTimeMilliseconds();
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Linear(profile, launch), profile));
            if (profile.Asset is "BTC" or "ETH") list.Add(new TradedInstrument(Inverse(profile, launch), profile));
        }
        return list;
    }

    /// <summary>"linear" or "inverse".</summary>
    public static string Category(this SimulatedInstrument spec) => spec.Inverse ? "inverse" : "linear";

    /// <summary>The base coin as Bybit names it, with the factor.</summary>
    public static string BaseCoin(this SimulatedInstrument spec) => spec.PriceFactor == 1m ? spec.Asset : "1000" + spec.Asset;

    private static SimulatedInstrument Linear(AssetProfile profile, long launchMs) => new()
    {
        Venue = BybitVenue.Name,
        Symbol = (profile.Thousands ? "1000" : "") + profile.Asset + "USDT",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.0000010m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launchMs,
    };

    private static SimulatedInstrument Inverse(AssetProfile profile, long launchMs) => new()
    {
        Venue = BybitVenue.Name,
        Symbol = profile.Asset + "USD",
        Asset = profile.Asset,
        Inverse = true,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launchMs,
    };
}
