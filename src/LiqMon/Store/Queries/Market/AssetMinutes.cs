using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Walks through the stored samples minute by minute and adds up each asset: its open interest, what of its change is coin
/// and what is price, and its funding. The same tables give the same minutes, wherever the walk begins.
/// </summary>
internal sealed class AssetMinutes(Database database, SampleReader samples, InstrumentCatalog names)
{
    // The slowest poll of open interest comes every three minutes; what is older than this is not known any more.
    private const long FreshMs = 15 * UnixTime.MinuteMs;

    // A contract that was not sampled for longer begins anew; over shorter breaks its change falls into the minute after.
    private const long RememberedMs = UnixTime.DayMs;

    // Long enough to have seen two payments of those that are paid every eight hours.
    private const long PaymentsMs = 9 * UnixTime.HourMs;

    // Sorted, because sums of floating-point numbers depend on the order.
    private readonly SortedDictionary<ContractKey, SampledContract> _contracts = new(ContractKey.Ordinal);

    private readonly SortedDictionary<string, Sum> _sums = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Venue, string Asset), Sum> _venueSums = new(Comparer<(string Venue, string Asset)>.Create(
        static (one, other) => string.CompareOrdinal(one.Venue, other.Venue) is var venue && venue != 0 ? venue : string.CompareOrdinal(one.Asset, other.Asset)));

    private long? _next;

    /// <summary>The start of the first minute from a moment on in which open interest was sampled; null when there is none.</summary>
    internal long? FirstFrom(long fromMs) => samples.FirstMinute(SampleRows.OpenInterestKind, UnixTime.Minute(fromMs));

    /// <summary>The start of the newest minute in which open interest was sampled.</summary>
    internal long? Newest() => samples.LastMinute(SampleRows.OpenInterestKind, 0, long.MaxValue);

    /// <summary>All assets with fresh open interest in a minute. Fastest for minutes in their order.</summary>
    internal OpenInterestMinute Of(long startMs)
    {
        var endMs = startMs + UnixTime.MinuteMs;
        if (_next is not { } next || startMs < next || startMs - next > FreshMs)
            Recall(startMs);
        _sums.Clear();
        _venueSums.Clear();
        ReadOpenInterest(_next ?? startMs, endMs);
        ReadFunding(_next ?? startMs, endMs);
        _next = endMs;
        foreach (var ((venue, _), contract) in _contracts.Where(pair => pair.Value.SampledMs >= endMs - FreshMs))
        {
            SumOf(contract.Asset).Add(contract, endMs - FreshMs);
            SumOf(AssetMinute.All).Add(contract, endMs - FreshMs);
            SumOf(venue, contract.Asset).Add(contract, endMs - FreshMs);
            SumOf(venue, AssetMinute.All).Add(contract, endMs - FreshMs);
        }

        return new(
            [.. _sums.Where(pair => pair.Value.Usd > 0).Select(pair => pair.Value.ToMinute(pair.Key, startMs))],
            [.. _venueSums.Where(pair => pair.Value.Usd > 0).Select(pair => pair.Value.ToMinute(pair.Key.Venue, pair.Key.Asset, startMs))]);
    }

    private Sum SumOf(string asset)
    {
        if (!_sums.TryGetValue(asset, out var sum))
            _sums.Add(asset, sum = new Sum());
        return sum;
    }

    private Sum SumOf(string venue, string asset)
    {
        if (!_venueSums.TryGetValue((venue, asset), out var sum))
            _venueSums.Add((venue, asset), sum = new Sum());
        return sum;
    }

    /// <summary>What was known before a minute.</summary>
    private void Recall(long startMs)
    {
        _contracts.Clear();
        var wanted = names.AllInstruments().Where(instrument => instrument.Series.AssetClass == AssetClass.Crypto).Select(instrument => instrument.Id).ToHashSet();
        var newest = new NearestSamples(database, samples, SampleRows.OpenInterestKind).Find(wanted, startMs - RememberedMs, startMs, newest: true);
        foreach (var sample in newest.Values.OrderBy(sample => sample.TimeMs))
            Contract(sample.Instrument)?.Sampled(sample.TimeMs, sample.Second, sample.Third);
        foreach (var funding in new FundingQuery(samples, names, new() { FromMs = startMs - PaymentsMs, ToMs = startMs }).Run())
        {
            if (_contracts.TryGetValue(funding.Key, out var contract))
                contract.PaidEvery(funding.IntervalMs);
        }

        ReadFunding(startMs - FreshMs, startMs);
        _next = startMs;
    }

    private SampledContract? Contract(int id)
    {
        var instrument = names.Instrument(id);
        if (instrument.Series.AssetClass != AssetClass.Crypto)
            return null;
        if (!_contracts.TryGetValue(instrument.Key, out var contract))
            _contracts.Add(instrument.Key, contract = new SampledContract(instrument.Series.Asset));
        return contract;
    }

    private void ReadOpenInterest(long fromMs, long toMs)
    {
        foreach (var sample in samples.Between(SampleRows.OpenInterestKind, fromMs, toMs))
        {
            if (Contract(sample.Instrument) is not { } contract)
                continue;
            var (coin, price) = contract.Sampled(sample.TimeMs, sample.Second, sample.Third);
            foreach (var sum in (ReadOnlySpan<Sum>)[SumOf(contract.Asset), SumOf(AssetMinute.All)])
            {
                sum.CoinFlowUsd += coin;
                sum.PriceEffectUsd += price;
            }
        }
    }

    private void ReadFunding(long fromMs, long toMs)
    {
        foreach (var sample in samples.Between(SampleRows.MarkPriceKind, fromMs, toMs))
        {
            if (sample is { Third: { } rate, NextFundingMs: { } nextMs })
                Contract(sample.Instrument)?.Funded(sample.TimeMs, rate, nextMs);
        }
    }

    private sealed class Sum
    {
        private double _base, _weighted, _weights;
        private int _contracts;

        internal double Usd { get; private set; }

        internal double CoinFlowUsd { get; set; }

        internal double PriceEffectUsd { get; set; }

        internal void Add(SampledContract contract, long freshFromMs)
        {
            _contracts++;
            Usd += contract.Usd;
            _base += contract.Base;
            if (contract.FundedMs < freshFromMs || contract.FundingAnnual is not { } funding)
                return;
            _weighted += funding * contract.Usd;
            _weights += contract.Usd;
        }

        internal AssetMinute ToMinute(string asset, long startMs) => new(
            asset, startMs, Usd, _base, CoinFlowUsd, PriceEffectUsd, FundingAnnual);

        internal VenueMinute ToMinute(string venue, string asset, long startMs) => new(
            venue, asset, startMs, Usd, _base, _contracts, FundingAnnual);

        private double? FundingAnnual => _weights > 0 ? _weighted / _weights : null;
    }
}

/// <summary>An asset in a minute, over all venues.</summary>
/// <param name="Asset">The asset, or <see cref="All"/>.</param>
/// <param name="StartMs">Start of the minute, Unix milliseconds.</param>
/// <param name="OpenInterestUsd">Open interest at its end, US dollars.</param>
/// <param name="OpenInterestBase">Open interest at its end, in the asset; without meaning for <see cref="All"/>.</param>
/// <param name="CoinFlowUsd">What contracts were opened (positive) or closed in it, at the price before, US dollars.</param>
/// <param name="PriceEffectUsd">What open interest became worth more or less by its price alone, US dollars.</param>
/// <param name="FundingAnnual">Funding of a year as a fraction, each contract by its open interest; null when unknown.</param>
internal sealed record AssetMinute(
    string Asset, long StartMs, double OpenInterestUsd, double OpenInterestBase, double CoinFlowUsd, double PriceEffectUsd, double? FundingAnnual)
{
    /// <summary>Stands for all assets together.</summary>
    internal const string All = "ALL";
}
