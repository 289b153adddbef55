namespace LiqMon.Simulator;

/// <summary>
/// The market before a simulation began: the same contracts, prices that end where the simulation starts, and as many
/// liquidations as an ordinary month has. Equal seeds give the same past of equal length.
/// </summary>
internal sealed class SimulatedPast
{
    private const int MinuteMs = 60_000;

    /// <summary>Liquidations a minute of calm: few enough that a month of them is written in seconds.</summary>
    private const double CalmFlow = 7;

    /// <summary>They are so much larger than the live market's, which has more of them.</summary>
    private const decimal CalmSize = 2;

    /// <summary>The same in a shock of minutes, which forces the large ones out.</summary>
    private const decimal ShockSize = 3 * CalmSize;

    /// <summary>The largest single order, dollars: a larger one would be a cascade of its own.</summary>
    public const decimal LargestUsd = 400_000;

    private readonly IReadOnlyList<TradedInstrument> _contracts;
    private readonly LiquidationDraw _orders;
    private readonly Random _draw;
    private readonly Dictionary<string, PastPrices> _prices;
    private readonly IReadOnlyList<PastEvent> _events;
    private readonly long _startMs;
    private readonly int _minutes;

    /// <param name="seed">Start of all randomness.</param>
    /// <param name="contracts">All contracts.</param>
    /// <param name="liquidated">Those whose liquidations are published.</param>
    /// <param name="startMs">Start of the past, a whole minute, Unix milliseconds.</param>
    /// <param name="minutes">Its length.</param>
    public SimulatedPast(
        int seed, IReadOnlyList<TradedInstrument> contracts, IReadOnlyList<TradedInstrument> liquidated, long startMs, int minutes)
    {
        _contracts = contracts;
        _orders = new LiquidationDraw(unchecked(seed + 15_485_863), liquidated);
        _draw = new Random(unchecked(seed + 32_452_843));
        (_startMs, _minutes) = (startMs, minutes);
        // The largest assets first: they lead what happens.
        string[] assets = [.. contracts.Select(it => it.Profile).DistinctBy(it => it.Asset).OrderByDescending(it => it.Weight).Select(it => it.Asset)];
        _events = PastEvents.Of(minutes, assets, _draw);
        var common = PastPrices.Common(minutes, _draw);
        _prices = assets.ToDictionary(asset => asset, asset => PastPrices.Of(asset, common, _events, _draw));
    }

    /// <summary>All minutes, the oldest first.</summary>
    public IEnumerable<PastMinute> Minutes()
    {
        for (var minute = 0; minute < _minutes; minute++)
            yield return new PastMinute(_startMs + ((long)minute * MinuteMs), Orders(minute), IsSampled(minute) ? Quotes(minute) : []);
    }

    /// <summary>What a contract's data was in a minute; null outside of the past.</summary>
    public PastQuote? QuoteAt(TradedInstrument contract, long timeMs) =>
        timeMs >= _startMs && (int)((timeMs - _startMs) / MinuteMs) is var minute && minute < _minutes ? QuoteOf(contract, minute) : null;

    /// <summary>Much as a store keeps them: the older the fewer, of the last day every five minutes, of the last hour all.</summary>
    private bool IsSampled(int minute)
    {
        var (left, ofDay) = (_minutes - minute, _startMs / MinuteMs + minute);
        var every = left switch
        {
            <= 60 => 1,
            <= 1_440 => 5,
            <= 7 * 1_440 => 60,
            _ => 120,
        };
        return ofDay % every == 0;
    }

