using LiqMon.Context;
using LiqMon.Context.Sources;
using LiqMon.Store;

namespace LiqMon.Answers;

/// <summary>Puts together where an asset stands. What is not stored stays unknown.</summary>
internal sealed class MarketContexts(StoreReader reader, ContextOptions options, string asset, long nowMs)
{
    private const long HourMs = 3_600_000;
    private const long DayMs = Candle.DayMs;

    /// <summary>Candles are read a year back: for milestones «for the first time since».</summary>
    private const long HistoryMs = 366 * DayMs;

    /// <summary>A price that is older than this is not the present one.</summary>
    private const long FreshMs = 15 * 60_000;

    private readonly List<AbsentAnswer> _absent = [];

    internal MarketContextAnswer Of(CandleInterval? interval)
    {
        var open = reader.OpenInterest(new LiquidationFilter { Assets = [asset], FromMs = nowMs - HourMs, ToMs = nowMs + 1, IncludeTraditional = true });
        var reference = Reference(open);
        var price = Price(open, reference);
        var candles = reference?.Candles ?? [];
        var days = Candle.Days(candles);
        var cap = asset == "BTC" ? MarketCap(price, days) : null;
        return new MarketContextAnswer
        {
            Asset = asset,
            Time = Words.Time(nowMs),
            Price = price,
            Average50d = Average(price, days),
            Levels = price is null ? [] : Levels(price, candles),
            Positioning = Positioning(open, cap),
            Spot = asset == "BTC" ? Spot() : null,
            Flow = asset == "BTC" ? Flow() : null,
            MarketCap = cap,
            GlobalMarket = Global(),
            LongShort = Ratios(),
            Candles = interval switch
            {
                CandleInterval.FourHours => [.. candles.Select(Answer)],
                CandleInterval.Day => [.. days.Select(Answer)],
                _ => null,
            },
            Absent = _absent,
        };
    }

    /// <summary>The contract with the most open interest among those with the fullest history of the last 50 days.</summary>
    private ContractCandles? Reference(IReadOnlyList<OpenInterestRow> open)
    {
        var usd = open.ToDictionary(row => (row.Venue, row.Symbol), row => row.Usd ?? 0);
        var contracts = reader.Candles(asset, nowMs - HistoryMs, nowMs);
        var since = nowMs - MovingAverage.Closes * DayMs;
        var fullest = contracts.Select(Recent).DefaultIfEmpty().Max();
        return contracts
            .Where(contract => Recent(contract) >= fullest * 0.9)
            .OrderByDescending(contract => usd.GetValueOrDefault((contract.Venue, contract.Symbol)))
            .FirstOrDefault();

        int Recent(ContractCandles contract) => contract.Candles.Count(candle => candle.StartMs >= since);
    }

    private ContextPriceAnswer? Price(IReadOnlyList<OpenInterestRow> open, ContractCandles? reference)
    {
        if (reference is null)
            return Missing<ContextPriceAnswer>("price", "no mark price of a dollar perpetual is stored");
        var mark = reader.NewestMark(reference.Venue, reference.Symbol, nowMs - FreshMs, nowMs + 1);
        return mark is { } newest
            ? new ContextPriceAnswer(reference.Venue, reference.Symbol, newest.Value, Words.Time(newest.TimeMs))
            : Missing<ContextPriceAnswer>("price", $"no mark price of {reference.Symbol} on {reference.Venue} in the last 15 minutes");
    }

    private MovingAverageAnswer? Average(ContextPriceAnswer? price, IReadOnlyList<Candle> days)
    {
        if (price is null)
            return Missing<MovingAverageAnswer>("average_50d", "there is no present price");
        // Closed days, and all of them: an average over holes would be one of other days.
        var today = nowMs - nowMs % DayMs;
        var closes = days.Where(day => day.StartMs >= today - MovingAverage.Closes * DayMs && day.StartMs < today).Select(day => day.Close).ToList();
        return closes.Count < MovingAverage.Closes
            ? Missing<MovingAverageAnswer>("average_50d", $"{closes.Count} of the last 50 daily closes are stored")
            : MovingAverage.Of(closes, price.Mark) is { } average
                ? new MovingAverageAnswer(Rounded(average.Mean), Rounded(average.Deviation), Math.Round(average.Score, 3), average.State)
                : Missing<MovingAverageAnswer>("average_50d", "the price did not move in 50 days");
    }

