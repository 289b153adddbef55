using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// Finds cascades as liquidations arrive. What it holds is a function of the liquidations it was given and of the moment:
/// each search judges again whatever a change can have touched, so events that come late, gaps that are filled and
/// restarts lead to the same cascades as reading everything in order. Not thread-safe.
/// </summary>
public sealed class CascadeDetector
{
    /// <summary>How far back a late event is taken in by the book itself, in minutes; older ones call for a book of their own.</summary>
    public const int ReachMinutes = 1_440;

    /// <summary>How many minutes of seconds are kept; older ones are requested.</summary>
    public const int SecondsMinutes = 360;

    private const int ForgetEvery = 10;

    private readonly CascadeRule _rule;
    private readonly OlderSeconds _older;
    private readonly Dictionary<string, AssetCascadeDetector> _assets = new(StringComparer.Ordinal);
    private readonly AssetCascadeDetector _market;
    private long _firstMinute;
    private long _secondsFrom;
    private long _searchedSecond;
    private long _reachedFrom = long.MinValue;
    private List<CascadeRun> _marketRuns = [];

    /// <summary>An empty book.</summary>
    /// <param name="rule">What a cascade is.</param>
    /// <param name="firstMinute">First minute of the store, since 1970; <see cref="long.MaxValue"/> while there is none.</param>
    /// <param name="secondsFrom">The second, since 1970, from which on the book keeps seconds; older ones are requested.</param>
    /// <param name="older">Gives seconds before that.</param>
    public CascadeDetector(CascadeRule rule, long firstMinute, long secondsFrom, OlderSeconds older)
    {
        _rule = rule;
        _firstMinute = firstMinute;
        _secondsFrom = secondsFrom;
        _older = older;
        _market = new AssetCascadeDetector(Cascade.MarketWide, rule, Venues) { FirstMinute = firstMinute };
    }

    /// <summary>What the bits of venues in seconds stand for.</summary>
    public VenueBits Venues { get; } = new();

    /// <summary>The cascades that are still open.</summary>
    public IEnumerable<Cascade> Open =>
        _assets.Values.SelectMany(asset => asset.Runs).Concat(_marketRuns).Select(run => run.Cascade).Where(cascade => cascade.IsOpen);

    /// <summary>Takes in a liquidation. Traditional assets are passed over.</summary>
    public void Add(in Liquidation liquidation)
    {
        if (liquidation.Instrument.AssetClass != AssetClass.Crypto)
            return;
        Add(
            liquidation.Instrument.Asset,
            SecondSums.Of(
                liquidation.EventTimeMs / 1_000, liquidation.Side, liquidation.NotionalMicroUsd, 1,
                Venues.Of(liquidation.Instrument.Venue)));
    }

    /// <summary>Takes in the sums of one second, or a part of them.</summary>
    public void Add(string asset, in SecondSums sums)
    {
        if (sums.Second < _secondsFrom)
        {
            AddMinute(asset, sums.Second / 60, sums.MicroUsd);
            return;
        }

        Begin(sums.Second / 60);
        Of(asset).Add(sums);
        _market.Add(sums);
    }

    /// <summary>Takes in the dollars of a minute of which the seconds are requested when they are needed.</summary>
    public void AddMinute(string asset, long minute, Int128 microUsd)
    {
        Begin(minute);
        Of(asset).AddMinute(minute, microUsd);
        _market.AddMinute(minute, microUsd);
    }

    /// <summary>Takes in a cascade that was found earlier, so that a search reports only what has changed.</summary>
    public void Restore(Cascade cascade)
    {
        ArgumentNullException.ThrowIfNull(cascade);
        (cascade.Asset == Cascade.MarketWide ? _marketRuns : Of(cascade.Asset).Runs).Add(CascadeRun.Of(cascade));
    }

    /// <summary>Ends the taking in of the past: the next search begins at a minute.</summary>
    public void SearchFrom(long minute)
    {
        _searchedSecond = minute * 60;
        foreach (var asset in _assets.Values)
            asset.ChangedFrom = minute;
    }

