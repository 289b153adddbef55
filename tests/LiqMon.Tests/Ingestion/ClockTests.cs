using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;

namespace LiqMon.Tests.Ingestion;

public sealed class ClockTests
{
    private const long Now = ProcessorRig.Now;
    private const long Minute = 60_000;

    /// <summary>Whatever the clocks say: no order is lost, and answers about either time are a floor when they differ.</summary>
    [Theory]
    [InlineData(-10)]
    [InlineData(-5)]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public async Task An_order_is_kept_whatever_its_clock_says(int aheadMinutes)
    {
        using var rig = new ProcessorRig();
        const int orders = 30;
        for (var i = 0; i < orders; i++)
        {
            var receivedMs = Now + (i * 10_000);
            var stampMs = receivedMs - 50 + (aheadMinutes * Minute);
            await rig.SocketAsync(FakeVenue.Tick(timeMs: stampMs), receivedMs);
            await rig.SocketAsync(FakeVenue.Liquidation(n: i, timeMs: stampMs), receivedMs);
        }

        await rig.Processor.FlushAsync(CancellationToken.None);
        var stored = rig.Stored(0, Now + (60 * Minute));
        Assert.Equal(orders, stored.Orders);
        Assert.Equal((aheadMinutes * Minute) - 50, rig.Counters.ClockOffsetMs);
        if (aheadMinutes == 0)
        {
            Assert.Empty(stored.Deficits);
            return;
        }

        Assert.All(stored.Deficits, deficit => Assert.Equal(DeficitReason.DoubtfulTime, deficit.Reason));
        Assert.Equal(orders, rig.Counters.DoubtfulTimes);
        for (var i = 0; i < orders; i++)
        {
            var receivedMs = Now + (i * 10_000);
            Assert.NotEmpty(rig.Stored(receivedMs, receivedMs + 1).Deficits);
            Assert.NotEmpty(rig.Stored(receivedMs + (aheadMinutes * Minute), receivedMs + (aheadMinutes * Minute) + 1).Deficits);
        }
    }

    [Fact]
    public async Task A_late_order_of_a_good_clock_is_only_late()
    {
        using var rig = new ProcessorRig();
        // A snapshot of the last hour, before anything else has come.
        await rig.SocketAsync(FakeVenue.Liquidation(n: 1, timeMs: Now - (40 * Minute)));
        for (var i = 1; i < 20; i++)
            await rig.SocketAsync(FakeVenue.Tick(timeMs: Now + (i * 5_000) - 20), Now + (i * 5_000));
        await rig.SocketAsync(FakeVenue.Liquidation(n: 2, timeMs: Now - (8 * Minute)), Now + 100_000);
        await rig.SocketAsync(FakeVenue.Tick(timeMs: Now + 200_000), Now + 200_001);
        var stored = rig.Stored(0, Now + (60 * Minute));
        Assert.Equal(2, stored.Orders);
        Assert.Empty(stored.Deficits);
    }

    [Fact]
    public async Task A_late_order_of_which_nothing_more_is_known_stays_doubtful()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(FakeVenue.Liquidation(timeMs: Now - (3 * Minute)));
        await rig.SocketAsync("""{"k":"hb"}""", Now + (2 * Minute));
        Assert.Equal(
            [Now - (3 * Minute), Now],
            [.. rig.Stored(0, Now + Minute).Deficits.Select(deficit => deficit.FromMs).Distinct(), Now]);
        Assert.Equal(1, rig.Counters.DoubtfulTimes);
    }

    [Fact]
    public async Task One_wrong_time_does_not_speak_for_the_clock()
    {
        using var rig = new ProcessorRig();
        for (var i = 0; i < 20; i++)
            await rig.SocketAsync(FakeVenue.Tick(timeMs: Now + (i * 1_000) - 20), Now + (i * 1_000));
        await rig.SocketAsync(FakeVenue.Liquidation(n: 1, timeMs: Now + (5 * Minute)), Now + 20_000);
        await rig.SocketAsync(FakeVenue.Liquidation(n: 2, timeMs: Now + 20_900), Now + 21_000);
        Assert.Equal(-20, rig.Counters.ClockOffsetMs);
        Assert.Equal(1, rig.Counters.DoubtfulTimes);
        Assert.Equal(2, rig.Stored(0, Now + Minute).Orders);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-12)]
    [InlineData(200)]
    public async Task Market_numbers_of_a_wrong_clock_are_kept_by_their_receipt(int aheadMinutes)
    {
        using var rig = new ProcessorRig();
        for (var i = 0; i < 30; i++)
        {
            var receivedMs = Now + (i * 10_000);
            await rig.SocketAsync(FakeVenue.Tick(oi: "5", timeMs: receivedMs + (aheadMinutes * Minute)), receivedMs);
        }

        await rig.Processor.FlushAsync(CancellationToken.None);
        rig.Stored(0, 1);
        var times = rig.Items.Select(item => item.Payload).OfType<OpenInterest>().Select(sample => sample.TimeMs).ToList();
        Assert.Equal(Now + 290_000, times.Max());
        Assert.True(times.Count(time => time >= Now && time <= Now + 290_000) >= 5, string.Join(' ', times));
    }

    [Fact]
    public async Task A_page_that_is_polled_again_says_nothing_about_the_clock()
    {
        using var rig = new ProcessorRig();
        for (var i = 0; i < 30; i++)
            await rig.PollAsync("liquidations", FakeVenue.Liquidation(n: 1, timeMs: Now - 1_000), Now + (i * 10_000));
        Assert.Null(rig.Counters.ClockOffsetMs);
        Assert.Empty(rig.Stored(0, Now + (60 * Minute)).Deficits);
    }

    [Fact]
    public async Task A_polled_venue_with_a_slow_clock_is_doubted()
    {
        using var rig = new ProcessorRig();
        for (var i = 0; i < 30; i++)
            await rig.PollAsync("liquidations", FakeVenue.Liquidation(n: i, timeMs: Now + (i * 10_000) - (4 * Minute)), Now + (i * 10_000));
        await rig.Processor.FlushAsync(CancellationToken.None);
        Assert.Equal(-4 * Minute, rig.Counters.ClockOffsetMs);
        Assert.Equal(30, rig.Stored(0, Now + (60 * Minute)).Orders);
        // All but the first page, which is from before we looked.
        Assert.Equal(29, rig.Counters.DoubtfulTimes);
    }
}
