namespace LiqMon.Simulator;

/// <summary>Draws liquidations: how many, where, how large. Most are small and a few are huge, as in reality.</summary>
internal sealed class LiquidationDraw
{
    private readonly Random _draw;
    private readonly IReadOnlyList<TradedInstrument> _instruments;
    private readonly int[] _cumulativeWeights;
    private readonly decimal _largestUsd;

    /// <param name="seed">Start of all randomness.</param>
    /// <param name="instruments">Where liquidations happen.</param>
    /// <param name="largestUsd">Dollars of the largest position.</param>
    public LiquidationDraw(int seed, IReadOnlyList<TradedInstrument> instruments, decimal largestUsd = decimal.MaxValue)
    {
        _largestUsd = largestUsd;
        _draw = new Random(seed);
        _instruments = instruments;
        _cumulativeWeights = new int[instruments.Count];
        var sum = 0;
        for (var i = 0; i < instruments.Count; i++)
        {
            sum += instruments[i].Profile.Weight;
            _cumulativeWeights[i] = sum;
        }
    }

    /// <summary>A whole number whose mean is the given one.</summary>
    public int Count(double expected)
    {
        var whole = Math.Floor(expected);
        // Below a dozen the spread matters to the eye; above it the mean is enough.
        if (whole >= 12) return (int)whole + (_draw.NextDouble() < expected - whole ? 1 : 0);
        var count = 0;
        for (var i = 0; i < 24; i++)
        {
            if (_draw.NextDouble() < expected / 24) count++;
        }
        return count;
    }

    public MarketOrder Next(MarketPhase phase, Func<string, bool> falling, long fromMs, long toMs)
    {
        var instrument = Instrument(phase.CascadeAsset);
        var position = Position(phase, instrument.Spec.Asset, falling);
        var mark = instrument.Quote.Mark;
        var worse = _draw.Next(1, 1500) / 1_000_000m;
        var price = instrument.ToTick(mark * (position == LiquidatedPosition.Long ? 1m - worse : 1m + worse));
        return Order(instrument, position, price, instrument.QuantityFor(Dollars(), price), fromMs, toMs);
    }

    /// <summary>The order that closes a position, with what differs from order to order.</summary>
    public MarketOrder Order(TradedInstrument instrument, LiquidatedPosition position, decimal price, decimal quantity, long fromMs, long toMs)
    {
        var spec = instrument.Spec;
        var isLong = position == LiquidatedPosition.Long;
        var limit = instrument.ToTick(price * (isLong ? 0.995m : 1.005m));
        var steps = quantity / spec.QuantityStep;
        var eventTimeMs = fromMs + 1 + _draw.Next((int)(toMs - fromMs));
        var order = new SimulatedLiquidation
        {
            Symbol = spec.Symbol,
            Position = position,
            Price = price,
            Quantity = quantity,
            EventTimeMs = eventTimeMs,
            LimitPrice = limit,
            OrderedQuantity = _draw.Next(12) == 0 ? quantity + spec.QuantityStep : null,
            LastFilledQuantity = steps >= 4 && _draw.Next(3) == 0
                ? decimal.Round(steps / 4, 0) * spec.QuantityStep
                : null,
        };
        return new MarketOrder(instrument, order, eventTimeMs);
    }

    /// <summary>A contract, the larger ones more often.</summary>
    public TradedInstrument Instrument(string? preferredAsset)
    {
        var picked = Weighted();
        // A handful of tries is enough to make the cascade's asset dominate without silencing the others.
        for (var i = 0; i < 8 && preferredAsset is not null && picked.Spec.Asset != preferredAsset; i++) picked = Weighted();
        return picked;
    }

    private TradedInstrument Weighted()
    {
        var ticket = _draw.Next(_cumulativeWeights[^1]);
        var index = Array.BinarySearch(_cumulativeWeights, ticket + 1);
        return _instruments[index < 0 ? ~index : index];
    }

    private LiquidatedPosition Position(MarketPhase phase, string asset, Func<string, bool> falling)
    {
        var down = phase.CascadeAsset is null ? falling(asset) : phase.Falling;
        var withThePrice = _draw.Next(100) < (phase.CascadeAsset is null ? 65 : 96);
        return down == withThePrice ? LiquidatedPosition.Long : LiquidatedPosition.Short;
    }

    /// <summary>Dollars of a position.</summary>
    public decimal Dollars() => Dollars(1, _largestUsd);

    /// <summary>Dollars of a position so many times larger, and at most so large.</summary>
    public decimal Dollars(decimal times, decimal largestUsd)
    {
        var size = 150m;
        for (var doublings = 0; doublings < 15 && _draw.Next(100) < 62; doublings++) size *= 2;
        size *= times * (1m + (_draw.Next(1000) / 1000m));
        // Halved, the largest stay different from each other: cut off, they would all have one size.
        while (size > largestUsd) size /= 2;
        return size;
    }
}
