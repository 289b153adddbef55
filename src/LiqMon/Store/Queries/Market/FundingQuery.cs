using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Sums up the funding rates of each contract, one sample an hour. Rates change slowly, and there are as many samples as
/// contracts in every minute: reading the end of each hour gives the same in a fraction of the time.
/// </summary>
internal sealed class FundingQuery(SampleReader samples, InstrumentCatalog names, LiquidationFilter filter)
{
    // The slowest poll that brings prices comes every three minutes.
    private const long EndOfHourMs = 3 * UnixTime.MinuteMs;

    private readonly SeriesFilter _series = new(filter);
    private readonly Dictionary<int, Sum> _sums = [];

    internal List<ContractFunding> Run()
    {
        var newest = new Dictionary<int, (double Rate, long? NextMs)>();
        for (var hour = UnixTime.Hour(filter.FromMs); hour < filter.ToMs; hour += UnixTime.HourMs)
        {
            var (from, to) = (Math.Max(hour, filter.FromMs), Math.Min(hour + UnixTime.HourMs, filter.ToMs));
            if (samples.LastMinute(SampleRows.MarkPriceKind, from, to) is not { } end)
                continue;
            newest.Clear();
            foreach (var sample in samples.Between(SampleRows.MarkPriceKind, Math.Max(from, end - EndOfHourMs + 1), Math.Min(to, end + UnixTime.MinuteMs)))
            {
                if (sample.Third is { } rate)
                    newest[sample.Instrument] = (rate, sample.NextFundingMs);
            }

            foreach (var (instrument, sample) in newest)
                Add(instrument, sample.Rate, sample.NextMs);
        }

        return
        [
            .. _sums.Select(pair => (Contract: names.Instrument(pair.Key), Sum: pair.Value))
                .GroupBy(pair => (pair.Contract.Series.Venue, pair.Contract.Symbol))
                .Select(versions => Of(versions.First().Contract, versions.Select(version => version.Sum)))
                .OrderBy(funding => funding.Key, ContractKey.Ordinal),
        ];
    }

    private void Add(int instrument, double rate, long? nextMs)
    {
        if (!_sums.TryGetValue(instrument, out var sum))
        {
            if (!_series.Includes(names.Instrument(instrument).Series))
                return;
            _sums.Add(instrument, sum = new Sum());
        }

        sum.Add(rate, nextMs);
    }

    private static ContractFunding Of(InstrumentName contract, IEnumerable<Sum> sums)
    {
        var all = sums.ToList();
        foreach (var sum in all)
            sum.Payments.FindIntervals();
        var samples = all.Sum(sum => sum.Samples);
        var timed = all.SelectMany(sum => sum.Payments.Timed).ToList();
        return new ContractFunding
        {
            Venue = contract.Series.Venue,
            Symbol = contract.Symbol,
            Asset = contract.Series.Asset,
            Samples = samples,
            Mean = all.Sum(sum => sum.Total) / samples,
            Least = all.Min(sum => sum.Least),
            Most = all.Max(sum => sum.Most),
            IntervalMs = timed.Count == 0 ? null : timed.MaxBy(payment => payment.TimeMs).IntervalMs,
            MeanPerHour = timed.Count == 0 ? null : timed.Sum(payment => payment.PerHour(payment.Total)) / timed.Sum(payment => payment.Samples),
            LeastPerHour = timed.Count == 0 ? null : timed.Min(payment => payment.PerHour(payment.Least)),
            MostPerHour = timed.Count == 0 ? null : timed.Max(payment => payment.PerHour(payment.Most)),
        };
    }

    private sealed class Sum
    {
        internal FundingPayments Payments { get; } = new();

        internal int Samples { get; private set; }

        internal double Total { get; private set; }

        internal double Least { get; private set; } = double.MaxValue;

        internal double Most { get; private set; } = double.MinValue;

        internal void Add(double rate, long? nextMs)
        {
            Samples++;
            Total += rate;
            Least = Math.Min(Least, rate);
            Most = Math.Max(Most, rate);
            if (nextMs is { } next)
                Payments.Add(rate, next);
        }
    }
}

/// <summary>Funding rates of one contract over a span, sampled once an hour.</summary>
public sealed record ContractFunding
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The contract.</summary>
    public ContractKey Key => new(Venue, Symbol);

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Hours with a sample.</summary>
    public required int Samples { get; init; }

    /// <summary>Mean rate of one funding interval; 0.0001 is 0.01 %.</summary>
    public required double Mean { get; init; }

    /// <summary>Least rate.</summary>
    public required double Least { get; init; }

    /// <summary>Greatest rate.</summary>
    public required double Most { get; init; }

    /// <summary>Time between the newest payments, as seen; null when no two were.</summary>
    public required long? IntervalMs { get; init; }

    /// <summary>Mean rate for an hour, each payment by its own interval; null when no two payments were seen.</summary>
    public double? MeanPerHour { get; init; }

    /// <summary>Least rate for an hour, each payment by its own interval.</summary>
    public double? LeastPerHour { get; init; }

    /// <summary>Greatest rate for an hour, each payment by its own interval.</summary>
    public double? MostPerHour { get; init; }
}
