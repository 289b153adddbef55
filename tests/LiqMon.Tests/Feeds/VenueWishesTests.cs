using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LiqMon.Feeds;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>What a profile asks for is what the venue gets.</summary>
public sealed class VenueWishesTests
{
    private static readonly FeedOptions Quick = new() { CoverageEvery = TimeSpan.FromMilliseconds(50), CloseTimeout = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task Headers_are_in_the_handshake_and_the_time_of_sending_in_every_message()
    {
        var headers = new ConcurrentQueue<string>();
        await using var server = await VenueServer.StartAsync(FeedLoopTests.Healthy, context =>
        {
            headers.Enqueue(context.Request.Headers["X-Wish"].ToString());
            return Task.FromResult(false);
        });
        var venue = FeedLoopTests.With(profile => profile with
        {
            RequestHeaders = new Dictionary<string, string> { ["X-Wish"] = "unrounded" },
            Heartbeat = new Heartbeat(Encoding.ASCII.GetBytes("beat " + TimestampPlaceholder.Seconds), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5)),
        });
        await using var rig = new FeedRig(server, venue, Quick, Plan(new SubscribeMessage(1, Encoding.ASCII.GetBytes("sub " + TimestampPlaceholder.Seconds))));
        await rig.LiveAsync();
        Assert.Equal(["unrounded"], headers);
        await Until.TrueAsync(() => server.Connections[0].Received.Count >= 2, "a heartbeat");
        foreach (var text in server.Connections[0].Received)
        {
            var seconds = long.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture);
            Assert.InRange(seconds, (rig.StartedMs / 1_000) - 1, (rig.StartedMs / 1_000) + 30);
        }
    }

    [Fact]
    public async Task No_confirmation_is_awaited_where_none_comes()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server, options: Quick, plan: Plan(new SubscribeMessage(1, "sub"u8.ToArray(), Acks: 0)));
        await rig.LiveAsync();
    }

    [Fact]
    public async Task A_confirmation_that_brings_data_is_both()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack());
            await seen.Task;
            // Nothing but the confirmation of the second subscription proves that the connection delivers.
            await connection.SendAsync(FakeVenue.AckWithData(2));
            await connection.StayAsync();
        });
        await using var rig = new FeedRig(server, options: Quick, plan: FakeVenue.Plan("main", 1, 2));
        await Until.TrueAsync(() => rig.Status.LastFrame is not null, "the first confirmation");
        Assert.Null(rig.Status.LastData);
        seen.SetResult();
        await rig.LiveAsync();
        await Until.TrueAsync(() => rig.Counters.Valued >= 1, "the liquidation counts");
    }

    private static SocketPlan Plan(SubscribeMessage message) => new("main", new Uri("wss://fake.example/stream?v=1"), [message]);
}
