using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Puts together where an asset stands. What is not stored stays unknown.</summary>
internal sealed class MarketContextResultBuilder(StoreReader reader, KeyLevelRule levels, string asset, long nowMs)
{
    private const string Bitcoin = "BTC";
    private const long HourMs = 3_600_000;
    private const long DayMs = Candle.DayMs;

    /// <summary>Candles are read a year back: for milestones "for the first time since".</summary>
    private const long HistoryMs = 366 * DayMs;

    /// <summary>A price that is older than this is not the present one.</summary>
    private const long FreshMs = 15 * 60_000;

    private readonly List<MissingValue> _absent = [];

    internal MarketContextResult Of(CandleInterval? interval)
    {
        var open = OpenInterest();
        var (price, candles) = Price();
        var closes = DailyCloses(candles);
        var cap = asset == Bitcoin ? MarketCap(open, closes) : null;
        var outside = new ExternalContextResultBuilder(reader, nowMs, _absent);
        return new MarketContextResult
        {
            Asset = asset,
            Time = Timestamps.FromUnixMs(nowMs),
            Price = price,
            Average50d = Average(price, closes),
            Levels = price is null ? [] : Levels(price, candles),
            Positioning = new PositioningResultBuilder(reader, asset, nowMs, _absent).Of(open, cap),
            Spot = asset == Bitcoin ? outside.Spot() : null,
            Flow = asset == Bitcoin ? outside.Flow() : null,
            MarketCap = cap,
            GlobalMarket = outside.AllCoins(),
            LongShort = outside.LongShort(asset),
            Candles = interval switch
            {
                CandleInterval.FourHours => [.. candles.Select(Answer)],
                CandleInterval.Day => [.. Candle.Days(candles).Select(Answer)],
                _ => null,
            },
            Absent = _absent,
        };
    }

    /// <summary>The price against its average, and nothing else.</summary>
    internal PriceTrend Trend()
    {
        var (price, candles) = Price();
        return new(price, Average(price, DailyCloses(candles)), _absent);
    }

    private IReadOnlyList<OpenInterestRow> OpenInterest() => reader.Market.OpenInterest(
        new LiquidationFilter { Assets = [asset], FromMs = nowMs - HourMs, ToMs = nowMs + 1, IncludeTraditional = true });

    /// <summary>The present price, and the candles of its contract: the first by the rule that has a price now.</summary>
    private (ContextPriceResult? Price, IReadOnlyList<Candle> Candles) Price()
    {
        var contracts = reader.Market.PriceContracts(asset, nowMs);
        if (contracts.Count == 0)
            return (Missing<ContextPriceResult>("price", "no mark price of a dollar perpetual is stored"), []);
        foreach (var contract in contracts)
        {
            var candles = reader.Market.Candles(contract, nowMs - HistoryMs, nowMs);
            if ((Mark(contract, nowMs) ?? LastClose(candles)) is not { } newest)
                continue;
            var price = new ContextPriceResult(
                contract.Venue, contract.Symbol, newest.Value, Timestamps.FromUnixMs(newest.TimeMs), Change(contract, newest, DayMs), Change(contract, newest, 7 * DayMs));
            return (contract == contracts[0] ? price : price with { NotFirst = NoPriceNow(contracts[0]) }, candles);
        }

        var first = reader.Market.Candles(contracts[0], nowMs - HistoryMs, nowMs);
        return (Missing<ContextPriceResult>("price", first.Count == 0 ? "no mark price of a dollar perpetual is stored" : NoPriceNow(contracts[0])), first);
    }

    private static string NoPriceNow(ContractKey contract) => $"no mark price of {contract.Symbol} on {contract.Venue} in the last 15 minutes";

    private Close? Mark(ContractKey contract, long atMs) => reader.Market.NewestMark(contract, atMs - FreshMs, atMs + 1);

