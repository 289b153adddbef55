using System.Text;
using LiqMon.Feeds;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>One refused topic must not blind a venue.</summary>
public sealed class RefusedTopicTests
{
    private static readonly Instrument[] Contracts = [FakeVenue.Contract("BTCUSDT"), FakeVenue.Contract("OLDUSDT"), FakeVenue.Contract("ETHUSDT")];

    [Fact]
    public async Task The_refused_topic_is_a_deficit_and_everything_else_goes_live()
    {
        await using var server = await VenueServer.StartAsync(RefuseOldAsync);
        await using var rig = new FeedRig(server, plan: Plan("a.BTCUSDT", "a.OLDUSDT", "a.ETHUSDT"), contracts: Contracts);
        await rig.LiveAsync();
        Assert.Equal(1, server.Dialled);
        await Until.TrueAsync(() => rig.Deficits.Count == 1, "the deficit");
        var deficit = rig.Deficits[0];
        Assert.Equal(("fake", "main", "OLDUSDT", DeficitReason.TopicRefused, null), (deficit.Venue, deficit.Feed, deficit.Symbol, deficit.Reason, deficit.ToMs));
        Assert.True(rig.Reloads > 0);
        Assert.Contains(rig.Log.Lines, line => line.Text.Contains("refuses", StringComparison.Ordinal) && line.Text.Contains("OLDUSDT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_connection_leaves_it_out_and_the_deficit_ends_when_the_contract_is_gone()
    {
        await using var server = await VenueServer.StartAsync(RefuseOldAsync);
        await using var rig = new FeedRig(server, plan: Plan("a.BTCUSDT", "a.OLDUSDT", "a.ETHUSDT"), contracts: Contracts);
        await rig.LiveAsync();
        server.Connections[0].Abort();
        await Until.TrueAsync(() => server.Connections.Count == 2 && rig.Status.State == FeedState.Live, "live again");
        Assert.Equal("""{"id":2,"args":["a.BTCUSDT","a.ETHUSDT"]}""", server.Connections[1].Received[0]);
        Assert.Single(rig.Deficits);
        Assert.DoesNotContain(rig.EndedDeficits, ended => ended.Symbol == "OLDUSDT");
        rig.Loop.Replace(Plan("a.BTCUSDT", "a.ETHUSDT"));
        await Until.TrueAsync(() => rig.EndedDeficits.Any(ended => ended is { Symbol: "OLDUSDT", Reason: DeficitReason.TopicRefused }), "the deficit ends");
    }

    [Fact]
    public async Task A_venue_that_confirms_nothing_opens_a_deficit_when_it_refuses()
    {
        var plan = new SocketPlan("main", new Uri("wss://fake.example/"), [Message(1, "stats", 0), Message(2, "t.BTCUSDT", 0), Message(3, "t.OLDUSDT", 0)]);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(3);
            await connection.SendAsync("""{"k":"nack","msg":"Too Many Subscriptions"}""");
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server, plan: plan, contracts: Contracts);
        await rig.LiveAsync();
        await Until.TrueAsync(() => rig.Deficits is [{ Symbol: "", Reason: DeficitReason.TopicRefused }], "the deficit");
        await rig.StopAsync();
        Assert.Contains(rig.EndedDeficits, ended => ended is { Symbol: "", Feed: "main" });
    }

    [Fact]
    public async Task A_topic_that_ends_after_it_was_confirmed_is_a_deficit_until_another_connection_has_it()
    {
        var ends = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            await connection.SendAsync(FakeVenue.Ack(1));
            if (connection.Number == 1)
            {
                while (!ends.Task.IsCompleted)
                {
                    await connection.SendAsync(FakeVenue.Tick());
                    await Task.Delay(10);
                }

                await connection.SendAsync("""{"k":"nack","msg":"a.OLDUSDT has ended"}""");
            }

            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server, plan: Plan("a.BTCUSDT", "a.OLDUSDT", "a.ETHUSDT"), contracts: Contracts);
        await rig.LiveAsync();
        var beforeMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        ends.SetResult();
        await Until.TrueAsync(() => rig.Deficits is [{ Symbol: "OLDUSDT", Reason: DeficitReason.TopicRefused }], "the deficit");
        // What was sent a moment before may not have arrived.
        Assert.InRange(rig.Deficits[0].FromMs, beforeMs - 40_000, beforeMs);
        await Until.TrueAsync(() => rig.EndedDeficits.Any(ended => ended is { Symbol: "OLDUSDT" }), "another connection to have it");
        Assert.Equal("""{"id":1,"args":["a.BTCUSDT","a.OLDUSDT","a.ETHUSDT"]}""", server.Connections[1].Received[0]);
    }

    [Fact]
    public async Task A_venue_that_refuses_every_topic_is_not_live()
    {
        var plan = new SocketPlan("main", new Uri("wss://fake.example/"), [Message(1, "stats", 0), Message(2, "t.BTCUSDT", 0), Message(3, "t.OLDUSDT", 0)]);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(3);
            await connection.SendAsync("""{"k":"nack","msg":"Too Many Subscriptions"}""");
            await connection.SendAsync("""{"k":"nack","msg":"Too Many Subscriptions"}""");
            await connection.RepeatAsync(() => FakeVenue.Tick());
        });
        await using var rig = new FeedRig(server, plan: plan, contracts: Contracts, random: new Random(3));
        await rig.GapAsync(GapReason.SubscriptionRejected);
        await Until.TrueAsync(() => rig.Status is { State: FeedState.BackingOff, NextAttempt: not null }, "it says when it tries again");
    }

    private static SocketPlan Plan(params string[] topics) => new(
        "main", new Uri("wss://fake.example/stream"), [new(1, Encoding.UTF8.GetBytes($$"""{"id":1,"args":["{{string.Join("\",\"", topics)}}"]}"""))]);

    private static SubscribeMessage Message(int id, string topic, int acks) => new(id, Encoding.UTF8.GetBytes($$"""{"channel":"{{topic}}"}"""), acks);

    /// <summary>Refuses every message that asks for OLDUSDT, as a whole, and names nothing.</summary>
    private static async Task RefuseOldAsync(VenueConnection connection)
    {
        var answered = 0;
        var isLive = false;
        while (!connection.IsGone)
        {
            foreach (var message in connection.Received.Skip(answered))
            {
                answered++;
                using var document = System.Text.Json.JsonDocument.Parse(message);
                var id = document.RootElement.GetProperty("id").GetInt32();
                var isRefused = message.Contains("OLDUSDT", StringComparison.Ordinal);
                await connection.SendAsync(isRefused ? $$"""{"k":"nack","id":{{id}},"msg":"invalid"}""" : FakeVenue.Ack(id));
                isLive |= !isRefused;
            }

            if (isLive)
                await connection.SendAsync(FakeVenue.Tick());
            await Task.Delay(10);
        }
    }
}
