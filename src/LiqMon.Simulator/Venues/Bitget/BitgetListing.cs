namespace LiqMon.Simulator;

/// <summary>The contracts of simulated Bitget: USDT perpetuals, one margined in USDC, one in the coin.</summary>
internal static class BitgetListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var launch = start.AddYears(-3).ToUnixTimeMilliseconds();
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            var linear = Linear(profile, launch);
            list.Add(new TradedInstrument(linear, profile));
            if (profile.Asset != "BTC") continue;
            list.Add(new TradedInstrument(linear with { Symbol = "BTCPERP" }, profile));
            list.Add(new TradedInstrument(linear with { Symbol = "BTCUSD", Inverse = true, QuantityStep = 1m }, profile));
        }
        return list;
    }

    /// <summary>"usdt-futures", "usdc-futures" or "coin-futures".</summary>
    public static string BitgetFamily(this TradedInstrument instrument) => instrument.Spec.Inverse
        ? "coin-futures"
        : instrument.Spec.Symbol.EndsWith("PERP", StringComparison.Ordinal) ? "usdc-futures" : "usdt-futures";

    private static SimulatedInstrument Linear(AssetProfile profile, long launchMs) => new()
    {
        Venue = BitgetVenue.Name,
        Symbol = (profile.Thousands ? "1000" : "") + profile.Asset + "USDT",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.0000010m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launchMs,
    };
}