    // Of a past whose samples have been thinned, the candle that ended at the moment still knows its close.
    private Close? LastClose(IReadOnlyList<Candle> candles) =>
        candles.Count > 0 && candles[^1] is var last && last.StartMs + MarkCandle.LengthMs == nowMs ? new Close(nowMs, last.Close) : null;

    private double? Change(ContractKey contract, Close now, long beforeMs) =>
        Mark(contract, now.TimeMs - beforeMs) is { } before ? Math.Round(now.Value / before.Value - 1, 6) : null;

    /// <summary>The closes of finished days whose last four hours are stored: an earlier price is not the day's close.</summary>
    private List<Close> DailyCloses(IReadOnlyList<Candle> candles) =>
    [
        .. candles.Select(candle => new Close(candle.StartMs + MarkCandle.LengthMs, candle.Close))
            .Where(close => close.TimeMs % DayMs == 0 && close.TimeMs <= nowMs),
    ];

    private MovingAverageResult? Average(ContextPriceResult? price, List<Close> daily)
    {
        if (price is null)
            return Missing<MovingAverageResult>("average_50d", "there is no present price");
        // All of the last fifty: an average over holes would be one of other days.
        var today = nowMs - nowMs % DayMs;
        var closes = daily.Where(close => close.TimeMs > today - MovingAverage.Closes * DayMs).Select(close => close.Value).ToList();
        return closes.Count < MovingAverage.Closes
            ? Missing<MovingAverageResult>("average_50d", $"{closes.Count} of the last 50 daily closes are stored")
            : MovingAverage.Of(closes, price.Mark) is { } average
                ? new MovingAverageResult(Rounded(average.Mean), Rounded(average.Deviation), Math.Round(average.Score, 3), average.State)
                : Missing<MovingAverageResult>("average_50d", "the price did not move in 50 days");
    }

    private IReadOnlyList<LevelResult> Levels(ContextPriceResult price, IReadOnlyList<Candle> candles) => LevelResultBuilder.Of(
        [.. candles.Select(candle => new Close(candle.StartMs + MarkCandle.LengthMs, candle.Close)).Where(close => close.TimeMs <= nowMs)],
        new Close(price.Time.ToUnixTimeMilliseconds(), price.Mark), levels.Own.GetValueOrDefault(asset) ?? [], levels.FlipCloses);

    private MarketCapResult? MarketCap(IReadOnlyList<OpenInterestRow> open, List<Close> daily)
    {
        // Of each venue the index that its largest contract goes by.
        var indexes = open.Where(row => row.TimeMs > nowMs - FreshMs && row.Index is > 0)
            .GroupBy(row => row.Venue)
            .Select(rows => rows.MaxBy(row => row.Usd ?? 0)!.Index!.Value);
        if (CompositePrice.Of(indexes) is not { } composite)
            return Missing<MarketCapResult>("market_cap", "no venue has published an index price in the last 15 minutes");
        var height = BitcoinSupply.HeightAt(nowMs);
        var supply = BitcoinSupply.SatoshiAt(height) / 1e8;
        var usd = supply * composite.Value;
        var closes = daily.Select(close => close with { Value = close.Value * BitcoinSupply.CoinsAt(close.TimeMs) });
        return new MarketCapResult(
            Math.Round(usd, 0), Rounded(composite.Value), composite.Venues, supply, height, BitcoinSupply.Error,
            LevelResultBuilder.Of([.. closes], new Close(nowMs, usd), [], LevelResultBuilder.MilestoneCloses));
    }

    private static CandleResult Answer(Candle candle) => new(Timestamps.FromUnixMs(candle.StartMs), candle.Open, candle.High, candle.Low, candle.Close);

    private static double? Round(double? number, int digits) => number is { } known ? Math.Round(known, digits) : null;

    private static double Rounded(double price) => price >= 1 ? Math.Round(price, 4) : price;

    private T? Missing<T>(string what, string why)
        where T : class
    {
        _absent.Add(new MissingValue(what, why));
        return null;
    }
}
