namespace LiqMon.Simulator;

/// <summary>The contracts of simulated Binance: UM perpetuals, CM perpetuals, one dated contract of each.</summary>
internal static class BinanceListing
{
    public static List<TradedInstrument> Create(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        var expiry = Expiry.NextQuarter(start);
        var list = new List<TradedInstrument>();
        foreach (var profile in assets)
        {
            list.Add(new TradedInstrument(Um(profile, start.AddYears(-3)), profile));
            if (profile.Asset is not ("BTC" or "ETH")) continue;
            list.Add(new TradedInstrument(Cm(profile, start.AddYears(-3)), profile));
            if (profile.Asset != "BTC") continue;
            var (um, cm) = (Um(profile, start.AddMonths(-3)), Cm(profile, start.AddMonths(-3)));
            list.Add(Dated(um, $"BTCUSDT_{expiry:yyMMdd}", expiry, profile));
            list.Add(Dated(cm, $"BTCUSD_{expiry:yyMMdd}", expiry, profile));
        }
        return list;
    }

    /// <summary>True for UM (linear), false for CM.</summary>
    public static bool IsUm(this SimulatedInstrument spec) => !spec.Inverse;

    /// <summary>BTCUSD for BTCUSD_PERP, BTCUSDT for BTCUSDT_270326.</summary>
    public static string Pair(this SimulatedInstrument spec) => spec.Symbol.Split('_')[0];

    /// <summary>The base asset as Binance names it, with the factor.</summary>
    public static string BaseAsset(this SimulatedInstrument spec) => spec.PriceFactor == 1m ? spec.Asset : "1000" + spec.Asset;

    /// <summary>A USD-margined perpetual, also of a venue that copies Binance.</summary>
    public static SimulatedInstrument Um(AssetProfile profile, DateTimeOffset launch, string venue = BinanceVenue.Name) => new()
    {
        Venue = venue,
        Symbol = (profile.Thousands ? "1000" : "") + profile.Asset + "USDT",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.0000010m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };

    private static SimulatedInstrument Cm(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = BinanceVenue.Name,
        Symbol = profile.Asset + "USD_PERP",
        Asset = profile.Asset,
        Inverse = true,
        ContractSize = profile.Asset == "BTC" ? 100m : 10m,
        PriceTick = profile.PriceTick,
        QuantityStep = 1m,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };

    private static TradedInstrument Dated(
        SimulatedInstrument perpetual, string symbol, DateTimeOffset expiry, AssetProfile profile) =>
        new(perpetual with { Symbol = symbol, ExpiryMs = expiry.ToUnixTimeMilliseconds() }, profile, basis: 0.012m);
}