    /// <summary>
    /// Judges up to and with the second of a moment, and again whatever has changed since the last time.
    /// </summary>
    /// <param name="nowMs">The moment, Unix milliseconds.</param>
    /// <param name="cancellation">Breaks off; then only a book that is made anew goes on.</param>
    /// <returns>What is different now, the oldest first.</returns>
    public IReadOnlyList<CascadeChange> Search(long nowMs, CancellationToken cancellation = default)
    {
        var now = nowMs / 1_000;
        if (now < _searchedSecond)
            return [];
        var plans = new List<(AssetCascadeDetector Asset, SearchPlan Plan)>();
        foreach (var asset in _assets.Values)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!asset.IsToSearch(_searchedSecond))
                continue;
            var from = Math.Max(_reachedFrom, Math.Min(asset.ChangedFrom ?? long.MaxValue, _searchedSecond / 60));
            plans.Add((asset, asset.Plan(from, now)));
        }

        var changes = new CascadeChanges();
        var marketFrom = long.MaxValue;
        var seconds = Seconds(plans.SelectMany(search => search.Plan.Stretches));
        foreach (var (asset, plan) in plans)
        {
            cancellation.ThrowIfCancellationRequested();
            var before = asset.Runs;
            asset.Search(plan, now, seconds);
            // Also what is no cascade itself is part of the whole market's dollars.
            marketFrom = Math.Min(marketFrom, plan.LookedFrom * 60);
            changes.Add(before, asset.Runs);
        }

        if (marketFrom < long.MaxValue)
            changes.Add(_marketRuns, _marketRuns = SearchMarket(marketFrom, now));
        _searchedSecond = now;
        Forget(now / 60);
        return changes.InOrder();
    }

    private List<CascadeRun> SearchMarket(long from, long now)
    {
        var spans = MarketSpans.Find(_assets.Values.SelectMany(asset => asset.Runs), _rule).FindAll(span => span.Last >= from);
        var seconds = Seconds(spans.Select(span => _market.SpanOf(span.First, span.Last)));
        var found = spans.ConvertAll(span => _market.Sum(span.Side, span.First, span.Last, now, seconds));
        return
        [
            .. _marketRuns.Where(run => run.LastSecond < from && !found.Exists(later =>
                later.Cascade.Side == run.Cascade.Side && later.FirstSecond <= run.LastSecond)),
            .. found,
        ];
    }

    /// <summary>A source for some spans: those that the book does not hold are read at once.</summary>
    private SecondSource Seconds(IEnumerable<SecondSpan> spans)
    {
        List<SecondSpan> older = [.. spans.Where(span => span.From < _secondsFrom).Distinct()];
        if (older.Count == 0)
            return Held;
        var read = _older(older);
        var known = Enumerable.Range(0, older.Count).ToDictionary(index => older[index], index => read[index]);
        return span => known.TryGetValue(span, out var seconds) ? seconds : Held(span);
    }

    private ReadOnlySpan<SecondSums> Held(SecondSpan span) =>
        (span.Asset == Cascade.MarketWide ? _market : _assets[span.Asset]).Seconds.Between(span.From, span.To);

    private void Begin(long minute)
    {
        if (minute >= _firstMinute)
            return;
        // What is older than the oldest known lengthens every asset's normal.
        _firstMinute = minute;
        _market.FirstMinute = minute;
        foreach (var asset in _assets.Values)
        {
            asset.FirstMinute = minute;
            asset.Change(minute);
        }
    }

    private void Forget(long nowMinute)
    {
        if (nowMinute < _reachedFrom + ReachMinutes + ForgetEvery)
            return;
        _reachedFrom = nowMinute - ReachMinutes;
        _secondsFrom = Math.Max(_secondsFrom, (nowMinute - SecondsMinutes) * 60);
        foreach (var asset in _assets.Values.Append(_market))
            asset.Forget(_reachedFrom - CascadeRule.NormalMinutes, _secondsFrom, _reachedFrom * 60);
        _marketRuns.RemoveAll(run => run.LastSecond < _reachedFrom * 60);
    }

    private AssetCascadeDetector Of(string asset)
    {
        if (!_assets.TryGetValue(asset, out var known))
            _assets.Add(asset, known = new AssetCascadeDetector(asset, _rule, Venues) { FirstMinute = _firstMinute });
        return known;
    }
}
