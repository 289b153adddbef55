namespace LiqMon.Simulator;

/// <summary>The contracts of simulated Gate: USDT perpetuals, one settled in USD1, one in bitcoin.</summary>
internal static class GateListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var launch = start.AddYears(-3).ToUnixTimeMilliseconds();
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Linear(profile, "USDT", launch), profile));
            if (profile.Asset != "BTC") continue;
            list.Add(new TradedInstrument(Linear(profile, "USD1", launch), profile));
            list.Add(new TradedInstrument(Inverse(profile, launch), profile));
        }
        return list;
    }

    /// <summary>"usdt", "usd1" or "btc": what a contract is settled in, by which sockets and calls are distinguished.</summary>
    public static string GateSettle(this SimulatedInstrument spec) => spec.Inverse
        ? "btc"
        : spec.Symbol.EndsWith("_USD1", StringComparison.Ordinal) ? "usd1" : "usdt";

    private static SimulatedInstrument Linear(AssetProfile profile, string quote, long launchMs) => new()
    {
        Venue = GateVenue.Name,
        Symbol = $"{profile.Asset}_{quote}",
        Asset = profile.Asset,
        ContractSize = profile.Asset switch
        {
            "BTC" => 0.0001m,
            "ETH" => 0.01m,
            _ => profile.Thousands ? 10_000_000m : 1m,
        },
        PriceTick = profile.PriceTick,
        // Parts of contracts exist in reality too.
        QuantityStep = profile.Asset is "SOL" ? 0.1m : 1m,
        LaunchMs = launchMs,
    };

    private static SimulatedInstrument Inverse(AssetProfile profile, long launchMs) => new()
    {
        Venue = GateVenue.Name,
        Symbol = $"{profile.Asset}_USD",
        Asset = profile.Asset,
        Inverse = true,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launchMs,
    };
}
