using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// Rolling long and short totals for every asset at every venue, over all <see cref="WindowSpan.Presets"/> at once.
/// <para>
/// A series keeps one sum per band of age (up to 1m, 1m to 5m, … 7d to 30d), so an event touches one sum when it comes
/// and one each time it grows older than a window; a window is the sum of its bands. Seconds of the last 24 hours are
/// kept here. Minutes that leave the longer windows are given by the owner, who reads them from the store in the order of
/// its commits: memory does not grow with 30 days of events.
/// </para>
/// <para>
/// A window W at second n is (n − W, n] in whole seconds up to 24h, and from the minute that holds n − W up to n beyond.
/// Not safe for several threads; the owner locks.
/// </para>
/// </summary>
public sealed class RollingWindows
{
    private const int Bands = 9;
    private const int Band24h = 6;
    private const int Band7d = 7;
    private const int Band30d = 8;

    private readonly List<Series> _series = [];
    private readonly Dictionary<SeriesKey, int> _byKey = [];
    private readonly Dictionary<Instrument, int> _byInstrument = new(ReferenceEqualityComparer.Instance);
    private readonly List<Bucket> _early = [];
    private readonly SecondRing _ring = new();
    private long _nowSecond;
    private long _firstMinute7d;
    private long _firstMinute30d;

    /// <summary>Empty windows that end at a moment.</summary>
    public RollingWindows(long nowMs)
    {
        _nowSecond = nowMs / 1_000;
        _firstMinute7d = FirstMinute(Band7d, nowMs);
        _firstMinute30d = FirstMinute(Band30d, nowMs);
    }

    /// <summary>The moment the windows end at, Unix milliseconds (a whole second).</summary>
    public long NowMs => _nowSecond * 1_000;

    /// <summary>First minute still inside 7d and 30d, in minutes since 1970; the owner gives each that leaves, in order.</summary>
    public (long Days7, long Days30) FirstMinutes => (_firstMinute7d, _firstMinute30d);

    /// <summary>The first minute (since 1970) inside a window of 7 or 30 days that ends at a moment.</summary>
    public static (long Days7, long Days30) FirstMinutesAt(long nowMs) =>
        (FirstMinute(Band7d, nowMs), FirstMinute(Band30d, nowMs));

    /// <summary>Counts one event at its own time, however late. One from the future waits until its second comes.</summary>
    public void Add(in Liquidation liquidation)
    {
        var order = new SingleOrder(
            liquidation.Instrument.Symbol,
            liquidation.Side,
            liquidation.NotionalMicroUsd,
            liquidation.Price.ToDouble(),
            liquidation.EventTimeMs);
        if (liquidation.EventTimeMs / 1_000 > _nowSecond)
        {
            var key = SeriesKey.Of(liquidation.Instrument);
            _early.Add(new(
                key.Venue, key.Asset, key.AssetClass, order.Side, order.TimeMs, order.MicroUsd, 1,
                order.MicroUsd, order.TimeMs, order.Symbol, order.Price));
            return;
        }

        var index = IndexOf(liquidation.Instrument);
        Place(index, order.TimeMs, order.Side, order.MicroUsd, 1);
        _series[index].Largest.Add(order);
    }

    /// <summary>Lets time pass up to a moment; never goes back.</summary>
    public void Advance(long nowMs)
    {
        var target = nowMs / 1_000;
        if (target <= _nowSecond)
            return;
        while (_nowSecond < target)
        {
            _nowSecond++;
            for (var band = 0; band <= Band24h; band++)
                Age(band, _nowSecond - WindowSpan.Presets[band].Seconds);
        }

        var oldest = _firstMinute30d * 60_000;
        foreach (var series in _series)
            series.Largest.DropBefore(oldest);
        AddEarly();
    }

