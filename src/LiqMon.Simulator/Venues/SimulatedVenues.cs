namespace LiqMon.Simulator;

/// <summary>All venues the simulator can play: one line each.</summary>
internal static class SimulatedVenues
{
    private static readonly Dictionary<string, Func<IReadOnlyList<AssetProfile>, DateTimeOffset, ISimulatedVenue>> Known = new()
    {
        [BinanceVenue.Name] = (assets, start) => new BinanceVenue(assets, start),
        [BybitVenue.Name] = (assets, start) => new BybitVenue(assets, start),
        [OkxVenue.Name] = (assets, start) => new OkxVenue(assets, start),
        [GateVenue.Name] = (assets, start) => new GateVenue(assets, start),
        [HtxVenue.Name] = (assets, start) => new HtxVenue(assets, start),
        [BitgetVenue.Name] = (assets, start) => new BitgetVenue(assets, start),
        [DeribitVenue.Name] = (assets, start) => new DeribitVenue(assets, start),
        [BitfinexVenue.Name] = (assets, start) => new BitfinexVenue(assets, start),
        [KrakenVenue.Name] = (assets, start) => new KrakenVenue(assets, start),
        [DydxVenue.Name] = (assets, start) => new DydxVenue(assets, start),
        [AsterVenue.Name] = (assets, start) => new AsterVenue(assets, start),
        [LighterVenue.Name] = (assets, start) => new LighterVenue(assets, start),
        [ExtendedVenue.Name] = (assets, start) => new ExtendedVenue(assets, start),
        [BackpackVenue.Name] = (assets, start) => new BackpackVenue(assets, start),
        [CoinExVenue.Name] = (assets, start) => new CoinExVenue(assets, start),
        [HyperliquidVenue.Name] = (assets, start) => new HyperliquidVenue(assets, start),
        [KucoinRest.Name] = KucoinRest.Create,
        [MexcRest.Name] = MexcRest.Create,
        [PhemexRest.Name] = PhemexRest.Create,
        [BingxRest.Name] = BingxRest.Create,
        [CryptocomRest.Name] = CryptocomRest.Create,
        [WooxRest.Name] = WooxRest.Create,
        [ParadexVenue.Name] = (assets, start) => new ParadexVenue(assets, start),
        [AevoRest.Name] = AevoRest.Create,
        [PacificaVenue.Name] = (assets, start) => new PacificaVenue(assets, start),
        [OrderlyVenue.Name] = (assets, start) => new OrderlyVenue(assets, start),
        [BluefinVenue.Name] = (assets, start) => new BluefinVenue(assets, start),
        [WhiteBitRest.Name] = WhiteBitRest.Create,
        [ToobitRest.Name] = ToobitRest.Create,
        [XtRest.Name] = XtRest.Create,
    };

    public static IReadOnlyCollection<string> Ids => Known.Keys;

    public static ISimulatedVenue Create(string id, IReadOnlyList<AssetProfile> assets, DateTimeOffset start) =>
        Known.TryGetValue(id, out var create)
            ? create(assets, start)
            : throw new ArgumentException($"no simulated venue {id}; there are {string.Join(", ", Known.Keys)}", nameof(id));
}
