using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What is sent to a venue stays within what it allows.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public void Bybit_names_every_contract_within_the_limits()
    {
        var instruments = Many("bybit", 1_000, i => $"COIN{i:D5}USDT", MarginKind.Linear)
            .Concat(Many("bybit", 10, i => $"COIN{i:D5}USD", MarginKind.Inverse)).ToList();
        var plans = new Bybit().Sockets(instruments);

        Assert.Equal(["linear", "linear-2", "inverse"], plans.Select(plan => plan.Feed));
        Assert.Equal("/v5/public/linear", plans[1].Url.AbsolutePath);
        var named = new List<string>();
        foreach (var plan in plans)
        {
            var topics = 0;
            Assert.Equal(Enumerable.Range(1, plan.Messages.Count), plan.Messages.Select(message => message.Id));
            for (var i = 0; i < plan.Messages.Count; i++)
            {
                using var message = JsonDocument.Parse(plan.Messages[i].Text);
                Assert.Equal("subscribe", message.RootElement.GetProperty("op").GetString());
                Assert.Equal($"{plan.Messages[i].Id}", message.RootElement.GetProperty("req_id").GetString());
                Assert.Equal(1, plan.Messages[i].Acks);
                var args = message.RootElement.GetProperty("args").EnumerateArray().Select(arg => arg.GetString()!).ToList();
                Assert.InRange(args.Count, 1, 200);
                if (i == 0)
                    Assert.Equal(plan.Feed == "inverse" ? "tickers.COIN00000USD" : "tickers.COIN00000USDT", args[0]);
                named.AddRange(args.Skip(i == 0 ? 1 : 0));
                topics += message.RootElement.GetProperty("args").GetRawText().Length;
            }

            Assert.InRange(topics, 1, 21_000);
        }

        Assert.Equal(instruments.Select(instrument => $"allLiquidation.{instrument.Symbol}"), named);
        Assert.Empty(new Bybit().Sockets([]));
        Assert.Empty(new Bybit().Polls([]));
    }

    [Fact]
    public void Bybit_follows_the_pages_of_its_list()
    {
        var bybit = new Bybit();
        var instruments = new ContractList();
        var first = bybit.InstrumentRequests[0];
        var second = bybit.ReadInstruments(first, Page("first%3DA%26last%3DB"), instruments);
        Assert.NotNull(second);
        Assert.Equal("https://api.bybit.com/v5/market/instruments-info?category=linear&limit=1000&cursor=first%3DA%26last%3DB", second.Url.AbsoluteUri);
        var third = bybit.ReadInstruments(second, Page("a b&c"), instruments);
        Assert.Equal("https://api.bybit.com/v5/market/instruments-info?category=linear&limit=1000&cursor=a%20b%26c", third!.Url.AbsoluteUri);
        Assert.Null(bybit.ReadInstruments(third, Page("a b&c"), instruments));
        Assert.Null(bybit.ReadInstruments(third, Page(""), instruments));
        Assert.Null(bybit.ReadInstruments(third, """{"retCode":0,"result":{"list":[],"nextPageCursor":"x"}}"""u8, instruments));
        Assert.Equal(4, instruments.Count);

        static byte[] Page(string cursor) => Encoding.UTF8.GetBytes(
            $$"""{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":[{"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT"}],"nextPageCursor":"{{cursor}}"},"time":1}""");
    }

    [Theory]
    [InlineData("bybit", """{"retCode":10006,"retMsg":"Too many visits!","result":{},"time":1}""")]
    [InlineData("okx", """{"code":"50011","msg":"Too Many Requests","data":[]}""")]
    [InlineData("binance", """{"code":-1003,"msg":"Too many requests."}""")]
    [InlineData("bybit", "[]")]
    [InlineData("okx", "[]")]
    [InlineData("binance", "[]")]
    public void A_refused_list_is_not_an_empty_one(string id, string body)
    {
        var venue = VenueCatalog.Find(id)!;
        Assert.ThrowsAny<JsonException>(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(body), []));
    }

    [Fact]
    public void Okx_confirms_each_topic_and_takes_64_kilobytes()
    {
        var instruments = Many("okx", 600, i => $"COIN{i:D5}-USDT-SWAP", MarginKind.Linear).ToList();
        instruments.Insert(0, new Instrument { Venue = "okx", Symbol = "BTC-USDT-261225", Asset = "BTC", Quote = "USDT", Kind = InstrumentKind.Dated });
        var plan = Assert.Single(new Okx().Sockets(instruments));
        Assert.Equal("public", plan.Feed);
        Assert.InRange(plan.Messages.Count, 2, 3);
        var topics = new List<string>();
        foreach (var message in plan.Messages)
        {
            Assert.InRange(message.Text.Length, 1, 65_535);
            using var json = JsonDocument.Parse(message.Text);
            Assert.Equal($"{message.Id}", json.RootElement.GetProperty("id").GetString());
            Assert.Equal(message.Acks, json.RootElement.GetProperty("args").GetArrayLength());
            topics.AddRange(json.RootElement.GetProperty("args").EnumerateArray().Select(arg => string.Join(' ', arg.EnumerateObject().Select(property => property.Value.GetString()))));
        }

        Assert.Equal(["liquidation-orders SWAP", "liquidation-orders FUTURES", "mark-price COIN00000-USDT-SWAP", "open-interest BTC-USDT-261225"], topics.Take(4));
        Assert.Equal(3 + 1 + 2 * 600, topics.Count);
        Assert.Equal(topics.Count, topics.Distinct().Count());
        Assert.Equal(7, new Okx().Polls(instruments).Count);
    }

    private static IEnumerable<Instrument> Many(string venue, int count, Func<int, string> symbol, MarginKind margin) =>
        Enumerable.Range(0, count).Select(i => new Instrument { Venue = venue, Symbol = symbol(i), Asset = "X", Quote = "USDT", Margin = margin });
}
