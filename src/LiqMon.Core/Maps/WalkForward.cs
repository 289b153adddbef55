using LiqMon.Market;
using LiqMon.Statistics;

namespace LiqMon.Maps;

/// <summary>
/// Scores maps as they move on: at the start of each window they are held still, and at the end compared with what was
/// liquidated, beside forecasts that need no map. No window knows anything of its own future but how far the price went.
/// </summary>
/// <param name="fromMs">Start of the first window, Unix milliseconds; before it the maps only fill.</param>
/// <param name="horizonMs">Length of a window, greater than zero.</param>
public sealed class WalkForward(long fromMs, long horizonMs)
{
    private const long DayMs = 86_400_000;

    private readonly List<ScoredWindow> _windows = [];
    private readonly PathVolatility _volatility = new(DayMs);
    private Window? _open;
    private long _endMs = fromMs;

    /// <summary>The windows that are over, in order of time.</summary>
    public IReadOnlyList<ScoredWindow> Windows => _windows;

    /// <summary>Takes a liquidation; in order of time with <see cref="Step"/>, before the step that ends at its time.</summary>
    /// <param name="side">The position that was closed.</param>
    /// <param name="price">Dollars for one unit of the asset; one that is no price is not taken.</param>
    /// <param name="microUsd">Dollars × 1,000,000.</param>
    public void Liquidate(LiquidatedSide side, double price, long microUsd)
    {
        if (double.IsFinite(price) && price > 0)
            _open?.Traded.Liquidate(side, price, microUsd);
    }

    /// <summary>Takes dollars that were liquidated at prices that are not known.</summary>
    public void Liquidate(LiquidatedSide side, long microUsd) => _open?.Traded.Liquidate(side, microUsd, orders: 0);

    /// <summary>Takes the maps after a step that ended at a moment, Unix milliseconds.</summary>
    /// <param name="maps">The maps, all at the same price.</param>
    /// <param name="timeMs">End of the step.</param>
    public void Step(IReadOnlyDictionary<Forecast, PositionMap> maps, long timeMs)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Values.FirstOrDefault()?.Price is not { } price)
            return;
        _volatility.Add(timeMs, price);
        _open?.Traded.Trade(price);
        if (timeMs < _endMs)
            return;
        if (_open is { } over)
            _windows.Add(new ScoredWindow(over.StartMs, over.Score(LiquidatedSide.Long), over.Score(LiquidatedSide.Short)));
        _open = new Window(timeMs, maps.ToDictionary(map => map.Key, map => map.Value.Copy()), new TradedWindow(price), _volatility.Value);
        // A silence may have lasted longer than a window.
        while (_endMs <= timeMs)
            _endMs += horizonMs;
    }

    private sealed record Window(long StartMs, IReadOnlyDictionary<Forecast, PositionMap> Maps, TradedWindow Traded, double Volatility)
    {
        internal ScoredSide Score(LiquidatedSide side)
        {
            var (from, to) = Traded.Levels(side);
            var places = new Dictionary<Forecast, MapScore>
            {
                [Forecast.Nearest] = Place(level => -Math.Abs(level - Traded.Start)),
                [Forecast.Farthest] = Place(level => Math.Abs(level - Traded.Start)),
                [Forecast.Future] = Place(level => Traded.Realised(side, level)),
            };
            var amounts = new Dictionary<Forecast, double> { [Forecast.Range] = Traded.Distance(side) };
            foreach (var (forecast, map) in Maps)
            {
                places.Add(forecast, Place(map.Side(side).At));
                amounts.Add(forecast, Enumerable.Range(from, to - from + 1).Sum(level => (double)map.Side(side).At(level)) / 1e6);
            }

            return new ScoredSide
            {
                Places = places,
                Amounts = amounts,
                RealisedMicroUsd = Traded.Realised(side),
                Distance = Traded.Distance(side),
                Range = Traded.Range,
                Volatility = Volatility,
            };

            MapScore Place(Func<int, long> forecast) => MapScoring.Of(Traded, side, forecast);
        }
    }
}
