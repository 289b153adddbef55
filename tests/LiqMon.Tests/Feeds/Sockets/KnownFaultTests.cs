using System.Net.WebSockets;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;
using Websocket.Client;

namespace LiqMon.Tests.Feeds.Sockets;

/// <summary>What Websocket.Client 5.5.1 gets wrong by itself, behind our connection.</summary>
public sealed class KnownFaultTests
{
    [Fact]
    public async Task A_venue_that_closes_at_once_after_one_frame_is_noticed_every_time()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.SendAsync("only"));
        for (var i = 0; i < 50; i++)
        {
            await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
            var end = await reception.RunAsync();
            Assert.Equal((GapReason.ClosedByVenue, "closed by the venue (1000: bye)"), (end.Reason, end.Detail));
            Assert.Equal(["only"], reception.Messages);
        }
    }

    [Theory]
    [InlineData(1001, "maintenance", "closed by the venue (1001: maintenance)")]
    [InlineData(4007, "session expired", "closed by the venue (4007: session expired)")]
    [InlineData(1011, "", "closed by the venue (1011)")]
    public async Task Close_code_and_description_are_kept_and_the_close_is_answered(int code, string description, string detail)
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.CloseAsync((WebSocketCloseStatus)code, description);
            await connection.StayAsync();
        });
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        var end = await reception.RunAsync();
        Assert.Equal((GapReason.ClosedByVenue, detail), (end.Reason, end.Detail));
        await Until.TrueAsync(() => server.Connections[0].ClosedWith == WebSocketCloseStatus.NormalClosure, "our close arrives");
    }

    [Fact]
    public async Task In_a_flood_at_connect_a_slow_consumer_slows_the_venue_and_loses_nothing()
    {
        const int Frames = 4_000;
        var padding = new string('x', 16 * 1024);
        var sent = 0;
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            for (var i = 0; i < Frames; i++)
            {
                await connection.SendAsync(i + padding);
                Volatile.Write(ref sent, i + 1);
            }

            await connection.StayAsync();
        });
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        var room = new TaskCompletionSource();
        var enough = new ConnectionFailure(GapReason.InternalError, "enough");
        var running = reception.RunAsync(async _ =>
        {
            await room.Task;
            return reception.Messages.Count == Frames ? enough : null;
        });
        await Until.TrueAsync(() => reception.Messages.Count == 1, "the first message");
        var stalledAt = -1;
        while (stalledAt != Volatile.Read(ref sent))
        {
            stalledAt = Volatile.Read(ref sent);
            await Task.Delay(300);
        }

        Assert.InRange(stalledAt, 1, Frames - 1);
        Assert.Single(reception.Messages);
        room.SetResult();
        Assert.Same(enough, await running);
        Assert.Equal(Enumerable.Range(0, Frames).Select(i => i + padding), reception.Messages);
    }

    [Fact]
    public async Task A_flood_does_not_hold_up_the_caller()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.RepeatAsync(() => "more", everyMs: 0));
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        using var stop = new CancellationTokenSource();
        using var free = new ManualResetEventSlim();
        // A handler that blocks would block here too if it were called on the caller's path.
        var running = reception.RunAsync(
            _ => free.Wait(TimeSpan.FromSeconds(20), CancellationToken.None) ? default : throw new TimeoutException(),
            stop.Token);
        Assert.False(free.IsSet || running.IsCompleted);
        free.Set();
        await Until.TrueAsync(() => reception.Messages.Count > 100, "the flood goes on");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_handler_ends_the_connection_with_its_exception(bool later)
    {
        await using var server = await VenueServer.StartAsync(connection => connection.RepeatAsync(() => "more", everyMs: 1));
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        var running = reception.RunAsync(async _ =>
        {
            if (reception.Messages.Count < 3)
                return null;
            if (later)
                await Task.Yield();
            throw new InvalidOperationException("handler");
        });
        Assert.Equal("handler", (await Assert.ThrowsAsync<InvalidOperationException>(() => running)).Message);
        Assert.Equal(3, reception.Messages.Count);
    }

    [Fact]
    public async Task A_handler_that_throws_at_once_ends_the_connection_with_its_exception()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.RepeatAsync(() => "more", everyMs: 1));
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reception.RunAsync(_ => throw new InvalidOperationException()));
        Assert.Single(reception.Messages);
    }

    [Fact]
    public async Task Sending_on_a_dead_connection_fails()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.HeardAsync(1);
            connection.Abort();
        });
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        Assert.Null(await reception.Connection.SendAsync("alive"u8.ToArray(), CancellationToken.None));
        Assert.Equal(GapReason.ConnectionLost, (await reception.RunAsync()).Reason);
        var unsent = await reception.Connection.SendAsync("dead"u8.ToArray(), CancellationToken.None);
        Assert.Equal(GapReason.ConnectionLost, unsent!.Reason);
    }

    [Fact]
    public async Task Sending_after_the_venues_close_fails()
    {
        await using var server = await VenueServer.StartAsync(_ => Task.CompletedTask);
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        Assert.Equal(GapReason.ClosedByVenue, (await reception.RunAsync()).Reason);
        Assert.NotNull(await reception.Connection.SendAsync("late"u8.ToArray(), CancellationToken.None));
    }

    [Fact]
    public async Task A_message_of_256_MiB_is_refused_after_its_first()
    {
        // What was not refused lies in the buffers of the loopback connection.
        const int MostParts = 256;
        // A server that is slow to see that the client is gone writes the rest to nobody: then once more.
        var sentParts = int.MaxValue;
        for (var left = 5; left > 0 && sentParts > MostParts; left--)
            sentParts = await SendEndlessMessageAsync();
        Assert.InRange(sentParts, 4, MostParts);
    }

    /// <returns>How many of 1,024 parts of a message were sent before the client was gone.</returns>
    private static async Task<int> SendEndlessMessageAsync()
    {
        const int Part = 256 * 1024;
        var (part, sentParts) = (new string('x', Part), 0);
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            for (; sentParts < 1024 && !connection.IsGone; sentParts++)
                await connection.SendAsync(part, end: false);
            await connection.StayAsync();
        });
        await using (var reception = await Reception.OpenAsync(server.WebSocketUrl))
        {
            var end = await reception.RunAsync();
            Assert.Equal((GapReason.OversizedFrame, "a message was larger than 1024 KiB"), (end.Reason, end.Detail));
            Assert.Empty(reception.Messages);
        }

        await Until.TrueAsync(() => server.Connections[0].IsGone, "the venue is rid of us");
        return sentParts;
    }

    [Fact]
    public async Task Closing_does_not_wait_for_a_peer_that_does_not_answer()
    {
        using var venue = new DeafVenue("one");
        await using var reception = await Reception.OpenAsync(venue.Url);
        Assert.Null(await reception.Connection.SendAsync("go"u8.ToArray(), CancellationToken.None));
        var running = reception.RunAsync();
        await Until.TrueAsync(() => reception.Messages.Count == 1, "the connection works");
        var closing = Task.Run(async () =>
        {
            Assert.Null(await reception.Connection.CloseGracefullyAsync(CancellationToken.None));
            Assert.False(running.IsCompleted);
            await reception.DisposeAsync();
            return await running;
        });
        Assert.Equal(GapReason.ConnectionLost, (await closing.WaitAsync(TimeSpan.FromSeconds(4))).Reason);
    }

    [Fact]
    public async Task The_packages_own_stop_does_not_wait_for_a_peer_that_does_not_answer()
    {
        using var venue = new DeafVenue();
        var (dialled, _) = await WebSocketDialer.Shared.DialAsync(
            venue.Url, new FeedOptions(), headers: null, TimeProvider.System, CancellationToken.None);
        using var socket = new GuardedWebSocket(dialled!, new FeedOptions(), TimeProvider.System);
        using var client = new WebsocketClient(venue.Url, logger: null, (_, _) => Task.FromResult<WebSocket>(socket));
        await client.StartOrFail();
        Assert.True(await client.StopOrFail(WebSocketCloseStatus.NormalClosure, "bye").WaitAsync(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task After_our_close_the_venues_last_messages_are_still_received()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await Until.TrueAsync(() => connection.ClosedWith is not null, "our close");
            await connection.SendAsync("one");
            await connection.SendAsync("two");
            await connection.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye");
        });
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        var running = reception.RunAsync();
        Assert.Null(await reception.Connection.CloseGracefullyAsync(CancellationToken.None));
        Assert.Equal("closed by the venue (1000: bye)", (await running).Detail);
        Assert.Equal(["one", "two"], reception.Messages);
    }

    [Fact]
    public async Task When_cancelled_it_returns_after_the_last_handler()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.RepeatAsync(() => "more", everyMs: 0));
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl);
        using var stop = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        var running = reception.RunAsync(
            async _ =>
            {
                await stop.CancelAsync();
                await release.Task;
                return null;
            },
            stop.Token);
        await Until.TrueAsync(() => stop.IsCancellationRequested, "cancelled while a message is handled");
        Assert.False(running.IsCompleted);
        release.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(reception.Messages);
    }
}
