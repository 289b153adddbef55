using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Feeds;

/// <summary>What a living connection must not claim as covered.</summary>
public sealed class HonestProofTests
{
    private const string BadOrder = """{"k":"liq","s":"BTCUSDT","p":"x","q":"1","n":"9","t":1764547200000}""";

    private int _wanted;

    [Fact]
    public async Task A_feed_all_of_whose_orders_are_rejected_is_not_covered_although_its_control_stream_flows()
    {
        var mode = "ticks";
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            var n = 0;
            await connection.RepeatAsync(() => (Volatile.Read(ref mode), n++ % 2) switch
            {
                ("bad", 0) => BadOrder,
                ("good", 0) => FakeVenue.Liquidation(n: n),
                _ => FakeVenue.Tick(),
            });
        });
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        Volatile.Write(ref mode, "bad");
        await rig.GapAsync(GapReason.OrdersRejected);
        await Until.TrueAsync(() => rig.Status is { State: FeedState.Unproven, Reason: GapReason.OrdersRejected }, "the status says so");
        var coveredTo = rig.KeptSpans[^1].ToMs;
        var seen = rig.Counters.Frames;
        await Until.TrueAsync(() => rig.Counters.Frames > seen + 20, "more frames");
        Assert.Equal(coveredTo, rig.KeptSpans[^1].ToMs);
        Volatile.Write(ref mode, "good");
        await rig.LiveAsync();
        await Until.TrueAsync(() => rig.KeptSpans.Count == 2 && rig.KeptSpans[1].ToMs > rig.KeptSpans[1].FromMs, "covered again");
        var gap = rig.KeptGaps[^1];
        // What had not been read of the last proof may be claimed no more: the gap reaches back as far.
        Assert.InRange(gap.FromMs, coveredTo - 2_000, coveredTo);
        Assert.Equal((GapReason.OrdersRejected, rig.KeptSpans[1].FromMs), (gap.Reason, gap.ToMs));
        Assert.Equal(1, server.Dialled);
        var warning = Assert.Single(rig.Log.Lines, line => line.Text.Contains("cannot be taken", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, warning.Level);
        // The example stands in the line of the intake, and in no other.
        var example = Assert.Single(rig.Log.Lines, line => line.Text.Contains("\"p\":\"x\"", StringComparison.Ordinal));
        Assert.Contains("BadNumber", example.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_of_which_nothing_is_taken_do_not_make_a_feed_live()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.RepeatAsync(() => BadOrder);
        });
        var venue = FeedLoopTests.With(profile => profile with { ControlSilence = TimeSpan.FromSeconds(1) });
        await using var rig = new FeedRig(server, venue);
        await rig.GapAsync(GapReason.Silent);
        Assert.Empty(rig.KeptSpans);
    }

    [Fact]
    public async Task Silence_beyond_the_rhythm_is_a_gap_although_the_connection_is_kept_and_comes_back()
    {
        var time = new FakeTime();
        var sent = 0;
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            while (!connection.IsGone)
            {
                if (sent < Volatile.Read(ref _wanted))
                {
                    await connection.SendAsync(FakeVenue.Tick(timeMs: time.GetUtcNow().ToUnixTimeMilliseconds()));
                    sent++;
                }

                await Task.Delay(1);
            }
        });
        await using var rig = new FeedRig(server, time: time);
        await TickAsync(rig);
        await Until.TrueAsync(() => rig.Status.State == FeedState.Live, "live");
        for (var i = 0; i < 30; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await TickAsync(rig);
        }

        var lastProofMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 12; i++)
            time.Advance(TimeSpan.FromSeconds(1));
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                return rig.KeptGaps.Any(gap => gap is { Reason: GapReason.Silent, ToMs: null });
            },
            "the gap is opened while it is silent");
        Assert.Equal(FeedState.Unproven, rig.Status.State);
        await TickAsync(rig);
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                return rig.KeptGaps[^1].ToMs is not null;
            },
            "the gap is closed");
        var silent = rig.KeptGaps[^1];
        Assert.Equal((lastProofMs, GapReason.Silent), (silent.FromMs, silent.Reason));
        Assert.InRange(silent.ToMs!.Value - silent.FromMs, 12_000, 20_000);
        Assert.Equal(rig.KeptSpans[^2].ToMs, silent.FromMs);
        Assert.Equal(silent.ToMs, rig.KeptSpans[^1].FromMs);
        Assert.Equal(1, server.Dialled);
    }

    [Fact]
    public async Task A_wall_clock_that_jumps_ahead_is_a_gap_and_one_set_back_cuts_what_lay_ahead()
    {
        var time = new FakeTime();
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.RepeatAsync(() => FakeVenue.Tick(timeMs: 1_764_547_200_000), everyMs: 5);
        });
        await using var rig = new FeedRig(server, time: time);
        rig.Clock.Start();
        await rig.LiveAsync();
        await StepsUntilAsync(time, () => rig.KeptSpans is [{ } span] && span.ToMs > span.FromMs, "covered");
        var beforeMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        time.StepWall(TimeSpan.FromHours(1));
        var afterMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        await StepsUntilAsync(time, () => rig.KeptSpans.Count == 2 && rig.KeptSpans[1].ToMs > rig.KeptSpans[1].FromMs, "covered after the jump");
        var gap = rig.KeptGaps[^1];
        Assert.Equal(GapReason.ClockStepped, gap.Reason);
        Assert.Equal((rig.KeptSpans[0].ToMs, rig.KeptSpans[1].FromMs), (gap.FromMs, gap.ToMs));
        Assert.True(gap.FromMs <= beforeMs && gap.ToMs >= afterMs, $"{gap} must hold [{beforeMs}, {afterMs})");

        time.StepWall(TimeSpan.FromMinutes(-30));
        var backMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        await StepsUntilAsync(time, () => rig.KeptSpans.Any(span => span.FromMs >= backMs && span.FromMs < afterMs && span.ToMs > span.FromMs), "covered after the step back");
        var cut = Assert.Single(rig.Items.Select(item => item.Payload).OfType<CoverageCut>());
        Assert.InRange(cut.AtMs, backMs, backMs + 60_000);
        Assert.Equal(cut.AtMs, rig.KeptSpans.Single(span => span.FromMs >= backMs && span.FromMs < afterMs).FromMs);
        Assert.Equal(1, server.Dialled);
    }

    private static async Task StepsUntilAsync(FakeTime time, Func<bool> condition, string what) => await Until.TrueAsync(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(5));
            return condition();
        },
        what,
        seconds: 30);

    /// <summary>Lets the venue send one tick and waits until it has been taken.</summary>
    private async Task TickAsync(FeedRig rig)
    {
        var before = rig.Counters.FramesOf(FrameKind.Data);
        Interlocked.Increment(ref _wanted);
        await Until.TrueAsync(() => rig.Counters.FramesOf(FrameKind.Data) > before, "the tick is taken");
    }
}
