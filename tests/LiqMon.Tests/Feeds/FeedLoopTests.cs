using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Feeds;

public sealed class FeedLoopTests
{
    private static readonly FakeVenue Quick = With(profile => profile with
    {
        ControlSilence = TimeSpan.FromMilliseconds(400),
        AckTimeout = TimeSpan.FromMilliseconds(400),
    });

    [Fact]
    public async Task Live_once_subscribed_and_proven()
    {
        await using var server = await VenueServer.StartAsync(Healthy);
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        Assert.Equal(["sub 1"], server.Connections[0].Received);
        Assert.Equal("/stream?v=1", server.Connections[0].Path);
        await Until.TrueAsync(() => rig.KeptSpans is [{ } span] && span.ToMs - span.FromMs > 100, "the covered span grows");
        await rig.StopAsync();
        var gap = Assert.Single(rig.KeptGaps);
        Assert.Equal((rig.StartedMs, GapReason.Connecting), (gap.FromMs, gap.Reason));
        var covered = Assert.Single(rig.KeptSpans);
        Assert.Equal(gap.ToMs, covered.FromMs);
        Assert.True(rig.Status.LastData!.Value.ToUnixTimeMilliseconds() - covered.ToMs is >= 0 and < 500);
        Assert.Equal(FeedState.Stopped, rig.Status.State);
    }

    [Fact]
    public async Task Nothing_is_claimed_that_the_venue_may_still_hold_back()
    {
        var venue = With(profile => profile with { HoldsOrdersFor = TimeSpan.FromMinutes(1) });
        await using var server = await VenueServer.StartAsync(Healthy);
        await using var rig = new FeedRig(server, venue);
        await rig.LiveAsync();
        var live = rig.Status.LastData;
        await Until.TrueAsync(() => rig.Status.LastData > live + TimeSpan.FromMilliseconds(500), "more data");
        var span = Assert.Single(rig.KeptSpans);
        Assert.Equal(span.FromMs, span.ToMs);
        server.Connections[0].Abort();
        await Until.TrueAsync(() => rig.KeptGaps.Count > 1, "the gap");
        Assert.Equal(span.FromMs, rig.KeptGaps[1].FromMs);
    }

    [Fact]
    public async Task A_feed_whose_venue_is_ahead_begins_where_its_first_message_ends()
    {
        var aheadMs = (long)TimeSpan.FromMinutes(5).TotalMilliseconds;
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.SendAsync(FakeVenue.Tick(timeMs: Now() + aheadMs));
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        await Until.TrueAsync(() => rig.KeptSpans.Count > 0, "the span");
        // Two frames are too few to measure a clock by.
        Assert.Null(rig.Counters.ClockOffsetMs);
        Assert.InRange(rig.KeptSpans[0].FromMs, rig.StartedMs + aheadMs, Now() + aheadMs);
    }

