using LiqMon.Market;
using LiqMon.Tests.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>Replacing a connection that works: nothing may be missed.</summary>
public sealed class ReplacementTests
{
    [Fact]
    public async Task An_aged_connection_is_replaced_without_missing_a_frame()
    {
        var venue = FeedLoopTests.With(profile => profile with { ReplaceAfter = TimeSpan.FromMilliseconds(300) });
        await using var publisher = new Publisher();
        await using var server = await VenueServer.StartAsync(publisher.ServeAsync);
        await using var rig = new FeedRig(server, venue);
        await rig.LiveAsync();
        await Until.TrueAsync(() => server.Dialled >= 4, "three replacements");
        await rig.StopAsync();
        Assert.Equal(0, rig.Status.Reconnects);
        Assert.Equal(GapReason.Connecting, Assert.Single(rig.KeptGaps).Reason);
        Assert.Single(rig.KeptSpans);
        publisher.AssertNoneMissed(rig);
    }

    [Fact]
    public async Task A_closing_notice_is_answered_by_a_new_connection_first()
    {
        await using var publisher = new Publisher();
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            var serving = publisher.ServeAsync(connection);
            if (connection.Number == 1)
            {
                await Until.TrueAsync(() => publisher.Published > 20, "some frames");
                await connection.SendAsync("""{"k":"closing"}""");
            }

            await serving;
        });
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        await Until.TrueAsync(() => server.Connections.Count == 2 && server.Connections[0].IsGone, "the old one is left");
        var seen = publisher.Published;
        await Until.TrueAsync(() => publisher.Published > seen + 10, "more frames");
        await rig.StopAsync();
        Assert.Single(rig.KeptGaps);
        publisher.AssertNoneMissed(rig);
    }

    [Fact]
    public async Task The_old_connection_stays_until_it_has_read_as_far_as_the_new_one()
    {
        var venue = FeedLoopTests.With(profile => profile with { ReplaceAfter = TimeSpan.FromMilliseconds(200) });
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            if (connection.Number > 1)
            {
                await FeedLoopTests.Healthy(connection);
                return;
            }

            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.SendAsync(FakeVenue.Tick());
            // What was sent before the new connection was subscribed is still on its way.
            await isRead.Task;
            await connection.SendAsync(FakeVenue.Liquidation(n: 7));
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server, venue);
        await Until.TrueAsync(() => server.Connections.Count == 2 && rig.Counters.Frames > 20, "the new connection delivers");
        Assert.False(server.Connections[0].IsGone);
        var lastMs = rig.Status.LastData!.Value.ToUnixTimeMilliseconds();
        Assert.All(rig.KeptSpans, span => Assert.InRange(span.ToMs, span.FromMs, lastMs + 1));
        isRead.SetResult();
        await Until.TrueAsync(() => server.Connections[0].IsGone, "the old one is left");
        Assert.Single(rig.Liquidations);
        Assert.Single(rig.KeptGaps);
    }

    [Fact]
    public async Task The_old_connection_stays_while_the_new_one_fails()
    {
        var venue = FeedLoopTests.With(profile => profile with
        {
            ReplaceAfter = TimeSpan.FromMilliseconds(200),
            // The first connection has to be acknowledged too, on a busy machine.
            AckTimeout = TimeSpan.FromSeconds(2),
        });
        await using var publisher = new Publisher();
        await using var server = await VenueServer.StartAsync(
            connection => connection.Number is 2 or 3 ? connection.StayAsync() : publisher.ServeAsync(connection));
        await using var rig = new FeedRig(server, venue);
        await Until.TrueAsync(() => server.Dialled >= 4, "two failures and a success");
        await Until.TrueAsync(() => server.Connections[0].IsGone, "the old one is left");
        await rig.StopAsync();
        Assert.Single(rig.KeptGaps);
        publisher.AssertNoneMissed(rig);
    }

    [Fact]
    public async Task A_plan_that_asks_for_less_keeps_the_connection()
    {
        await using var publisher = new Publisher();
        await using var server = await VenueServer.StartAsync(publisher.ServeAsync);
        await using var rig = new FeedRig(server, plan: FakeVenue.Plan("main", 1, 2));
        await rig.LiveAsync();
        rig.Loop.Replace(FakeVenue.Plan("main", 1));
        var seen = publisher.Published;
        await Until.TrueAsync(() => publisher.Published > seen + 20, "more frames");
        var further = new SubscribeMessage(2, "sub further"u8.ToArray());
        rig.Loop.Replace(FakeVenue.Plan("main", 1) with { Messages = [.. FakeVenue.Plan("main", 1).Messages, further] });
        await Until.TrueAsync(() => server.Connections.Count == 2 && server.Connections[0].IsGone, "the old one is left");
        Assert.Equal(["sub 1", "sub further"], server.Connections[1].Received);
        await rig.StopAsync();
        Assert.Equal(2, server.Dialled);
        Assert.Single(rig.KeptGaps);
        publisher.AssertNoneMissed(rig);
    }

    [Fact]
    public async Task A_changed_plan_replaces_the_connection()
    {
        await using var publisher = new Publisher();
        await using var server = await VenueServer.StartAsync(publisher.ServeAsync);
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        rig.Loop.Replace(FakeVenue.Plan("main", 1, 2));
        await Until.TrueAsync(() => server.Connections.Count == 2 && server.Connections[0].IsGone, "the old one is left");
        Assert.Equal(["sub 1", "sub 2"], server.Connections[1].Received);
        await Until.TrueAsync(() => publisher.Published > 40, "more frames");
        await rig.StopAsync();
        Assert.Single(rig.KeptGaps);
        publisher.AssertNoneMissed(rig);
    }

    [Fact]
    public async Task A_stop_ends_everything()
    {
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy);
        await using var rig = new FeedRig(server);
        await rig.LiveAsync();
        await rig.StopAsync().WaitAsync(Wait.Patience);
        await Until.TrueAsync(() => server.Connections[0].IsGone, "the venue is told");
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, server.Connections[0].ClosedWith);
    }

    /// <summary>Publishes numbered liquidations to all its connections at once, as a venue does.</summary>
    private sealed class Publisher : IAsyncDisposable
    {
        private readonly Lock _using = new();
        private readonly List<VenueConnection> _subscribers = [];
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _publishing;
        private int _published;

        public Publisher() => _publishing = PublishAsync();

        public int Published => Volatile.Read(ref _published);

        public async Task ServeAsync(VenueConnection connection)
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await connection.SendAsync(FakeVenue.Ack(2));
            lock (_using)
                _subscribers.Add(connection);
            await connection.StayAsync();
            lock (_using)
                _subscribers.Remove(connection);
        }

        /// <summary>From the first number that arrived to the last there is none missing.</summary>
        public void AssertNoneMissed(FeedRig rig)
        {
            var times = rig.Liquidations.Select(liquidation => liquidation.EventTimeMs).Distinct().Order().ToList();
            Assert.True(times.Count > 20, $"only {times.Count} frames");
            Assert.Equal(times.Count, times[^1] - times[0] + 1);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _publishing;
            _stop.Dispose();
        }

        private async Task PublishAsync()
        {
            // The number is the time, so that it survives valuation.
            var first = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 3_600_000;
            while (!_stop.IsCancellationRequested)
            {
                List<VenueConnection> subscribers;
                lock (_using)
                    subscribers = [.. _subscribers];
                if (subscribers.Count > 0)
                {
                    var frame = FakeVenue.Liquidation(timeMs: first + Interlocked.Increment(ref _published));
                    foreach (var subscriber in subscribers)
                        await TrySendAsync(subscriber, frame);
                }

                await Task.Delay(5);
            }
        }

        private static async Task TrySendAsync(VenueConnection subscriber, string frame)
        {
            try
            {
                await subscriber.SendAsync(frame);
            }
            catch (Exception failure) when (failure is System.Net.WebSockets.WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
            {
                // It has just left.
            }
        }
    }
}
