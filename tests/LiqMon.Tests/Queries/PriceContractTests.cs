using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>Binance's contract has 60 days of candles, Bybit's a week of prices and ten times the open interest.</summary>
public sealed class PriceContractTests : IDisposable
{
    private const long HourMs = 3_600_000;
    private const long WeekMs = 7 * 24 * HourMs;
    private const long Start = Sample.Noon - WeekMs;

    private static readonly KnownVenue[] Venues = [new("binance", "Binance", FeedClass.Full, ""), new("bybit", "Bybit", FeedClass.Full, "")];

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Totals_context_map_and_chart_state_the_price_of_one_contract()
    {
        Fill(Start, Sample.Noon);
        var queries = new StoreQueries(_folder.Read, Venues);

        var squeezed = queries.Squeezes.Of(Week())[0].Context!.Price!;
        var stands = Context(queries).Price!;
        var mapped = queries.Map.Of(Week() with { Range = 0.1 });
        Assert.Equal(("binance", "BTCUSDT", null), (squeezed.Venue, squeezed.Symbol, squeezed.NotFirst));
        Assert.Equal(("binance", "BTCUSDT", null), (stands.Venue, stands.Symbol, stands.NotFirst));
        Assert.Equal(("binance", "BTCUSDT"), (mapped.Price!.Venue, mapped.Price.Symbol));
        Assert.Equal(stands.Mark, squeezed.End);
        Assert.Equal([Sample.Btc.Key, Sample.BtcElsewhere.Key], queries.Market.PriceContracts("BTC", Sample.Noon));
    }

    [Fact]
    public void Where_the_first_has_no_price_the_next_is_named_with_the_reason()
    {
        Fill(Start + 3 * HourMs, Sample.Noon - 5 * HourMs);
        var queries = new StoreQueries(_folder.Read, Venues);

        var squeezed = queries.Squeezes.Of(Week())[0].Context!.Price!;
        Assert.Equal(("bybit", "BTCUSDT on binance has no price at both ends of the span"), (squeezed.Venue, squeezed.NotFirst));
        var stands = Context(queries).Price!;
        Assert.Equal(("bybit", "no mark price of BTCUSDT on binance in the last 15 minutes"), (stands.Venue, stands.NotFirst));
    }

    /// <summary>Binance's samples begin and end where they are told to, Bybit's lie at both ends of the week.</summary>
    private void Fill(long firstMs, long lastMs)
    {
        List<StoreItem> items = [];
        for (var candle = Sample.Noon - 60 * 24 * HourMs; candle < Start - MarkCandle.LengthMs; candle += MarkCandle.LengthMs)
            items.Add(StoreItem.Of(new MarkCandle(Sample.Btc, candle, 95_000, 95_010, 94_990, 95_000, candle + MarkCandle.LengthMs - 1)));
        for (var at = firstMs; at <= lastMs; at += HourMs)
            items.Add(StoreItem.Of(new MarkPrice(Sample.Btc, at, 95_000, null, null, null)));
        for (var at = Start; at <= Sample.Noon; at += HourMs)
            items.Add(StoreItem.Of(new MarkPrice(Sample.BtcElsewhere, at, 95_700, null, null, null)));
        foreach (var at in new[] { Start, Sample.Noon })
        {
            items.Add(StoreItem.Of(new OpenInterest(Sample.Btc, at, 100, 100, 9_500_000)));
            items.Add(StoreItem.Of(new OpenInterest(Sample.BtcElsewhere, at, 1_000, 1_000, 95_700_000)));
        }

        using var store = _folder.Open();
        store.Commit(items);
    }

    private static MarketContextResult Context(StoreQueries queries) => queries.Market.Context(
        new ContextQuery("BTC", null), new KeyLevelRule(), DateTimeOffset.FromUnixTimeMilliseconds(Sample.Noon));

    private static SpanQuery Week() => new()
    {
        Filter = new LiquidationFilter { Assets = ["BTC"], FromMs = Start + 1, ToMs = Sample.Noon + 1 },
        DisplayFromMs = Start,
        DisplayToMs = Sample.Noon,
        NowMs = Sample.Noon,
    };
}