    private List<PastOrder> Orders(int minute)
    {
        var orders = new List<PastOrder>();
        // Europe's and America's hours are livelier than Asia's night.
        var hour = ((_startMs / MinuteMs) + minute) % 1_440 / 60.0;
        var daytime = 1 + (0.35 * Math.Sin((hour - 8) / 24 * 2 * Math.PI));
        Add(orders, minute, _orders.Count(CalmFlow * daytime), null, CalmSize);
        foreach (var happened in _events)
        {
            if (happened.StrengthAt(minute) is > 0 and var strength)
                Add(orders, minute, _orders.Count(CalmFlow * happened.Flow * strength), happened, happened.Minutes < 60 ? ShockSize : CalmSize);
        }

        orders.Sort(static (a, b) => a.TimeMs.CompareTo(b.TimeMs));
        return orders;
    }

    private void Add(List<PastOrder> orders, int minute, int count, PastEvent? cause, decimal larger)
    {
        for (var i = 0; i < count; i++)
        {
            var contract = _orders.Instrument(cause?.Asset);
            var prices = _prices[contract.Profile.Asset];
            var move = prices.MoveIn(minute);
            var falls = cause is null ? move < 0 : cause.Move < 0;
            var withThePrice = cause is null ? 0.5 + (0.35 * Math.Tanh(Math.Abs(move))) : 0.93;
            var position = falls == _draw.NextDouble() < withThePrice ? LiquidatedPosition.Long : LiquidatedPosition.Short;
            // Somewhere between the prices at both ends of the minute.
            var place = _draw.NextDouble();
            var factor = prices.FactorAt(minute) + ((prices.FactorAt(minute + 1) - prices.FactorAt(minute)) * place);
            var price = contract.ToTick(contract.Profile.Price * (decimal)factor * contract.Spec.PriceFactor);
            var timeMs = _startMs + ((long)minute * MinuteMs) + (long)(place * (MinuteMs - 1));
            orders.Add(new PastOrder(contract.Spec, position, price, contract.QuantityFor(_orders.Dollars(larger, LargestUsd * larger / CalmSize), price), timeMs));
        }
    }

    private PastQuote[] Quotes(int minute)
    {
        var quotes = new PastQuote[_contracts.Count];
        for (var i = 0; i < quotes.Length; i++)
            quotes[i] = QuoteOf(_contracts[i], minute, i % 7);
        return quotes;
    }

    private PastQuote QuoteOf(TradedInstrument contract, int minute, int phase = 0)
    {
        var spec = contract.Spec;
        var factor = _prices[contract.Profile.Asset].FactorAt(minute);
        var index = contract.Profile.Price * (decimal)factor * spec.PriceFactor;
        var premium = spec.ExpiryMs is null ? (decimal)(0.0004 * Math.Sin((minute / 700.0) + phase)) : 0.002m;
        var funding = spec.ExpiryMs is null ? decimal.Round(0.0001m + (premium / 8), 8) : 0m;
        return new PastQuote(
            spec, contract.ToTick(index * (1 + premium)), contract.ToTick(index), funding,
            Funding.NextMs(_startMs + ((long)minute * MinuteMs)), OpenInterest(contract, minute));
    }

    /// <summary>Builds up over days, is closed in part by each shock, and ends at what the simulation begins with.</summary>
    private decimal OpenInterest(TradedInstrument contract, int minute)
    {
        var factor = 1.0 - (0.06 * Math.Sin(Math.PI * minute / _minutes));
        foreach (var happened in _events)
        {
            var since = minute - happened.FromMinute;
            if (since < 0 || happened.Minutes >= 60)
                continue;
            var share = happened.Asset == contract.Profile.Asset ? 1.0 : 0.3;
            // What was closed by force is opened again over three days.
            factor -= Math.Abs(happened.Move) * 1.6 * share * Math.Min(1, since / (double)happened.Minutes) * Math.Max(0, 1 - (since / 4_320.0));
        }

        var quantity = contract.QuantityFor(contract.Profile.OpenInterestUsd, contract.ToTick(contract.Profile.Price * contract.Spec.PriceFactor));
        return Math.Max(decimal.Round(quantity * (decimal)factor / contract.Spec.QuantityStep, 0), 1) * contract.Spec.QuantityStep;
    }
}
