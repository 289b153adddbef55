namespace LiqMon.Simulator;

/// <summary>
/// The one market behind all venues: prices, open interest and the liquidations that happen. Deterministic given the
/// seed, the instruments and the sequence of steps. Not thread-safe, except that quotes may be read at any time.
/// </summary>
internal sealed class Market
{
    private readonly IReadOnlyList<TradedInstrument> _instruments;
    private readonly Dictionary<string, AssetPrice> _prices;
    private readonly Random _priceDraw;
    private readonly LiquidationDraw _liquidations;
    private readonly PositionBook? _positions;
    private readonly bool _hasLiquidations;
    private readonly ScenarioPlan _plan;
    private readonly double _rate;
    private readonly long _startMs;

    /// <summary>A market over all instruments, with liquidations in some of them.</summary>
    public Market(
        SimulationOptions options, IReadOnlyList<TradedInstrument> instruments, IReadOnlyList<TradedInstrument> liquidated, long startMs)
    {
        _instruments = instruments;
        // Assets of single venues come last, so that they change no other price.
        _prices = options.Assets.Concat(instruments.Select(instrument => instrument.Spec.Asset)).Distinct()
            .ToDictionary(asset => asset, asset => new AssetPrice(AssetProfile.Of(asset)));
        // Two streams of chance: pausing the liquidations must not change where prices go.
        _priceDraw = new Random(options.Seed);
        _liquidations = new LiquidationDraw(
            unchecked(options.Seed + 7919), liquidated, options.Scenario == SimulationScenario.Tour ? SimulatedPast.LargestUsd : decimal.MaxValue);
        _hasLiquidations = liquidated.Count > 0;
        _positions = options.Scenario == SimulationScenario.Positions ? new PositionBook(unchecked(options.Seed + 104_729), _liquidations) : null;
        _plan = new ScenarioPlan(options.Scenario, options.Seed, options.Assets);
        _rate = options.Rate;
        _startMs = startMs;
    }

    /// <summary>Moves prices and open interest from one time to the next.</summary>
    public void MovePrices(long fromMs, long toMs)
    {
        var phase = PhaseAt(toMs);
        foreach (var price in _prices.Values) price.Step(_priceDraw, phase, (int)(toMs - fromMs));
        foreach (var instrument in _instruments)
        {
            var price = _prices[instrument.Spec.Asset];
            instrument.Move(price.Price, price.PremiumPpm, _positions is null ? _priceDraw.Next(4) : 0, toMs);
        }
    }

    /// <summary>The liquidations between two times, by event time; the closed quantities leave the open interest.</summary>
    public List<MarketOrder> Liquidate(long fromMs, long toMs)
    {
        if (!_hasLiquidations) return [];
        var phase = PhaseAt(toMs);
        var count = _liquidations.Count(phase.LiquidationsPerSecond * _rate * (toMs - fromMs) / 1000.0);
        var orders = _positions?.Step(count, fromMs, toMs) ?? [];
        for (var i = 0; i < count && _positions is null; i++) orders.Add(_liquidations.Next(phase, IsFalling, fromMs, toMs));
        orders.Sort(static (a, b) => a.EventTimeMs.CompareTo(b.EventTimeMs));
        foreach (var order in orders) order.Instrument.Close(order.Order.Quantity);
        return orders;
    }

    private bool IsFalling(string asset) => _prices[asset].Falling;

    private MarketPhase PhaseAt(long timeMs) => _plan.At(TimeSpan.FromMilliseconds(timeMs - _startMs));
}
