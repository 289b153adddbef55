namespace LiqMon.Simulator;

/// <summary>
/// Traders who open positions with leverage at the mark price. A position ends after a while of its own will, or when
/// the mark price reaches the price at which its margin has shrunk to the maintenance margin: a liquidation. The other
/// side of each is held by somebody without leverage.
/// </summary>
internal sealed class PositionBook(int seed, LiquidationDraw draw)
{
    private const int LeastLeverage = 3;
    private const int MostLeverage = 100;
    private const decimal Maintenance = 0.005m;
    private const double MeanLifeMs = 6 * 3_600_000.0;
    private const int OpenedForEachOfTheFlow = 4;

    private readonly Random _chance = new(seed);
    private readonly Dictionary<(TradedInstrument, LiquidatedPosition), SortedDictionary<(decimal, long), Position>> _byPrice = [];
    private readonly PriorityQueue<Position, long> _byEnd = new();
    private long _opened;

    /// <summary>Opens, closes and liquidates positions between two times.</summary>
    /// <param name="flow">How many orders other scenarios would liquidate; a multiple of it is opened.</param>
    /// <param name="fromMs">Start, exclusive.</param>
    /// <param name="toMs">End, inclusive.</param>
    public List<MarketOrder> Step(int flow, long fromMs, long toMs)
    {
        for (var i = 0; i < flow * OpenedForEachOfTheFlow; i++) Open(toMs);
        while (_byEnd.TryPeek(out var ended, out var endMs) && endMs <= toMs)
        {
            _byEnd.Dequeue();
            if (_byPrice[ended.Place].Remove(ended.Order)) ended.Instrument.Close(ended.Quantity);
        }
        var orders = new List<MarketOrder>();
        foreach (var ((instrument, side), positions) in _byPrice)
        {
            var mark = instrument.Quote.Mark;
            while (positions.Count > 0 && positions.First().Value is var next && next.IsReached(mark))
            {
                positions.Remove(next.Order);
                orders.Add(draw.Order(instrument, side, next.Price, next.Quantity, fromMs, toMs));
            }
        }
        return orders;
    }

    private void Open(long nowMs)
    {
        var instrument = draw.Instrument(null);
        var side = _chance.Next(2) == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short;
        var mark = instrument.Quote.Mark;
        var leverage = (decimal)(LeastLeverage * Math.Pow((double)MostLeverage / LeastLeverage, _chance.NextDouble()));
        var room = (1m / leverage) - Maintenance;
        var price = instrument.ToTick(mark * (side == LiquidatedPosition.Long ? 1m - room : 1m + room));
        var position = new Position(instrument, side, price, instrument.QuantityFor(draw.Dollars(), mark), _opened++);
        if (!_byPrice.TryGetValue(position.Place, out var positions)) _byPrice[position.Place] = positions = [];
        positions.Add(position.Order, position);
        _byEnd.Enqueue(position, nowMs - (long)(MeanLifeMs * Math.Log(1.0 - _chance.NextDouble())));
        instrument.Open(position.Quantity);
    }

    private sealed record Position(TradedInstrument Instrument, LiquidatedPosition Side, decimal Price, decimal Quantity, long Number)
    {
        public (TradedInstrument, LiquidatedPosition) Place => (Instrument, Side);

        /// <summary>Sorts the nearest to the price first.</summary>
        public (decimal, long) Order => (Side == LiquidatedPosition.Long ? -Price : Price, Number);

        public bool IsReached(decimal mark) => Side == LiquidatedPosition.Long ? mark <= Price : mark >= Price;
    }
}
