using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>What is sent to the venues after the first three stays within what they allow.</summary>
public sealed class FurtherSubscriptionTests
{
    [Fact]
    public void Lighter_has_at_most_500_channels_on_a_socket_and_statistics_on_each()
    {
        var plans = new Lighter().Sockets([.. Many("lighter", 1_000, i => $"{i}")]);
        Assert.Equal(["trades", "trades-2", "trades-3"], plans.Select(plan => plan.Feed));
        Assert.All(plans, plan =>
        {
            Assert.InRange(plan.Messages.Count, 2, 500);
            Assert.Equal("""{"type":"subscribe","channel":"market_stats/all"}""", Encoding.UTF8.GetString(plan.Messages[0].Text.Span));
        });
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(i => $"trade/{i}"),
            plans.SelectMany(plan => plan.Messages.Skip(1)).Select(message => JsonDocument.Parse(message.Text).RootElement.GetProperty("channel").GetString()));
        Assert.Empty(new Lighter().Sockets([]));
    }

    [Fact]
    public void Backpack_asks_for_all_markets_and_for_each_beside_a_busy_stream()
    {
        var plan = Assert.Single(new Backpack().Sockets([.. Many("backpack", 120, i => $"C{i}_USDC_PERP")]));
        var streams = plan.Messages.SelectMany(message => JsonDocument.Parse(message.Text).RootElement.GetProperty("params").EnumerateArray())
            .Select(stream => stream.GetString()!).ToList();
        Assert.Equal(["liquidation", "markPrice.C0_USDC_PERP"], streams.Take(2));
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"liquidation.C{i}_USDC_PERP"), streams.Skip(2));
        Assert.Empty(new Backpack().Sockets([]));
    }

    [Fact]
    public void CoinEx_asks_within_half_of_its_budget()
    {
        var coinex = new CoinEx();
        var polls = coinex.Polls([.. Many("coinex", 300, i => $"C{i}USDT")]);
        Assert.Equal(300, polls.Count(poll => poll.Feed == "liquidations"));
        Assert.InRange(polls.Sum(poll => poll.Request.Weight * (60 / poll.Every.TotalSeconds)), 1, coinex.Profile.RestLimit.WeightPerMinute / 2.0);
        Assert.Empty(coinex.Sockets([]));
    }

    public static TheoryData<string> All => [.. VenueCatalog.All.Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(All))]
    public void Three_hundred_contracts_are_polled_within_half_of_the_budget(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var polls = venue.Polls([.. Many(id, 300, i => $"C{i}")]);
        Assert.True(
            polls.Sum(poll => poll.Request.Weight * (60 / poll.Every.TotalSeconds)) <= venue.Profile.RestLimit.WeightPerMinute / 2.0,
            $"{polls.Sum(poll => poll.Request.Weight * (60 / poll.Every.TotalSeconds)):F0} of {venue.Profile.RestLimit.WeightPerMinute} a minute");
    }

    [Fact]
    public void Hyperliquid_asks_each_dex_by_post_within_its_budget()
    {
        var hyperliquid = new Hyperliquid();
        var polls = hyperliquid.Polls([.. Many("hyperliquid", 4, i => i < 2 ? $"C{i}" : $"xyz:C{i}"), .. Many("hyperliquid", 1, _ => "km:US500")]);
        Assert.Equal(
            ["""{"type":"metaAndAssetCtxs"}""", """{"type":"metaAndAssetCtxs","dex":"xyz"}""", """{"type":"metaAndAssetCtxs","dex":"km"}"""],
            polls.Select(poll => poll.Request.Body));
        Assert.InRange(polls.Sum(poll => poll.Request.Weight * (60 / poll.Every.TotalSeconds)), 1, hyperliquid.Profile.RestLimit.WeightPerMinute / 2.0);
    }

    [Fact]
    public void Hyperliquid_follows_its_vaults_fill_by_fill_beside_a_busy_coin()
    {
        var plan = Assert.Single(new Hyperliquid().Sockets([.. Many("hyperliquid", 3, i => i == 0 ? "xyz:GOLD" : $"C{i}")]));
        var messages = plan.Messages.Select(message => Encoding.UTF8.GetString(message.Text.Span)).ToList();
        Assert.Equal("""{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"C1"}}""", messages[0]);
        Assert.All(messages[1..], message => Assert.Matches(
            """^\{"method":"subscribe","subscription":\{"type":"userFills","user":"0x[0-9a-f]{40}","aggregateByTime":false\}\}$""", message));
        // An address may follow ten accounts.
        Assert.InRange(messages[1..].Distinct().Count(), 2, 10);
        Assert.Equal(messages.Count, messages.Distinct().Count());
    }

    [Theory]
    [InlineData("aster", """{"code":-1003,"msg":"Too many requests."}""")]
    [InlineData("lighter", """{"code":23000,"message":"Too Many Requests!"}""")]
    [InlineData("extended", """{"status":"ERROR","error":{"code":1,"message":"Too many requests"}}""")]
    [InlineData("backpack", """{"code":"TOO_MANY_REQUESTS","message":"Rate limit exceeded"}""")]
    [InlineData("coinex", """{"code":4213,"data":{},"message":"Rate limit triggered"}""")]
    [InlineData("hyperliquid", "null")]
    public void A_refused_list_is_not_an_empty_one(string id, string body)
    {
        var venue = VenueCatalog.Find(id)!;
        Assert.ThrowsAny<JsonException>(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(body), []));
    }

    private static IEnumerable<Instrument> Many(string venue, int count, Func<int, string> symbol) =>
        Enumerable.Range(0, count).Select(i => new Instrument { Venue = venue, Symbol = symbol(i), Asset = "X", Quote = "USDT" });
}
