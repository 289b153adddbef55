using System.Globalization;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Windows;

namespace LiqMon.Tests.Reports;

/// <summary>
/// A real store with a made-up market: week 46 of 2026 with a squeeze on its Thursday, the week before, one in the
/// summer, and half of week 47, up to the moment at which tests ask. The same on every run.
/// </summary>
public sealed class WeekStore : IDisposable
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    private static readonly (string Venue, string Symbol, string Asset, double Price, double Size)[] Contracts =
    [
        ("binance", "BTCUSDT", "BTC", 95_000, 3.0),
        ("binance", "ETHUSDT", "ETH", 3_100, 40),
        ("binance", "SOLUSDT", "SOL", 140, 400),
        ("binance", "DOGEUSDT", "DOGE", 0.162, 200_000),
        ("bybit", "BTCUSDT", "BTC", 95_010, 2.0),
        ("bybit", "ETHUSDT", "ETH", 3_101, 30),
        ("bybit", "XRPUSDT", "XRP", 2.21, 20_000),
        ("okx", "BTC-USDT-SWAP", "BTC", 95_005, 1.5),
        ("okx", "ETH-USDT-SWAP", "ETH", 3_100.5, 25),
        ("okx", "PEPE-USDT-SWAP", "PEPE", 0.0000081, 900_000_000),
        ("kraken", "PF_XBTUSD", "BTC", 95_008, 0.5),
    ];

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("liqmon-week-");
    private readonly Random _random = new(46);
    private readonly Instrument[] _instruments;
    private readonly List<Liquidation> _orders = [];
    private ulong _identity;

    public WeekStore()
    {
        _instruments = [.. Contracts.Select(contract => new Instrument
        {
            Venue = contract.Venue,
            Symbol = contract.Symbol,
            Asset = contract.Asset,
            Quote = "USDT",
        })];
        using var store = EventStore.Open(new StoreOptions { DataDirectory = _folder.FullName, ReserveBytes = 0 }, FixedTime.Noon);
        foreach (var venue in _instruments.GroupBy(instrument => instrument.Venue))
            store.Commit([StoreItem.Of(new ListedInstruments(venue.Key, [.. venue]))]);
        store.Commit(Week("2026-08-10", days: 7, orders: 2_000, samples: false));
        store.Commit(Week("2026-11-02", days: 7, orders: 900, samples: false));
        store.Commit(Week("2026-11-09", days: 7, orders: 1_200, samples: true));
        store.Commit(Week("2026-11-16", days: 4, orders: 500, samples: true));
        store.Commit(Watch());
        store.Commit(Around());
        store.Searched(Cascades(), Ms("2026-11-20T12:00:00"), store.Sequence);
    }

    /// <summary>Where it is.</summary>
    internal string Directory => _folder.FullName;

    /// <summary>Every order in it, as it was made up, for counting without the store.</summary>
    internal IReadOnlyList<Liquidation> Orders => _orders;

    public void Dispose() => _folder.Delete(recursive: true);

    internal static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    private List<StoreItem> Week(string monday, int days, int orders, bool samples)
    {
        var start = Ms(monday);
        List<StoreItem> items = [];
        for (var order = 0; order < orders; order++)
        {
            // A third of all orders falls into the three hours of Thursday's squeeze.
            var squeeze = order % 3 == 0;
            var at = squeeze ? start + (3 * DayMs) + (13 * HourMs) + (long)(_random.NextDouble() * 3 * HourMs)
                : start + (long)(_random.NextDouble() * days * DayMs);
            var side = _random.NextDouble() < (squeeze ? 0.9 : 0.42) ? LiquidatedSide.Short : LiquidatedSide.Long;
            var number = _random.Next(_instruments.Length);
            var (instrument, contract) = (_instruments[number], Contracts[number]);
            var price = Price(contract.Price, at, start);
            var size = contract.Size * Math.Exp(_random.NextDouble() * 3) / 10;
            _orders.Add(Order(instrument, side, at, price, size));
            items.Add(StoreItem.Of(_orders[^1]));
        }

        if (samples)
            items.AddRange(Samples(start, days));
        return items;
    }

    private Liquidation Order(Instrument instrument, LiquidatedSide side, long timeMs, double price, double size)
    {
        Assert.True(ExactNumber.TryParse(price.ToString("F9", CultureInfo.InvariantCulture), out var exactPrice));
        Assert.True(ExactNumber.TryParse(size.ToString("F3", CultureInfo.InvariantCulture), out var exactSize));
        return new Liquidation
        {
            Instrument = instrument,
            Side = side,
            Price = exactPrice,
            PriceKind = PriceKind.Fill,
            Quantity = exactSize,
            NotionalMicroUsd = (long)Math.Round(exactPrice.ToDouble() * exactSize.ToDouble() * 1e6),
            BaseQuantity = exactSize.ToDouble(),
            Contracts = exactSize.ToDouble(),
            EventTimeMs = timeMs,
            ReceivedMs = timeMs + 20,
            Identity = ++_identity,
        };
    }

    private IEnumerable<StoreItem> Samples(long start, int days)
    {
        for (var at = start; at < start + (days * DayMs); at += HourMs / 4)
        {
            for (var number = 0; number < _instruments.Length; number++)
            {
                var contract = Contracts[number];
                var price = Price(contract.Price, at, start);
                var coins = contract.Size * 20_000 * (1 + (0.03 * Math.Sin(at / 3e7)) - (at > start + (3.6 * DayMs) ? 0.08 : 0));
                yield return StoreItem.Of(new OpenInterest(_instruments[number], at + 10_000, coins, coins, coins * price));
                var funding = 0.0001 + (0.00015 * Math.Sin((at / 4e7) + number));
                yield return StoreItem.Of(new MarkPrice(
                    _instruments[number], at + 10_000, price, price * 0.9998, funding, ((at / (8 * HourMs)) + 1) * 8 * HourMs));
            }
        }
    }

    // Calm, then up by a tenth in the squeeze, then half of it back.
    private static double Price(double at, long timeMs, long start)
    {
        var days = (timeMs - start) / (double)DayMs;
        var squeeze = Math.Clamp((days - 3.5) / 0.2, 0, 1) - (0.5 * Math.Clamp((days - 4.5) / 2, 0, 1));
        return at * (1 + (0.1 * squeeze) + (0.006 * Math.Sin(days * 9)) + (0.003 * Math.Sin(days * 31)));
    }

    // Seventy days of candles before the weeks with samples, and what others told at the end of week 46.
    private List<StoreItem> Around()
    {
        var (to, end) = (Ms("2026-11-09"), Ms("2026-11-16"));
        List<StoreItem> items = [];
        for (var at = to - (70 * DayMs); at < to; at += MarkCandle.LengthMs)
        {
            for (var number = 0; number < 2; number++)
            {
                var middle = Contracts[number].Price * (0.97 + (0.02 * Math.Sin(at / 9e8)) + (0.002 * Math.Sin(at / 3e7)));
                items.Add(StoreItem.Of(new MarkCandle(
                    _instruments[number], at, middle * 0.999, middle * 1.004, middle * 0.995, middle, at + MarkCandle.LengthMs - 1)));
            }
        }

        items.AddRange(new[]
        {
            ("coinbase", "BTC-USD", 99_890.5), ("coinbase", "USDT-USD", 0.9996), ("binance_spot", "BTCUSDT", 99_871.25),
            ("coingecko", "total_market_cap_usd", 3.36e12), ("coingecko", "btc_dominance", 0.5912),
        }.Select(told => StoreItem.Of(new ContextSample(told.Item1, told.Item2, end - 20_000, told.Item3))));
        return items;
    }

    // As a search might have found them; how it searches is tested elsewhere.
    private static List<CascadeWrite> Cascades()
    {
        var start = Ms("2026-11-12T13:02:11");
        var bitcoin = new Cascade
        {
            Asset = "BTC",
            Side = LiquidatedSide.Short,
            StartMs = start,
            EndMs = start + (41 * 60_000),
            MicroUsd = 8_412_345_678_901,
            SideMicroUsd = 7_900_000_000_000,
            Orders = 61,
            PeakMinuteMs = start + (9 * 60_000),
            PeakMinuteMicroUsd = 1_204_000_000_000,
            Multiple = 14.25,
            Venues = ["binance", "bybit", "okx"],
            PriceChange = 0.0312,
            PriceChangeHourAfter = -0.0041,
            OpenInterestChange = -0.0217,
            Coverage = 0.97,
        };
        return
        [
            new(bitcoin),
            new(bitcoin with { Asset = "ETH", MicroUsd = 2_100_000_000_000, SideMicroUsd = 1_950_000_000_000, PriceChange = 0.0401, Multiple = 9.5 }),
            new(bitcoin with
            {
                Asset = Cascade.MarketWide, MicroUsd = 11_300_000_000_000, SideMicroUsd = 10_700_000_000_000, Multiple = null, PriceChange = null,
                PriceChangeHourAfter = null, OpenInterestChange = null,
            }),
        ];
    }

    private static List<StoreItem> Watch() =>
    [
        .. new[] { "binance", "bybit", "okx" }.Select(venue => StoreItem.Of(new CoveredSpan(venue, "market", Ms("2026-11-02"), Ms("2026-11-12T14:10:00")))),
        .. new[] { "binance", "bybit", "okx" }.Select(venue => StoreItem.Of(new CoveredSpan(venue, "market", Ms("2026-11-12T14:22:30"), Ms("2026-11-20T12:00:00")))),
        .. new[] { "binance", "bybit" }.Select(venue => StoreItem.Of(new Gap(venue, "market", Ms("2026-11-12T14:10:00"), Ms("2026-11-12T14:22:30"), GapReason.ConnectionLost))),
        StoreItem.Of(new Gap("okx", "market", Ms("2026-11-12T14:10:00"), Ms("2026-11-12T14:22:30"), GapReason.ClosedByVenue)),
        StoreItem.Of(new CoveredSpan("kraken", "trades", Ms("2026-11-10T06:00:00"), Ms("2026-11-20T12:00:00"))),
    ];
}
