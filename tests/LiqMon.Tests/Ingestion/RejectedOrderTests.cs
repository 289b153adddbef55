using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Ingestion;

public sealed class RejectedOrderTests
{
    private const long Now = ProcessorRig.Now;
    private const long Minute = 60_000;

    public static TheoryData<string, RejectReason, string> Orders => new()
    {
        { Order("BTC USDT"), RejectReason.BadSymbol, "" },
        { Order(price: "1O0"), RejectReason.BadNumber, "BTCUSDT" },
        { Order(quantity: "0"), RejectReason.NonPositiveQuantity, "BTCUSDT" },
        { Order(price: "-1"), RejectReason.NonPositivePrice, "BTCUSDT" },
        { Order(side: "?"), RejectReason.UnknownSide, "BTCUSDT" },
        { Order(timeMs: Now + (16 * Minute)), RejectReason.ImpossibleTime, "BTCUSDT" },
        { Order(timeMs: 0), RejectReason.ImpossibleTime, "BTCUSDT" },
        { Order(extra: "\"m\":\"inverse\","), RejectReason.MarginMismatch, "BTCUSDT" },
        { Order(quantity: "9e17"), RejectReason.OutOfRange, "BTCUSDT" },
        { Order("BTCTRY"), RejectReason.NoUsdRate, "BTCTRY" },
        { Order("BRANDNEW", price: "x"), RejectReason.BadNumber, "BRANDNEW" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Every_order_that_cannot_be_counted_is_a_deficit_of_its_minute(string frame, RejectReason reason, string symbol)
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(frame);
        var deficit = Assert.Single(rig.Stored(Now - Minute, Now + Minute).Deficits);
        Assert.Equal((DeficitReason.Rejected, symbol, 1L, false), (deficit.Reason, deficit.Symbol, deficit.Count, deficit.IsOpen));
        // An order without a time may have been on its way since the minute before.
        Assert.Equal((reason == RejectReason.ImpossibleTime ? Now - Minute : Now, Now + Minute), (deficit.FromMs, deficit.ToMs));
        Assert.Equal((1L, 1L), (rig.Counters.Rejected(reason), rig.Counters.RejectedOrders));
        var line = Assert.Single(rig.Log.Lines, line => line.Level == LogLevel.Warning);
        Assert.Contains(reason.ToString(), line.Text, StringComparison.Ordinal);
        Assert.Contains("\"k\":\"liq\"", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_nobody_can_read_touches_all_times_that_its_orders_may_have()
    {
        using var rig = new ProcessorRig();
        // The venue's clock is five minutes behind, and its orders come ten seconds late.
        for (var i = 0; i < 200; i++)
            await rig.SocketAsync(FakeVenue.Liquidation(n: i, timeMs: ProcessorRig.Now + (i * 1_000) - 310_000), ProcessorRig.Now + (i * 1_000));
        const long At = ProcessorRig.Now + 200_000;
        await rig.SocketAsync("{", At);
        await rig.SocketAsync("""{"k":"what"}""", At);
        // What the fake venue calls a trade is known to be none of ours.
        await rig.SocketAsync("""{"k":"trade"}""", At);
        var unreadable = Assert.Single(rig.Stored(0, long.MaxValue / 2).Deficits, deficit => deficit.Reason == DeficitReason.Unreadable);
        Assert.Equal(2, unreadable.Count);
        Assert.True(unreadable.FromMs <= At - 310_000);
        Assert.True(unreadable.ToMs > At);
    }

    [Fact]
    public async Task A_rejected_order_belongs_to_the_minute_of_its_own_time()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(Order(side: "?", timeMs: Now - (90 * Minute)));
        Assert.Empty(rig.Stored(Now - Minute, Now + Minute).Deficits);
        Assert.Equal(1, Assert.Single(rig.Stored(Now - (90 * Minute), Now - (89 * Minute)).Deficits).Count);
    }

    [Fact]
    public async Task What_the_venue_itself_lost_is_no_order_and_market_numbers_are_none()
    {
        using var rig = new ProcessorRig(options: new FrameProcessorOptions { Assets = new HashSet<string> { "BTC" } });
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "-1", timeMs: Now));
        await rig.SocketAsync(FakeVenue.Tick("BTC USDT", timeMs: Now));
        // An asset that is not kept.
        await rig.SocketAsync(Order("ETHUSDT", side: "?"));
        await rig.SocketAsync(FakeVenue.Ack());
        Assert.Empty(rig.Stored(0, Now + Minute).Deficits);
        Assert.Equal(0, rig.Counters.RejectedOrders);
        Assert.Equal((1L, 1L), (rig.Counters.Rejected(RejectReason.BadNumber), rig.Counters.Rejected(RejectReason.BadSymbol)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"k":"boom"}""")]
    public async Task A_frame_that_cannot_be_read_may_have_held_orders(string frame)
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(frame);
        await rig.SocketAsync(frame, Now + 1);
        await rig.PollAsync("open-interest", frame);
        await rig.HistoryAsync(frame);
        var deficit = Assert.Single(rig.Stored(0, Now + Minute).Deficits);
        Assert.Equal((DeficitReason.Unreadable, "", 2L), (deficit.Reason, deficit.Symbol, deficit.Count));
        Assert.Equal(2, rig.Counters.UnreadableFrames);
    }

    [Fact]
    public async Task A_poll_that_brings_liquidations_is_as_good_as_a_socket()
    {
        var venue = new FakeVenue
        {
            PollsOf = _ =>
                [new RestPoll(new RestRequest("liquidations", new Uri("https://fake.example/l")), TimeSpan.FromSeconds(1), "polled")],
        };
        using var rig = new ProcessorRig(venue);
        await rig.PollAsync("liquidations", "not json");
        Assert.Equal(DeficitReason.Unreadable, Assert.Single(rig.Stored(0, Now + Minute).Deficits).Reason);
    }

    [Fact]
    public async Task A_venue_without_liquidations_lacks_none()
    {
        var none = new FakeVenue().Profile with { FeedClass = FeedClass.None };
        using var rig = new ProcessorRig(new FakeVenue { Profile = none });
        await rig.SocketAsync("not json");
        Assert.Empty(rig.Stored(0, Now + Minute).Deficits);
    }

    [Fact]
    public async Task An_order_on_two_pages_is_missing_once_and_two_alike_are_missing_twice()
    {
        using var rig = new ProcessorRig();
        var page = $$"""{"rows":[{{Order(side: "?")}},{{Order(side: "?")}},{{Order(side: "?", timeMs: Now - Minute)}}]}""";
        await rig.HistoryAsync(page);
        await rig.HistoryAsync(page, Now + 5);
        await rig.HistoryAsync($$"""{"rows":[{{Order(quantity: "9e17")}}]}""");
        await rig.HistoryAsync($$"""{"rows":[{{Order(quantity: "9e17")}}]}""");
        Assert.Equal(4, Assert.Single(rig.Stored(0, Now + Minute).Deficits).Count);
    }

    [Fact]
    public async Task One_line_an_hour_for_each_reason()
    {
        using var rig = new ProcessorRig();
        for (var i = 0; i < 50; i++)
        {
            await rig.SocketAsync(Order(side: "?", timeMs: Now - i));
            await rig.SocketAsync(Order(price: "\u202e1", timeMs: Now - i));
        }

        Assert.Equal(2, rig.Log.Lines.Count(line => line.Level == LogLevel.Warning));
        Assert.DoesNotContain(rig.Log.Lines, line => line.Text.Contains('\u202e'));
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.SocketAsync(Order(side: "?", timeMs: Now - 100));
        Assert.Equal(3, rig.Log.Lines.Count(line => line.Level == LogLevel.Warning));
        Assert.Equal(101, rig.Counters.RejectedOrders);
    }

    [Fact]
    public async Task A_waiting_order_and_a_rejected_one_are_both_missing()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(Order("BRANDNEW"));
        await rig.SocketAsync(Order("BRANDNEW", side: "?"));
        Assert.Equal(
            [(DeficitReason.Rejected, 1L), (DeficitReason.Pending, 1L)],
            rig.Stored(0, Now + Minute).Deficits.Select(deficit => (deficit.Reason, deficit.Count)).Order());
    }

    private static string Order(
        string symbol = "BTCUSDT", string price = "100", string quantity = "1", string side = "long", long timeMs = Now,
        string extra = "") =>
        $$"""{{{extra}}"k":"liq","s":"{{symbol}}","p":"{{price}}","q":"{{quantity}}","n":"","side":"{{side}}","t":{{timeMs}}}""";
}
