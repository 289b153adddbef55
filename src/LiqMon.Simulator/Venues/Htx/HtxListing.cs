namespace LiqMon.Simulator;

/// <summary>The contracts of simulated HTX: linear swaps, coin-margined swaps, one coin-margined future.</summary>
internal static class HtxListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var launch = start.AddYears(-3).ToUnixTimeMilliseconds();
        var expiry = Expiry.NextQuarter(start);
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Linear(profile, launch), profile));
            if (profile.Asset is not ("BTC" or "ETH")) continue;
            var swap = Inverse(profile, launch);
            list.Add(new TradedInstrument(swap, profile));
            if (profile.Asset != "BTC") continue;
            var future = swap with { Symbol = $"BTC{expiry:yyMMdd}", ExpiryMs = expiry.ToUnixTimeMilliseconds() };
            list.Add(new TradedInstrument(future, profile, basis: 0.011m));
        }
        return list;
    }

    /// <summary>Which of the venue's three markets a contract is on.</summary>
    public static HtxFamily HtxMarket(this SimulatedInstrument spec) =>
        !spec.Inverse ? HtxFamily.Linear : spec.ExpiryMs is null ? HtxFamily.CoinSwap : HtxFamily.CoinFutures;

    private static SimulatedInstrument Linear(AssetProfile profile, long launchMs) => new()
    {
        Venue = HtxVenue.Name,
        Symbol = profile.Asset + "-USDT",
        Asset = profile.Asset,
        ContractSize = profile.Asset switch { "BTC" => 0.001m, "ETH" => 0.01m, _ => profile.OkxContractSize },
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launchMs,
    };

    private static SimulatedInstrument Inverse(AssetProfile profile, long launchMs) => new()
    {
        Venue = HtxVenue.Name,
        Symbol = profile.Asset + "-USD",
        Asset = profile.Asset,
        Inverse = true,
        ContractSize = profile.Asset == "BTC" ? 100m : 10m,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launchMs,
    };
}