    /// <summary>
    /// Takes the oldest minute out of a long window. To be called for each minute in order, with all that the store held
    /// for it when every event up to now had been added.
    /// </summary>
    /// <param name="thirtyDays">Whether the minute leaves 30d; otherwise it leaves 7d.</param>
    /// <param name="minute">The minute, since 1970; must be the first one inside.</param>
    /// <param name="cells">What it holds.</param>
    public void Leave(bool thirtyDays, long minute, IEnumerable<Bucket> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ref var first = ref thirtyDays ? ref _firstMinute30d : ref _firstMinute7d;
        ArgumentOutOfRangeException.ThrowIfNotEqual(minute, first);
        first++;
        foreach (var cell in cells)
        {
            var bands = _series[IndexOf(cell.Series)].BandSums;
            var sums = BandSums.Of(cell.Side, cell.MicroUsd, cell.Orders);
            bands[thirtyDays ? Band30d : Band7d].Subtract(sums);
            if (!thirtyDays)
                bands[Band30d].Add(sums);
        }
    }

    /// <summary>
    /// Puts back a second of the past, or a longer span that lies inside one band older than 24 hours, when windows are
    /// rebuilt from the store.
    /// </summary>
    public void Restore(in Bucket cell)
    {
        if (cell.StartMs / 1_000 > _nowSecond)
        {
            _early.Add(cell);
            return;
        }

        var index = IndexOf(cell.Series);
        Place(index, cell.StartMs, cell.Side, cell.MicroUsd, cell.Orders);
        _series[index].Largest.Add(cell.Largest);
    }

    /// <summary>Puts back one order that may be the largest of a window.</summary>
    public void RestoreLargest(SeriesKey series, in SingleOrder order) => _series[IndexOf(series)].Largest.Add(order);

    /// <summary>Totals of one window.</summary>
    /// <param name="window">One of the presets.</param>
    /// <param name="asset">Asset; null for all of them.</param>
    /// <param name="venue">Venue id; null for all of them.</param>
    /// <param name="includeTraditional">Whether stocks, metals and currencies count.</param>
    public WindowTotals Totals(WindowSpan window, string? asset = null, string? venue = null, bool includeTraditional = false)
    {
        var index = IndexOf(window);
        var total = new Accumulator();
        foreach (var series in _series)
        {
            if ((asset is null || series.Key.Asset == asset) && (venue is null || series.Key.Venue == venue)
                && (includeTraditional || series.Key.AssetClass == AssetClass.Crypto))
                total.Add(series, index, StartMs(index));
        }

        return total.ToTotals(asset ?? WindowTotals.All, venue ?? WindowTotals.All, window);
    }

    /// <summary>Totals of one window for every asset at every venue, every asset, every venue, and everything (crypto only).</summary>
    public IReadOnlyList<WindowTotals> Table(WindowSpan window)
    {
        var index = IndexOf(window);
        var start = StartMs(index);
        var totals = new Dictionary<(string Asset, string Venue), Accumulator> { [(WindowTotals.All, WindowTotals.All)] = new() };
        foreach (var series in _series.Where(series => series.Key.AssetClass == AssetClass.Crypto))
        {
            foreach (var key in (ReadOnlySpan<(string, string)>)
                [
                    (series.Key.Asset, series.Key.Venue), (series.Key.Asset, WindowTotals.All),
                    (WindowTotals.All, series.Key.Venue), (WindowTotals.All, WindowTotals.All),
                ])
            {
                if (!totals.TryGetValue(key, out var total))
                    totals[key] = total = new();
                total.Add(series, index, start);
            }
        }

        return [.. totals.Select(pair => pair.Value.ToTotals(pair.Key.Asset, pair.Key.Venue, window))];
    }

    private static long FirstMinute(int band, long nowMs) => ((nowMs / 1_000) - WindowSpan.Presets[band].Seconds) / 60;

    private static int IndexOf(WindowSpan window)
    {
        for (var i = 0; i < WindowSpan.Presets.Count; i++)
        {
            if (WindowSpan.Presets[i] == window)
                return i;
        }

        throw new ArgumentException($"{window} is not a preset", nameof(window));
    }