    private List<LevelAnswer> Levels(ContextPriceAnswer price, IReadOnlyList<Candle> candles)
    {
        var closes = candles.Select(candle => new Close(Math.Min(candle.StartMs + Market.MarkCandle.LengthMs, nowMs), candle.Close)).ToList();
        var own = options.Levels.GetValueOrDefault(asset) ?? [];
        return Read(closes, price.Mark, own, options.FlipCloses);
    }

    private static List<LevelAnswer> Read(IReadOnlyList<Close> closes, double value, IReadOnlyList<double> own, int flipCloses) =>
    [
        .. KeyLevel.RoundNumbers(value).Concat(own).Distinct().Order()
            .Select(level => (Level: level, Read: KeyLevel.Read(closes, level, flipCloses)))
            .Where(pair => pair.Read is not null)
            .Select(pair => Answer(pair.Level, pair.Read!.Value, value, own.Contains(pair.Level))),
    ];

    private static LevelAnswer Answer(double level, KeyLevel read, double value, bool own) => new(
        level, own, Math.Round(level / value - 1, 6), read.IsAbove, Time(read.CrossedMs), read.Run,
        read.Flipped ? read.IsAbove ? "support" : "resistance" : null, Time(read.SinceMs));

    private PositioningAnswer? Positioning(IReadOnlyList<OpenInterestRow> open, MarketCapAnswer? cap)
    {
        var valued = open.Where(row => row.Usd is > 0 && double.IsFinite(row.Usd.Value)).ToList();
        if (valued.Count == 0)
            return Missing<PositioningAnswer>("positioning", "no open interest in the last hour is stored");
        var usd = valued.Sum(row => row.Usd!.Value);
        var coins = valued.Where(row => row.Base is { } amount && double.IsFinite(amount)).Sum(row => row.Base!.Value);
        var funding = Weighted(valued, row => row.FundingRate);
        var basis = Weighted(valued, row => row is { FundingRate: not null, Mark: > 0, Index: > 0 } ? (row.Mark / row.Index - 1) * 10_000 : null);
        return new PositioningAnswer(
            Math.Round(usd, 2), coins > 0 ? Math.Round(coins, 6) : null, Round(funding, 8), Round(basis, 3), valued.Count,
            cap is null ? null : Math.Round(usd / cap.Usd, 6));
    }

    private static double? Weighted(IReadOnlyList<OpenInterestRow> rows, Func<OpenInterestRow, double?> value)
    {
        var known = rows.Select(row => (Usd: row.Usd!.Value, Value: value(row))).Where(row => row.Value is { } number && double.IsFinite(number)).ToList();
        return known.Count == 0 ? null : known.Sum(row => row.Usd * row.Value!.Value) / known.Sum(row => row.Usd);
    }

    private SpotAnswer? Spot()
    {
        var coinbase = Median(SpotTickers.Coinbase, SpotTickers.BtcUsd);
        var coin = Median(SpotTickers.Coinbase, SpotTickers.UsdtUsd);
        var binance = Median(SpotTickers.BinanceSpot, SpotTickers.BtcUsdt);
        if ((coinbase ?? coin ?? binance) is null)
            return null;
        return new SpotAnswer(coinbase, binance, coin, Round(SpotPremium.Bps(coinbase, binance, coin), 3));
    }

    private double? Median(string source, string name)
    {
        // The last minute of what came within three: sources are asked three times a minute, and may be slow.
        var recent = reader.Context(source, name, nowMs - 180_000, nowMs + 1);
        var median = SpotPremium.Median(recent.Where(sample => sample.TimeMs > recent[^1].TimeMs - 60_000).Select(sample => sample.Value));
        if (median is null)
            _absent.Add(new AbsentAnswer("spot", $"{source} has told no {name} in the last 3 minutes"));
        return median;
    }

