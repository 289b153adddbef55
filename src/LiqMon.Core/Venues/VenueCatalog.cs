namespace LiqMon.Venues;

/// <summary>All venues LiqMon knows, in the order in which they are listed to people.</summary>
public static class VenueCatalog
{
    /// <summary>The venues. Adding one is one line here.</summary>
    public static IReadOnlyList<IVenue> All { get; } =
    [
        new Binance(),
        new Bybit(),
        new Okx(),
        new Gate(),
        new Htx(),
        new Bitget(),
        new Deribit(),
        new Bitfinex(),
        new Kraken(),
        new Dydx(),
        new Aster(),
        new Lighter(),
        new Extended(),
        new Backpack(),
        new CoinEx(),
        new Hyperliquid(),
        new Bitmex(),
        new Kucoin(),
        new Mexc(),
        new Phemex(),
        new Bingx(),
        new Cryptocom(),
        new Woox(),
        new Paradex(),
        new Aevo(),
        new Pacifica(),
        new Orderly(),
        new Bluefin(),
        new WhiteBit(),
        new Toobit(),
        new Xt(),
    ];

    /// <summary>What venues publish about their own past, of the one with the largest REST budget first: it bears most calls.</summary>
    public static IReadOnlyList<VenueMarketData> Series { get; } =
        [.. All.OrderByDescending(venue => venue.Profile.RestLimit.WeightPerMinute).Select(venue => venue.Series).OfType<VenueMarketData>()];

    /// <summary>The venue of an id, or null.</summary>
    public static IVenue? Find(string id) => All.FirstOrDefault(venue => venue.Profile.Id == id);
}
