namespace LiqMon.Simulator;

/// <summary>The contracts of simulated OKX: USDT swaps, coin-margined swaps, one dated future of each kind.</summary>
internal static class OkxListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var expiry = Expiry.NextQuarter(start);
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Linear(profile, start.AddYears(-3)), profile));
            if (profile.Asset is not ("BTC" or "ETH")) continue;
            list.Add(new TradedInstrument(Inverse(profile, start.AddYears(-3)), profile));
            if (profile.Asset != "BTC") continue;
            var (linear, inverse) = (Linear(profile, start.AddMonths(-3)), Inverse(profile, start.AddMonths(-3)));
            list.Add(Dated(linear, $"BTC-USDT-{expiry:yyMMdd}", expiry, profile));
            list.Add(Dated(inverse, $"BTC-USD-{expiry:yyMMdd}", expiry, profile));
        }
        return list;
    }

    /// <summary>"SWAP" or "FUTURES".</summary>
    public static string InstType(this SimulatedInstrument spec) => spec.ExpiryMs is null ? "SWAP" : "FUTURES";

    /// <summary>BTC-USDT of BTC-USDT-SWAP: both underlying and family.</summary>
    public static string Family(this SimulatedInstrument spec) => spec.Symbol[..spec.Symbol.LastIndexOf('-')];

    private static SimulatedInstrument Linear(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = OkxVenue.Name,
        Symbol = profile.Asset + "-USDT-SWAP",
        Asset = profile.Asset,
        ContractSize = profile.OkxContractSize,
        PriceTick = profile.PriceTick,
        // Tenths of contracts exist in reality too, so sizes are not whole numbers.
        QuantityStep = profile.Asset is "BTC" or "ETH" ? 0.01m : 0.1m,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };

    private static SimulatedInstrument Inverse(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = OkxVenue.Name,
        Symbol = profile.Asset + "-USD-SWAP",
        Asset = profile.Asset,
        Inverse = true,
        ContractSize = profile.Asset == "BTC" ? 100m : 10m,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };

    private static TradedInstrument Dated(
        SimulatedInstrument perpetual, string symbol, DateTimeOffset expiry, AssetProfile profile) =>
        new(perpetual with { Symbol = symbol, ExpiryMs = expiry.ToUnixTimeMilliseconds() }, profile, basis: 0.011m);
}