    private FlowAnswer? Flow()
    {
        var from = nowMs - 8 * DayMs;
        var taken = reader.Context(SpotTickers.BinanceSpot, SpotTickers.MinuteTakerBuy, from, nowMs + 1).ToDictionary(sample => sample.TimeMs, sample => sample.Value);
        var minutes = reader.Context(SpotTickers.BinanceSpot, SpotTickers.MinuteVolume, from, nowMs + 1)
            .Where(sample => taken.ContainsKey(sample.TimeMs))
            .Select(sample => new FlowMinute(sample.TimeMs, sample.Value, taken[sample.TimeMs]))
            .ToList();
        if (minutes.Count == 0 || minutes[^1].TimeMs < nowMs - FreshMs)
            return Missing<FlowAnswer>("flow", $"{SpotTickers.BinanceSpot} has told no minutes of trading in the last 15 minutes");
        return SteadyFlow.Of(minutes) is { } flow
            ? new FlowAnswer(
                flow.State, Math.Round(flow.BuyMinutes, 3), Math.Round(flow.SellMinutes, 3), Math.Round(flow.Variation, 4), Math.Round(flow.VariationLimit, 4),
                Words.Time(minutes[^1].TimeMs))
            : Missing<FlowAnswer>("flow", "less than 42 hours of minutes without a hole are stored, to tell what is usual");
    }

    private MarketCapAnswer? MarketCap(ContextPriceAnswer? price, IReadOnlyList<Candle> days)
    {
        if (price is null)
            return Missing<MarketCapAnswer>("market_cap", "there is no present price");
        var height = BitcoinSupply.HeightAt(nowMs);
        var supply = BitcoinSupply.SatoshiAt(height) / 1e8;
        var usd = supply * price.Mark;
        var closes = days.Select(day => new Close(Math.Min(day.StartMs + DayMs, nowMs), day.Close * BitcoinSupply.CoinsAt(Math.Min(day.StartMs + DayMs, nowMs)))).ToList();
        return new MarketCapAnswer(Math.Round(usd, 0), supply, height, BitcoinSupply.Error, Read(closes, usd, [], flipCloses: 2));
    }

    private GlobalMarketAnswer? Global()
    {
        var totals = reader.Context(GlobalMarket.Source, GlobalMarket.TotalUsd, nowMs - HistoryMs, nowMs + 1);
        if (totals.Count == 0 || totals[^1].TimeMs < nowMs - GlobalMarket.StaleAfterMs)
            return Missing<GlobalMarketAnswer>("global_market", $"{GlobalMarket.Source} has told nothing in the last hour");
        var dominance = reader.Context(GlobalMarket.Source, GlobalMarket.Dominance, totals[^1].TimeMs, totals[^1].TimeMs + 1);
        var closes = totals.GroupBy(total => total.TimeMs / DayMs).Select(day => day.Last()).ToList();
        return new GlobalMarketAnswer(
            Math.Round(totals[^1].Value, 0), dominance.Count == 0 ? null : Math.Round(dominance[0].Value, 6), Words.Time(totals[^1].TimeMs),
            Read(closes, totals[^1].Value, [], flipCloses: 2));
    }

    private List<RatioAnswer> Ratios()
    {
        var ratios = new List<RatioAnswer>();
        foreach (var series in VenueSeries.All)
        {
            var known = reader.Context(series.Venue, VenueSeries.RatioName(asset), nowMs - 30 * HourMs, nowMs + 1);
            if (known.Count == 0 || known[^1].TimeMs < nowMs - 3 * HourMs)
            {
                _absent.Add(new AbsentAnswer("long_short", $"{series.Venue} has told no ratio for the last 3 hours"));
                continue;
            }

            var newest = known[^1];
            var before = known.LastOrDefault(ratio => ratio.TimeMs <= newest.TimeMs - DayMs);
            ratios.Add(new RatioAnswer(series.Venue, Math.Round(newest.Value, 4), before.TimeMs == 0 ? null : Math.Round(before.Value, 4), Words.Time(newest.TimeMs)));
        }

        return ratios;
    }

    private static CandleAnswer Answer(Candle candle) => new(Words.Time(candle.StartMs), candle.Open, candle.High, candle.Low, candle.Close);

    private static DateTimeOffset? Time(long? ms) => ms is { } known ? Words.Time(known) : null;

    private static double? Round(double? number, int digits) => number is { } known ? Math.Round(known, digits) : null;

    private static double Rounded(double price) => price >= 1 ? Math.Round(price, 4) : price;

    private T? Missing<T>(string what, string why)
        where T : class
    {
        _absent.Add(new AbsentAnswer(what, why));
        return null;
    }
}