    /// <summary>First millisecond inside a window.</summary>
    private long StartMs(int band) => band switch
    {
        Band30d => _firstMinute30d * 60_000,
        Band7d => _firstMinute7d * 60_000,
        _ => (_nowSecond - WindowSpan.Presets[band].Seconds + 1) * 1_000,
    };

    private void Place(int series, long timeMs, LiquidatedSide side, Int128 microUsd, long orders)
    {
        var second = timeMs / 1_000;
        var sums = BandSums.Of(side, microUsd, orders);
        var age = _nowSecond - second;
        if (age < SecondRing.Seconds)
        {
            var band = 0;
            while (age >= WindowSpan.Presets[band].Seconds)
                band++;
            for (; microUsd > long.MaxValue; microUsd -= long.MaxValue)
                _ring.Add(second, series, side, long.MaxValue, 0);
            _ring.Add(second, series, side, (long)microUsd, (int)orders);
            _series[series].BandSums[band].Add(sums);
        }
        else if (second / 60 >= _firstMinute7d)
        {
            _series[series].BandSums[Band7d].Add(sums);
        }
        else if (second / 60 >= _firstMinute30d)
        {
            _series[series].BandSums[Band30d].Add(sums);
        }
    }

    private void Age(int band, long second)
    {
        for (var index = _ring.First(second); index >= 0; index = _ring[index].Next)
        {
            ref var cell = ref _ring[index];
            var bands = _series[cell.Series].BandSums;
            var sums = BandSums.Of(cell.Side, cell.MicroUsd, cell.Orders);
            bands[band].Subtract(sums);
            bands[band + 1].Add(sums);
        }

        if (band == Band24h)
            _ring.Clear(second);
    }

    private void AddEarly()
    {
        for (var i = _early.Count - 1; i >= 0; i--)
        {
            var cell = _early[i];
            if (cell.StartMs / 1_000 > _nowSecond)
                continue;
            _early.RemoveAt(i);
            Restore(cell);
        }
    }

    private int IndexOf(Instrument instrument)
    {
        if (!_byInstrument.TryGetValue(instrument, out var index))
            _byInstrument[instrument] = index = IndexOf(SeriesKey.Of(instrument));
        return index;
    }

    private int IndexOf(SeriesKey key)
    {
        if (!_byKey.TryGetValue(key, out var index))
        {
            index = _series.Count;
            _series.Add(new(key));
            _byKey[key] = index;
        }

        return index;
    }

    private sealed class Series(SeriesKey key)
    {
        public SeriesKey Key { get; } = key;

        public BandSums[] BandSums { get; } = new BandSums[Bands];

        public SlidingMaximum Largest { get; } = new();
    }

    private sealed class Accumulator
    {
        private Int128 _longMicroUsd, _shortMicroUsd;
        private long _longOrders, _shortOrders;
        private readonly SortedSet<string> _venues = new(StringComparer.Ordinal);
        private SingleOrder? _largest;
        private string? _largestVenue;

        public void Add(Series series, int window, long startMs)
        {
            var ordersBefore = _longOrders + _shortOrders;
            for (var band = 0; band <= window; band++)
            {
                ref readonly var sums = ref series.BandSums[band];
                _longMicroUsd += sums.LongMicroUsd;
                _shortMicroUsd += sums.ShortMicroUsd;
                _longOrders += sums.LongOrders;
                _shortOrders += sums.ShortOrders;
            }

            if (_longOrders + _shortOrders > ordersBefore)
                _venues.Add(series.Key.Venue);
            if (series.Largest.Since(startMs) is { } order
                && (_largest is not { } best || LargestFirst.Compare(order, series.Key.Venue, best, _largestVenue!) < 0))
                (_largest, _largestVenue) = (order, series.Key.Venue);
        }

        public WindowTotals ToTotals(string asset, string venue, WindowSpan window) => new(
            asset, venue, window, _longMicroUsd, _shortMicroUsd, _longOrders, _shortOrders, _largest, _largestVenue,
            [.. _venues]);
    }
}
