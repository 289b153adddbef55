using System.Globalization;
using LiqMon.Completeness;
using LiqMon.Context;
using LiqMon.Feeds;
using LiqMon.Influx;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Venues;
using LiqMon.Windows;

namespace LiqMon.Benchmarks;

/// <summary>
/// The line protocol of nearly seven days of a simulated market, as the program writes it: for pictures of the dashboards. The
/// same market each time. LiqMon itself is down for three hours, and one venue for forty minutes.
/// </summary>
public static class GrafanaDays
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 3_600_000;
    private const int HealthEveryMinutes = 30;

    private static readonly string[] Venues = ["binance", "bybit", "okx", "gate", "bitget"];
    private static readonly string[] Assets = ["BTC", "ETH", "SOL", "XRP", "DOGE", "BNB", "ADA", "LINK", "PEPE"];

    private static readonly long StartMs = FullStore.Monday.ToUnixTimeMilliseconds();

    /// <summary>The moment at which it ends.</summary>
    public static DateTimeOffset End { get; } = FullStore.Monday.AddHours(164);

    private static long EndMs => End.ToUnixTimeMilliseconds();

    // The last day and a half by the minute, what is older each ten minutes.
    private static long DetailMs => EndMs - (36 * HourMs);

    private static (long From, long To) Down => (EndMs - (15 * HourMs), EndMs - (12 * HourMs));

    private static (long From, long To) VenueDown => (EndMs - (5 * HourMs), EndMs - (5 * HourMs) + (40 * MinuteMs));

    private static (long From, long To, string Asset, LiquidatedSide Side)[] Bursts =>
    [
        (EndMs - (20 * HourMs), EndMs - (20 * HourMs) + (6 * MinuteMs), "BTC", LiquidatedSide.Long),
        (EndMs - (8 * HourMs), EndMs - (8 * HourMs) + (4 * MinuteMs), "ETH", LiquidatedSide.Short),
        (EndMs - (2 * HourMs), EndMs - (2 * HourMs) + (5 * MinuteMs), "BTC", LiquidatedSide.Short),
    ];

    /// <summary>Writes the lines to a file.</summary>
    public static void Write(string file)
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-grafana-").FullName;
        try
        {
            using var lines = File.Create(file);
            Play(folder, lines);
            WriteStored(folder, lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Play(string folder, Stream lines)
    {
        var options = new SimulationOptions { Assets = Assets, Rate = 0.6 };
        var traded = Venues
            .SelectMany(venue => SimulatedVenues.Create(venue, [.. Assets.Select(AssetProfile.Of)], FullStore.Monday).Instruments)
            .Where(instrument => instrument.Spec is { Inverse: false, ExpiryMs: null })
            .ToList();
        var contracts = traded.ToDictionary(instrument => instrument, instrument => MarketDays.Contract(instrument.Spec));
        var market = new Simulator.Market(options, traded, traded, StartMs);
        using var store = EventStore.Open(new StoreOptions { DataDirectory = folder, SampleDetail = TimeSpan.FromDays(36_500), ReserveBytes = 0 }, TimeProvider.System);
        store.Commit([.. Venues.SelectMany(Covered)]);
        using var reader = StoreReader.Open(folder);
        var moments = new Moments(reader, new StoreQueries(() => StoreReader.Open(folder), []), lines);
        var random = new Random(3);
        var ordinal = 0UL;
        var items = new List<StoreItem>();
        for (var atMs = StartMs; atMs < EndMs;)
        {
            var stepMs = atMs < DetailMs ? 10 * MinuteMs : 5_000;
            market.MovePrices(atMs, atMs + stepMs);
            foreach (var order in market.Liquidate(atMs, atMs + stepMs))
            {
                if (Shaped(MarketDays.Event(contracts[order.Instrument], order, ++ordinal), random) is not { } shaped || IsUnseen(shaped))
                    continue;
                // What is older lies in one minute of ten, so that it is a tenth of the lines.
                items.Add(StoreItem.Of(atMs < DetailMs ? shaped with { EventTimeMs = atMs, ReceivedMs = atMs } : shaped));
            }

            atMs += stepMs;
            if (atMs % MinuteMs != 0)
                continue;
            var isSampled = atMs % (atMs < DetailMs ? 10 * MinuteMs : MinuteMs) == 0 && !IsWithin(Down, atMs - 1);
            if (isSampled)
                items.AddRange(traded.SelectMany(instrument => Samples(contracts[instrument], instrument, atMs - 1)));
            // Venues publish the past too, so there is no gap.
            if (atMs % HourMs == 0)
                items.AddRange(Ratios(atMs));
            var result = store.Commit(items);
            moments.Add(items, result);
            items.Clear();
            if (isSampled && atMs >= DetailMs)
                moments.Write(atMs);
        }

        foreach (var cascade in Bursts.SelectMany(burst => Cascades(reader, burst)))
            store.Write([new CascadeWrite(cascade)]);
    }

    /// <summary>Everything that is stored, as a writer tells it after an order to tell all once more.</summary>
    private static void WriteStored(string folder, Stream lines)
    {
        using var reader = OutboxReader.Open(folder);
        var batches = new LineBatches(100_000);
        var points = new StoredPoints(batches);
        for (long? next = StartMs; next is { } fromMs;)
        {
            (var batch, next) = reader.ByTime(fromMs, 20_000);
            if (next is null)
                batch.Cascades.AddRange(reader.CascadesAfter(0, 500));
            points.Add(batch);
            foreach (var part in batches.All)
                lines.Write(part.Span);
            batches.Clear();
        }
    }

    private static IEnumerable<StoreItem> Covered(string venue)
    {
        var holes = venue == "okx" ? new[] { Down, VenueDown } : [Down];
        var fromMs = StartMs;
        foreach (var hole in holes)
        {
            yield return StoreItem.Of(new CoveredSpan(venue, "force_orders", fromMs, hole.From));
            yield return StoreItem.Of(new Gap(venue, "force_orders", hole.From, hole.To, hole == Down ? GapReason.NotRunning : GapReason.ConnectionLost));
            fromMs = hole.To;
        }

        yield return StoreItem.Of(new CoveredSpan(venue, "force_orders", fromMs, EndMs));
    }

    /// <summary>Days and nights, and bursts of one side; null for an order that is left out.</summary>
    private static Liquidation? Shaped(Liquidation order, Random random)
    {
        var hour = order.EventTimeMs / (double)HourMs;
        var chance = 0.06 + (0.05 * Math.Sin(hour * Math.PI / 12)) + (0.04 * Math.Sin(hour * Math.PI / 1.7));
        foreach (var burst in Bursts.Where(burst => IsWithin((burst.From, burst.To), order.EventTimeMs) && burst.Asset == order.Instrument.Asset))
        {
            return order with
            {
                Side = burst.Side,
                NotionalMicroUsd = order.NotionalMicroUsd * 3,
                Quantity = FullStore.Exact((decimal)order.Contracts * 3),
                BaseQuantity = order.BaseQuantity * 3,
                Contracts = order.Contracts * 3,
            };
        }

        return random.NextDouble() < chance ? order : null;
    }

    private static bool IsUnseen(in Liquidation order) =>
        IsWithin(Down, order.EventTimeMs) || (order.Instrument.Venue == "okx" && IsWithin(VenueDown, order.EventTimeMs));

    private static bool IsWithin((long From, long To) span, long timeMs) => timeMs >= span.From && timeMs < span.To;

    private static IEnumerable<StoreItem> Samples(Instrument contract, TradedInstrument instrument, long timeMs)
    {
        var quote = instrument.Quote;
        // The market of the simulator runs dry over days; each contract has waves of its own, and each venue funding of its own.
        var (number, hour, mark) = (Array.IndexOf(Venues, contract.Venue) + contract.Symbol.Length, timeMs / (double)HourMs, (double)quote.Mark);
        var contracts = Math.Round(6e8 * (1 + (number / 5.0)) / mark / (double)instrument.Spec.ContractSize / (1 + Array.IndexOf(Assets, contract.Asset))
            * (1 + (0.12 * Math.Sin((hour / 9) + number)) + (0.04 * Math.Sin((hour / 1.3) + (2 * number)))), 3);
        var coins = contracts * (double)instrument.Spec.ContractSize;
        var rate = (double)quote.FundingRate * (0.9 + (2.2 * Math.Sin((hour / 17) + number)));
        // One venue pays every hour, an eighth of what the others pay in eight.
        var hours = contract.Venue == "bitget" ? 1 : 8;
        yield return StoreItem.Of(new OpenInterest(contract, timeMs, contracts, coins, coins * mark));
        yield return StoreItem.Of(new MarkPrice(
            contract, timeMs, mark, (double)quote.Index, rate * hours / 8, (timeMs / (hours * HourMs) * hours * HourMs) + (hours * HourMs)));
    }

    /// <summary>Accounts that are long over those that are short.</summary>
    private static IEnumerable<StoreItem> Ratios(long timeMs) =>
        from series in VenueCatalog.Series
        where Venues.Contains(series.Venue)
        from asset in Assets
        let number = Array.IndexOf(Venues, series.Venue) + Array.IndexOf(Assets, asset)
        let ratio = 1.3 + (0.5 * Math.Sin((timeMs / (40.0 * HourMs)) + number)) + (0.08 * Math.Sin((timeMs / (5.0 * HourMs)) + (3 * number)))
        select StoreItem.Of(new ContextSample(series.Venue, VenueMarketData.RatioName(asset), timeMs, Math.Round(ratio, 4)));

    private static IEnumerable<Cascade> Cascades(StoreReader reader, (long From, long To, string Asset, LiquidatedSide Side) burst)
    {
        var orders = reader.Liquidations.List(
            new LiquidationFilter { Assets = [burst.Asset], FromMs = burst.From, ToMs = burst.To }, 0, 100_000, newestFirst: false).ToList();
        var minutes = orders.GroupBy(order => order.TimeMs / MinuteMs * MinuteMs).Select(minute => (Start: minute.Key, Sum: minute.Sum(order => order.MicroUsd)));
        var peak = minutes.MaxBy(minute => minute.Sum);
        foreach (var asset in new[] { burst.Asset, "ALL" })
        {
            yield return new Cascade
            {
                Asset = asset,
                Side = burst.Side,
                StartMs = orders[0].TimeMs,
                EndMs = orders[^1].TimeMs,
                MicroUsd = orders.Sum(order => order.MicroUsd),
                SideMicroUsd = orders.Sum(order => order.MicroUsd),
                Orders = orders.Count,
                PeakMinuteMs = peak.Start,
                PeakMinuteMicroUsd = peak.Sum,
                Multiple = 34.5,
                Venues = Venues,
                PriceChange = burst.Side == LiquidatedSide.Short ? 0.021 : -0.018,
                OpenInterestChange = -0.034,
            };
        }
    }

    /// <summary>The points of each minute's moment.</summary>
    private sealed class Moments(StoreReader reader, StoreQueries queries, Stream lines)
    {
        private readonly RollingWindows _windows = new(StartMs);
        private readonly SnapshotPoints _points = new();
        private readonly CommitCounters _commits = new();
        private readonly InfluxCounters _influx = new();
        private readonly Dictionary<string, VenueCounters> _counters = Venues.ToDictionary(venue => venue, _ => new VenueCounters());
        private readonly Dictionary<WindowSpan, CompletenessResult> _complete = [];
        private readonly Random _random = new(4);
        private CollectorPoint? _collector;
        private CompletenessResult? _day;

        internal void Add(List<StoreItem> items, CommitResult result)
        {
            _commits.Add(result, TimeSpan.FromMicroseconds(1_500 + (items.Count * 20) + _random.Next(800)));
            foreach (var item in items.Where(item => item.Payload is null))
            {
                _windows.Advance(item.Liquidation.EventTimeMs);
                _windows.Add(item.Liquidation);
            }
        }

        internal void Write(long nowMs)
        {
            _collector ??= new CollectorPoint("liqmon", _commits, _influx, () => _random.Next(3));
            _windows.Advance(nowMs);
            _points.Clear();
            var isCoverageDue = _day is null || nowMs / MinuteMs % HealthEveryMinutes == 0;
            if (isCoverageDue)
                _day = Complete(24 * HourMs, nowMs);
            _points.Rank(_windows.Table(WindowSpan.Presets[^1]));
            foreach (var window in WindowSpan.Presets)
            {
                if (isCoverageDue || !_complete.ContainsKey(window))
                    _complete[window] = Complete(window.Ms, nowMs);
                _points.Add(nowMs / MinuteMs % 10 == 0 ? _windows.Table(window) : [_windows.Totals(window)], _complete[window], nowMs);
            }

            foreach (var counters in _counters.Values)
                Count(counters, nowMs);
            var lanes = Venues.Select(venue => Lane(venue, nowMs)).ToList();
            _points.Add(lanes, _day!, nowMs);
            _influx.Waits(_random.Next(3), _random.Next(900));
            _points.Add(_collector, lanes, nowMs);
            // Tables look at the newest only.
            if (nowMs > EndMs - (3 * HourMs) && nowMs / MinuteMs % 5 == 0)
                _points.Add(OpenInterestChange.At(reader, nowMs), nowMs);
            if (nowMs > EndMs - HourMs && nowMs / MinuteMs % 10 == 0)
            {
                foreach (var asset in Assets)
                    _points.Add(queries.Map.Of(MapPoints.Query(asset, nowMs)), nowMs);
                _points.Add(queries.Market.LongShort(LongShortPoints.Query(nowMs)));
            }

            lines.Write(_points.Lines.Span);
        }

        private CompletenessResult Complete(long spanMs, long nowMs) => new CompletenessQuery(
            reader.OpenLinked(), [.. Venues.Select(venue => new RequestedVenue(venue, VenueCatalog.Find(venue)!.Profile.FeedClass))])
            .Run(Venues, nowMs - spanMs, nowMs, nowMs).Of(new());

        private void Count(VenueCounters counters, long nowMs)
        {
            for (var frame = 0; frame < 600 + _random.Next(300); frame++)
                counters.AddFrame(200);
            counters.AddLiquidations(read: 20, valued: 20, pending: 0, filtered: 0, unvalued: 0);
            counters.Lag(40 + _random.Next(60) + (nowMs / MinuteMs % 97 == 0 ? 900 : 0));
        }

        private VenuePipelineStatus Lane(string venue, long nowMs)
        {
            var isDown = venue == "okx" && IsWithin(VenueDown, nowMs);
            IReadOnlyList<FeedStatus> feeds =
            [
                .. new[] { "force_orders", "market" }.Select(feed => new FeedStatus(
                    feed, isDown ? FeedState.Connecting : FeedState.Live, End, null, null, nowMs >= VenueDown.To && venue == "okx" ? 3 : 1, null, null)),
            ];
            return new(
                venue, VenueCatalog.Find(venue)!.Profile.FeedClass,
                new VenueStatus(venue, venue, feeds, 9, End, null, TimeSpan.Zero), _counters[venue], _random.Next(4), 4_096);
        }
    }
}