    [Fact]
    public async Task An_ack_alone_proves_nothing()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server, Quick);
        await rig.GapAsync(GapReason.Silent);
        Assert.Empty(rig.KeptSpans);
        await Until.TrueAsync(() => server.Dialled >= 2, "it connects again");
    }

    [Fact]
    public async Task Data_without_an_ack_is_not_enough()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.RepeatAsync(() => FakeVenue.Tick()));
        await using var rig = new FeedRig(server, Quick);
        await rig.GapAsync(GapReason.NotAcknowledged);
        Assert.Empty(rig.KeptSpans);
        Assert.Contains("1 of 1 confirmations", rig.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_ack_must_come()
    {
        var plan = new SocketPlan("main", new Uri("wss://fake.example/"), [new(7, "sub"u8.ToArray(), Acks: 3)]);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            for (var i = 0; i < connection.Number + 1; i++)
                await connection.SendAsync(FakeVenue.Ack(7));
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server, Quick, plan: plan);
        await rig.LiveAsync();
        Assert.Equal(2, server.Dialled);
        Assert.Contains(rig.Gaps, gap => gap.Reason == GapReason.NotAcknowledged);
    }

    [Fact]
    public async Task A_refused_subscription_is_told_in_the_venues_words()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync("""{"k":"nack","id":1,"msg":"no such\ntopic"}""");
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server);
        await rig.GapAsync(GapReason.SubscriptionRejected);
        Assert.Contains(rig.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains("no such·topic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_complaint_about_something_else_is_borne()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync("""{"k":"nack","id":1000,"msg":"too fast"}""");
            await connection.SendAsync(FakeVenue.Ack());
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        Assert.Equal(1, server.Dialled);
    }

    [Fact]
    public async Task A_silent_control_stream_is_a_gap_from_the_last_data()
    {
        var lastSent = 0L;
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            for (var i = 0; i < 10 || connection.Number > 1; i++)
            {
                await connection.SendAsync(FakeVenue.Tick());
                if (connection.Number == 1)
                    lastSent = Now();
                await Task.Delay(20);
            }

            // Alive in every other way.
            await connection.RepeatAsync(() => """{"k":"hb"}""");
        });
        await using var rig = new FeedRig(server, Quick);
        await rig.GapAsync(GapReason.Silent);
        await Until.TrueAsync(() => rig.KeptGaps.Count == 2 && rig.KeptGaps[1].ToMs is not null, "the gap is closed");
        Assert.InRange(rig.KeptGaps[1].FromMs, lastSent - 1_000, lastSent + 300);
        // By as much earlier as messages take to arrive.
        Assert.InRange(rig.KeptSpans[0].ToMs - rig.KeptGaps[1].FromMs, 0, 1_000);
        Assert.Equal(rig.KeptGaps[1].ToMs, rig.KeptSpans[1].FromMs);
        Assert.Equal(1, rig.Status.Reconnects);
    }

    [Fact]
    public async Task A_half_open_connection_is_found_by_ping()
    {
        using var venue = new DeafVenue(FakeVenue.Ack(), FakeVenue.Tick());
        var options = new FeedOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(300), KeepAliveTimeout = TimeSpan.FromMilliseconds(300) };
        await using var rig = new FeedRig(venue.Url, options: options);
        await rig.LiveAsync();
        await rig.GapAsync(GapReason.PingTimeout);
        var normal = new FeedOptions();
        var tick = Math.Min(normal.KeepAliveInterval.TotalSeconds, normal.KeepAliveTimeout.TotalSeconds) / 4;
        Assert.True(normal.KeepAliveInterval.TotalSeconds + normal.KeepAliveTimeout.TotalSeconds + 2 * tick <= 12);
    }

    [Fact]
    public async Task An_unanswered_heartbeat_ends_the_connection()
    {
        var venue = With(profile => profile with
        {
            Heartbeat = new("beat"u8.ToArray(), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)),
        });
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.SendAsync(FakeVenue.Tick());
            for (var beats = 0; beats < 3; beats++)
            {
                await connection.HeardAsync(2 + beats);
                await connection.SendAsync("""{"k":"hb"}""");
            }

            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server, venue);
        await rig.GapAsync(GapReason.PingTimeout);
        Assert.True(server.Connections[0].Received.Count(text => text == "beat") >= 4);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.SendAsync("""{"k":"ping"}""");
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server);
        await Until.TrueAsync(() => server.Connections is [{ Received: [_, "pong"] }], "the pong");
    }

    [Fact]
    public async Task Malformed_frames_keep_the_connection_until_there_are_too_many()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            foreach (var bad in (string[])["", "{", "\uFEFF{}", "[[[[", "{}", "nonsense", """{"k":"boom"}""", "\0", "{\"k\"", "}"])
                await connection.SendAsync(bad);
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        Assert.Equal(1, server.Dialled);
        Assert.Equal(10, rig.Counters.FramesOf(FrameKind.Malformed));
        Assert.Equal(1, rig.Counters.InternalErrors);
        await server.Connections[0].SendAsync("the eleventh");
        await rig.GapAsync(GapReason.Unreadable);
    }

    [Fact]
    public async Task A_closing_venue_and_then_an_unreachable_one_are_two_gaps()
    {
        Uri url;
        FeedRig rig;
        await using (var server = await VenueServer.StartAsync(Healthy))
        {
            url = server.WebSocketUrl;
            rig = new FeedRig(server);
            await rig.LiveAsync();
        }

        await using (rig)
        {
            await rig.GapAsync(GapReason.Unreachable);
            await Until.TrueAsync(
                () => rig.Status.Detail?.StartsWith("unreachable: connection refused (127.0.0.1", StringComparison.Ordinal) == true, "it is told");
            // A server that is shutting down may still take and drop a connection in between.
            var kept = rig.KeptGaps;
            Assert.Contains(kept[1].Reason, (GapReason[])[GapReason.ConnectionLost, GapReason.ClosedByVenue]);
            var pieces = kept.Select(gap => (gap.FromMs, gap.ToMs))
                .Concat(rig.KeptSpans.Select(span => (span.FromMs, (long?)span.ToMs))).OrderBy(piece => piece.FromMs).ThenBy(piece => piece.Item2 ?? long.MaxValue).ToList();
            for (var i = 1; i < pieces.Count; i++)
                Assert.Equal(pieces[i - 1].Item2, pieces[i].FromMs);
            Assert.Equal((GapReason.Unreachable, null), (kept[^1].Reason, kept[^1].ToMs));
            await rig.StopAsync();
            Assert.NotNull(rig.KeptGaps[^1].ToMs);
        }
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_so()
    {
        await using var rig = new FeedRig(new Uri("ws://no-such-host.invalid:1"));
        await rig.GapAsync(GapReason.NameNotResolved);
        Assert.Equal("unreachable: name not resolved (no-such-host.invalid:1)", "unreachable: " + rig.Status.Detail);
    }

    [Theory]
    [InlineData(429, "7", GapReason.RateLimited, 7)]
    [InlineData(418, null, GapReason.RateLimited, 120)]
    [InlineData(451, null, GapReason.Refused, 0)]
    [InlineData(302, null, GapReason.Refused, 0)]
    // A page to log in at, in the place of the venue.
    [InlineData(200, null, GapReason.Refused, 0)]
    public async Task A_refused_connection_says_why_and_pauses_the_host(int status, string? retryAfter, GapReason reason, int pause)
    {
        await using var server = await VenueServer.StartAsync(Healthy, context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            if (status == 302)
                context.Response.Headers.Location = "http://127.0.0.1:1/";
            return Task.FromResult(true);
        });
        await using var rig = new FeedRig(server);
        await rig.GapAsync(reason);
        Assert.Contains($"HTTP {status}", rig.Status.Detail, StringComparison.Ordinal);
        var left = rig.Pauses.Of(server.WebSocketUrl).Remaining.TotalSeconds;
        Assert.InRange(left, pause - 3, pause);
        if (pause > 0)
            Assert.Equal(1, server.Dialled);
    }

    [Fact]
    public async Task A_flapping_venue_is_dialled_at_most_12_times_in_5_minutes()
    {
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask);
        var time = new FakeTime();
        await using var rig = new FeedRig(server, time: time, random: new Random(7));
        for (var i = 0; i < 595; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1);
            await Until.TrueAsync(() => rig.Status.State == FeedState.BackingOff, "the connection ends");
        }

        Assert.InRange(server.Dialled, 5, 12);
    }

    internal static async Task Healthy(VenueConnection connection)
    {
        await connection.HeardAsync(1);
        await connection.SendAsync(FakeVenue.Ack());
        await connection.RepeatAsync(() => FakeVenue.Tick());
    }

    internal static FakeVenue With(Func<VenueProfile, VenueProfile> change)
    {
        var venue = new FakeVenue();
        return new FakeVenue { Profile = change(venue.Profile) };
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
