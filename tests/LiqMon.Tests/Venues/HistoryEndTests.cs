using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>How each venue's history ends, and that only an end that proves something counts as one.</summary>
public sealed class HistoryEndTests
{
    private const long From = HistoryPages.From;
    private const long To = HistoryPages.To;

    public static TheoryData<string> Every => [.. HistoryPages.All.Keys];

    /// <summary>Those whose pages follow each other; one answer, and four fixed steps, cannot repeat.</summary>
    public static TheoryData<string> Joined => [.. HistoryPages.All.Keys.Except(["binance-oi", "htx-oi", "gate"])];

    [Theory]
    [MemberData(nameof(Every))]
    public void An_empty_page_is_the_end(string name)
    {
        var pages = HistoryPages.All[name];
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedEnd), pages.Read(pages.First(), pages.Page()));
        Assert.Empty(pages.Readings.Rejections);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_page_without_a_readable_time_proves_nothing(string name)
    {
        var pages = HistoryPages.All[name];
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoTime), pages.Read(pages.First(), pages.Page(null, null)));
        Assert.Equal(2, pages.Readings.Rejections.Count);
        Assert.Empty(pages.Readings.Liquidations);
        Assert.Empty(pages.Readings.Market);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void A_row_without_a_time_is_counted_and_the_others_are_taken(string name)
    {
        var pages = HistoryPages.All[name];
        pages.Read(pages.First(), pages.Page(From + 1_900_000, null, From + 1_500_000));
        Assert.Single(pages.Readings.Rejections);
        Assert.Equal(2, pages.Readings.Liquidations.Count + pages.Readings.Market.Count);
    }

    [Theory]
    [MemberData(nameof(Joined))]
    public void A_venue_that_ignores_the_cursor_is_called_twice(string name)
    {
        var pages = HistoryPages.All[name];
        var page = pages.Page(pages.FullPage);
        Assert.Equal([null, HistoryEnd.NoProgress], pages.Follow(_ => page));
    }

    [Fact]
    public void A_venue_that_ignores_the_window_is_called_once()
    {
        var gate = HistoryPages.All["gate"];
        var step = gate.Read(gate.First(From - 7_200_000), gate.Page(To - 1_000, To - 2_000), From - 7_200_000);
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoProgress), step);
    }

    [Theory]
    [InlineData("dydx")]
    [InlineData("kraken")]
    [InlineData("okx")]
    [InlineData("okx-oi")]
    [InlineData("bybit-oi")]
    [InlineData("kucoin-oi")]
    [InlineData("extended-oi")]
    [InlineData("paradex")]
    [InlineData("orderly")]
    [InlineData("bluefin")]
    public void A_row_from_before_the_span_is_the_proven_end(string name)
    {
        var pages = HistoryPages.All[name];
        var step = pages.Read(pages.First(), pages.Page([.. pages.FullPage.SkipLast(1), From - 1]));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedStart), step);
    }

    [Theory]
    [InlineData("dydx")]
    [InlineData("kraken")]
    [InlineData("okx")]
    [InlineData("deribit")]
    [InlineData("bitfinex")]
    [InlineData("orderly")]
    [InlineData("bluefin")]
    public void A_moment_with_more_rows_than_a_page_is_passed_over_and_named(string name)
    {
        var pages = HistoryPages.All[name];
        var page = pages.Page(Enumerable.Repeat((long?)From + 1_000_000, pages.FullRows));
        Assert.Equal([null, HistoryEnd.CrowdedMoment, HistoryEnd.NoProgress], pages.Follow(_ => page));
    }

    [Fact]
    public void A_second_with_more_rows_than_a_page_is_named_and_the_windows_go_on()
    {
        var gate = HistoryPages.All["gate"];
        const long Crowded = From + 1_000_000;
        var full = gate.Page(Enumerable.Repeat((long?)Crowded, gate.FullRows));
        var reasons = gate.Follow(call => Holds(call.Url, Crowded / 1000) ? full : gate.Page(), most: 60);
        Assert.Equal([null, HistoryEnd.CrowdedMoment, HistoryEnd.ReachedEnd], reasons.Distinct());

        static bool Holds(Uri url, long second)
        {
            var times = url.Query.Split('?', '&').Select(part => part.Split('=')).Where(part => part[0] is "from" or "to")
                .Select(part => long.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            return second >= times[0] && second <= times[1];
        }
    }

    [Theory]
    [InlineData("bybit-oi", ",\"nextPageCursor\":\"same\"")]
    [InlineData("coinex", ",\"pagination\":{\"has_next\":true }")]
    [InlineData("paradex", ",\"next\":\"same\"")]
    public void A_full_page_without_a_cursor_is_not_the_last(string name, string cursor)
    {
        var pages = HistoryPages.All[name];
        var page = pages.Page(pages.FullPage);
        Assert.Contains(cursor, page, StringComparison.Ordinal);
        var step = pages.Read(pages.First(), page.Replace(cursor, "", StringComparison.Ordinal));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.FullPageWithoutCursor), step);
    }

    [Fact]
    public void Rows_without_the_id_that_leads_on_prove_nothing()
    {
        var htx = HistoryPages.All["htx"];
        var page = htx.Page(htx.FullPage).Replace("query_id", "id", StringComparison.Ordinal);
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoTime), htx.Read(htx.First(), page));
        Assert.Equal(htx.FullRows, htx.Readings.Liquidations.Count);
    }

    [Fact]
    public void The_cursors_own_row_may_come_again()
    {
        var htx = HistoryPages.All["htx"];
        var reasons = htx.Follow(call => call.Url.Query.Contains("from_id", StringComparison.Ordinal)
            ? htx.Page(htx.FullPage.First())
            : htx.Page(htx.FullPage));
        Assert.Equal([null, HistoryEnd.ReachedEnd], reasons);
    }

    [Fact]
    public void History_that_does_not_reach_back_says_so()
    {
        var binance = HistoryPages.All["binance-oi"];
        const long Year = 365 * 86_400_000L;
        Assert.Equal(
            HistoryStep.Ends(HistoryEnd.VenueLimit),
            binance.Read(binance.First(To - Year), binance.Page(From + 1_000), To - Year));
        var htx = HistoryPages.All["htx-oi"];
        var page = htx.Page(htx.FullPage);
        Assert.Equal([null, null, null, HistoryEnd.VenueLimit], htx.Follow(_ => page));
    }

    [Fact]
    public void Other_things_than_rows_are_counted()
    {
        foreach (var (name, pages) in HistoryPages.All.Where(pages => pages.Key is not ("okx-oi" or "bitfinex-oi" or "binance-oi")))
        {
            var page = pages.Page(From + 1_500_000);
            var row = name switch { "bitfinex" => "[[", "coinex" => "{\"market", _ => "{" };
            pages.Read(pages.First(), page.Insert(page.LastIndexOf(row, StringComparison.Ordinal), "7,"));
            Assert.True(pages.Readings.Rejections.Count == 1, name);
            Assert.Equal(1, pages.Readings.Liquidations.Count + pages.Readings.Market.Count);
        }
    }

    [Fact]
    public void Coinex_polls_are_read_back_to_the_newest_known_row()
    {
        var coinex = HistoryPages.All["coinex"];
        var first = coinex.Venue.Polls([new LiqMon.Market.Instrument { Venue = "coinex", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" }])
            .Single(poll => poll.Feed is not null).Request;
        var newer = coinex.FullPage.ToList();
        var known = newer[^1]!.Value - 30_000;
        var older = newer.Take(50).Select(time => time - 1_200_000).ToList();
        var second = Step(first, coinex.Page(newer));
        Assert.Equal("/v2/futures/liquidation-history?market=BTCUSDT&page=2&limit=100", second.Next!.Url.PathAndQuery);
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedStart), Step(second.Next, coinex.Page(older)));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoProgress), Step(second.Next, coinex.Page(newer)));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedEnd), Step(first, coinex.Page()));

        HistoryStep Step(RestRequest call, string page) => coinex.Venue.PollStep(call, System.Text.Encoding.UTF8.GetBytes(page), known);
    }

    [Fact]
    public void Paradex_polls_are_read_back_to_the_newest_known_trade()
    {
        var paradex = HistoryPages.All["paradex"];
        var first = paradex.Venue.Polls([new LiqMon.Market.Instrument { Venue = "paradex", Symbol = "BTC-USD-PERP", Asset = "BTC", Quote = "USD" }])
            .Single(poll => poll.Feed is not null).Request;
        const long Known = From + 1_000_000;
        var second = Step(first, paradex.Page(Known + 2_000, Known + 1_000));
        Assert.Equal("/v1/trades?market=BTC-USD-PERP&page_size=100&cursor=same", second.Next!.Url.PathAndQuery);
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedStart), Step(second.Next, paradex.Page(Known + 1_000, Known)));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoProgress), Step(second.Next, paradex.Page(Known + 2_000, Known + 1_000)));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.ReachedEnd), Step(first, paradex.Page()));
        Assert.Equal(HistoryStep.Ends(HistoryEnd.NoTime), Step(first, paradex.Page(null, null)));

        HistoryStep Step(RestRequest call, string page) => paradex.Venue.PollStep(call, System.Text.Encoding.UTF8.GetBytes(page), Known);
    }

    [Fact]
    public void Ordinary_trades_are_known_as_well()
    {
        var paradex = HistoryPages.All["paradex"];
        const long Received = From + 2_000_000;
        const string Trades = """{"results":[{"market":"BTC-USD-PERP","trade_type":"FILL","created_at":1794000799000},{"market":"BTC-USD-PERP","trade_type":"RPI","created_at":1794000790000}]}""";
        paradex.Readings.Clear(Received);
        Assert.Equal(FrameKind.Data, paradex.Venue.ReadPoll("trades", System.Text.Encoding.UTF8.GetBytes(Trades), paradex.Readings));
        Assert.Equal(Received - 1_000, paradex.Readings.NewestTradeMs);
        // A trade of the future must not pass for known all that comes until then.
        paradex.Readings.Clear(Received);
        paradex.Venue.ReadPoll("trades", System.Text.Encoding.UTF8.GetBytes(Trades.Replace("1794000799000", "1794000999000", StringComparison.Ordinal)), paradex.Readings);
        Assert.Equal(Received, paradex.Readings.NewestTradeMs);
        paradex.Readings.Clear(Received);
        Assert.Equal(0, paradex.Readings.NewestTradeMs);
    }

    [Fact]
    public void An_orderly_row_without_a_price_is_the_same_one_at_another_mark()
    {
        var readings = new FrameReadings(new SymbolRegistry());
        Assert.Equal(Identity(1860, null), Identity(1875, null));
        Assert.Equal(Identity(1860, 1850), Identity(1875, 1850));
        Assert.NotEqual(Identity(1860, 1850), Identity(1860, 1851));

        ulong Identity(int mark, int? price)
        {
            var now = From + 60_000;
            Read("futures", $$"""{"success":true,"data":{"rows":[{"symbol":"PERP_ETH_USDC","mark_price":{{mark}},"open_interest":5}]},"timestamp":{{now + mark}}}""");
            var priced = price is { } known ? $",\"transfer_price\":{known}" : "";
            Read("liquidations", $$"""{"success":true,"data":{"rows":[{"timestamp":{{From}},"liquidation_id":29,"type":"liquidated","positions_by_perp":[{"symbol":"PERP_ETH_USDC","position_qty":-0.5{{priced}} }]}]} }""");
            return Assert.Single(readings.Liquidations).Identity;

            void Read(string poll, string body)
            {
                readings.Clear(now + 10_000);
                Assert.Equal(FrameKind.Data, VenueCatalog.Find("orderly")!.ReadPoll(poll, System.Text.Encoding.UTF8.GetBytes(body), readings));
            }
        }
    }

    [Fact]
    public void Every_reason_has_a_description_and_two_ends_prove_something()
    {
        foreach (var end in Enum.GetValues<HistoryEnd>())
            Assert.NotEmpty(end.Describe());
        Assert.Equal([HistoryEnd.ReachedStart, HistoryEnd.ReachedEnd], Enum.GetValues<HistoryEnd>().Where(end => end.IsProven()));
    }
}
