using LiqMon.Benchmarks.Load;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Simulator;
using LiqMon.Venues;

namespace LiqMon.Benchmarks.Disk;

/// <summary>
/// Prices and open interest of as many contracts as the real venues have, walking at random: contracts, ticks and sizes are the
/// simulator's, digits and rhythms those of real venues. The same samples each time.
/// </summary>
internal sealed class SampledMarket
{
    private const long MinuteMs = 60_000;
    private const long FundingMs = 8 * 60 * MinuteMs;

    private readonly List<Walk> _walks;

    internal SampledMarket(int contracts)
    {
        var assets = AllVenuesLoad.Assets.Select(AssetProfile.Of).ToList();
        var all = SimulatedVenues.Ids.Order(StringComparer.Ordinal)
            .SelectMany(venue => SimulatedVenues.Create(venue, assets, FullStore.Monday).Instruments)
            .ToList();
        // Spread over all venues.
        var step = Math.Max(1, all.Count / contracts);
        _walks = [.. all.Where((_, i) => i % step == 0).Take(contracts).Select(static (traded, number) => new Walk(traded, number))];
    }

    internal int Contracts => _walks.Count;

    internal Instrument Instrument(int contract) => _walks[contract].Instrument;

    /// <summary>Moves a contract to the end of a minute.</summary>
    internal (OpenInterest OpenInterest, MarkPrice Mark) Move(int contract, long minuteMs) => _walks[contract].Move(minuteMs);

    /// <summary>Moves all contracts to the end of a minute.</summary>
    internal IEnumerable<(OpenInterest OpenInterest, MarkPrice Mark)> Move(long minuteMs) => _walks.Select(walk => walk.Move(minuteMs));

    private sealed class Walk
    {
        private readonly Random _random;
        private readonly TradedInstrument _traded;
        private readonly double _pollMs;
        private readonly bool _isStreamed;
        private readonly int _indexDigits;
        private readonly bool _fundingMoves;
        private double _price;
        private double _premium;
        private double _openInterest;
        private double _funding = 0.0001;

        internal Walk(TradedInstrument traded, int number)
        {
            _random = new Random(number);
            _traded = traded;
            Instrument = new Instrument
            {
                Venue = traded.Spec.Venue,
                Symbol = traded.Spec.Symbol,
                Asset = traded.Spec.Asset,
                Quote = traded.Spec.Inverse ? "USD" : "USDT",
                ContractSize = FullStore.Exact(traded.Spec.ContractSize),
                Margin = traded.Spec.Inverse ? MarginKind.Inverse : MarginKind.Linear,
                AssetFactor = (int)traded.Spec.PriceFactor,
            };
            _price = (double)traded.Quote.Mark;
            _openInterest = (double)traded.Quote.OpenInterest;
            (_isStreamed, _pollMs) = (number % 5 < 2, _random.Next(60_000));
            // Half of the venues send the index with more digits than the price.
            _indexDigits = Digits(traded.Spec.PriceTick) + (number % 2 == 0 ? 0 : 2);
            _fundingMoves = number % 3 > 0;
        }

        internal Instrument Instrument { get; }

        internal (OpenInterest, MarkPrice) Move(long minuteMs)
        {
            // 8 basis points a minute, as middling contracts do; one in twenty minutes moves five times as far.
            _price *= 1 + (Normal() * 0.0008 * (_random.Next(20) == 0 ? 5 : 1));
            _premium = (0.95 * _premium) + (Normal() * 0.00005);
            _openInterest *= 1 + (Normal() * 0.0003);
            if (_fundingMoves && _random.Next(3) > 0)
                _funding = Math.Round(_funding + (Normal() * 0.0000005), 8);
            var mark = (double)_traded.ToTick((decimal)_price);
            var index = Math.Round(_price / (1 + _premium), _indexDigits);
            // What streams comes every second, what is polled once a minute, at its own second and with the delay of its answer.
            var markMs = minuteMs + (_isStreamed ? 59_000 + _random.Next(1_000) : (long)_pollMs + _random.Next(250));
            var (openMs, openMark) = _isStreamed ? (markMs, mark) : (minuteMs + (long)((_pollMs + 7_000) % 59_000) + _random.Next(250), mark);
            var step = (double)_traded.Spec.QuantityStep;
            var amount = (double)(decimal)(Math.Round(_openInterest / step) * step);
            return (
                OpenInterestValuation.Value(Instrument, openMs, amount, OpenInterestUnit.Contracts, null, openMark),
                new MarkPrice(Instrument, markMs, mark, index, _funding, ((minuteMs / FundingMs) + 1) * FundingMs));
        }

        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

        private static int Digits(decimal tick) => tick.Scale;
    }
}
