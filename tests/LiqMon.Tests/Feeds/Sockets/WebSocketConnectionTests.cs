using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using LiqMon.Feeds;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Tests.Feeds.Sockets;

public sealed class WebSocketConnectionTests
{
    private static readonly FeedOptions Quick = new() { MessageDeadline = TimeSpan.FromMilliseconds(300), SendTimeout = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task Whole_messages_of_any_size_up_to_the_limit()
    {
        var largest = new string('x', 1024 * 1024);
        var (messages, _) = await ReceiveAsync(3, async connection =>
        {
            await connection.SendAsync("one");
            await connection.SendAsync("tw", end: false);
            await connection.SendAsync("o");
            await connection.SendAsync(largest);
            await connection.StayAsync();
        });
        Assert.Equal(["one", "two", largest], messages);
    }

    [Fact]
    public async Task A_message_of_2_MiB_is_refused_with_1009()
    {
        await using var server = await VenueServer.StartAsync(async connection =>
        {
            await connection.SendAsync(new string('x', 2 * 1024 * 1024));
            await connection.StayAsync();
        });
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl, Quick);
        var end = await reception.RunAsync();
        Assert.Equal(GapReason.OversizedFrame, end.Reason);
        Assert.Empty(reception.Messages);
        await Until.TrueAsync(() => server.Connections[0].ClosedWith == WebSocketCloseStatus.MessageTooBig, "1009 arrives");
    }

    [Fact]
    public async Task A_message_that_drips_is_given_up()
    {
        var (_, end) = await ReceiveAsync(1, async connection =>
        {
            while (!connection.IsGone)
            {
                await connection.SendAsync("x", end: false);
                await Task.Delay(20);
            }
        });
        Assert.Equal(GapReason.SlowMessage, end!.Reason);
    }

    [Fact]
    public async Task A_goodbye_carries_the_venues_words()
    {
        var (_, end) = await ReceiveAsync(1, _ => Task.CompletedTask);
        Assert.Equal(GapReason.ClosedByVenue, end!.Reason);
        Assert.Equal("closed by the venue (1000: bye)", end.Detail);
    }

    [Fact]
    public async Task A_broken_connection_is_lost()
    {
        var (_, end) = await ReceiveAsync(1, async connection =>
        {
            await connection.HeardAsync(1);
            connection.Abort();
        });
        Assert.Equal(GapReason.ConnectionLost, end!.Reason);
    }

    [Fact]
    public async Task Gzip_is_unpacked_and_what_is_not_gzip_is_passed_on()
    {
        var (messages, _) = await ReceiveAsync(
            3,
            async connection =>
            {
                await connection.SendBinaryAsync(Gzip("{\"k\":1}"));
                await connection.SendBinaryAsync([0x1F, 0x8B, 1, 2, 3]);
                await connection.SendAsync("plain");
                await connection.StayAsync();
            },
            gzip: true);
        Assert.Equal("{\"k\":1}", messages[0]);
        Assert.Equal("plain", messages[2]);
    }

    [Fact]
    public async Task A_decompression_bomb_is_refused()
    {
        var bomb = Gzip(new string(' ', 64 * 1024 * 1024));
        Assert.True(bomb.Length < 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(new GzipFrameDecoder(1024 * 1024).TryInflate(bomb, out _));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 * 1024 * 1024);
        var (_, end) = await ReceiveAsync(1, connection => connection.SendBinaryAsync(bomb), gzip: true);
        Assert.Equal(GapReason.OversizedFrame, end!.Reason);
    }

    [Fact]
    public async Task A_venue_behind_another_certificate_or_none_is_not_spoken_to()
    {
        await using var server = await VenueServer.StartAsync(connection => connection.StayAsync());
        var tls = new UriBuilder(server.WebSocketUrl) { Scheme = "wss" }.Uri;
        var (connection, fault) = await WebSocketConnection.ConnectAsync(
            tls, Quick, gzip: false, headers: null, TimeProvider.System, CancellationToken.None);
        Assert.Null(connection);
        Assert.Equal(GapReason.TlsFailed, fault!.Reason);
    }

    /// <summary>Receives a number of messages, or fewer and the end.</summary>
    private static async Task<(IReadOnlyList<string> Messages, ConnectionFailure? End)> ReceiveAsync(
        int count, Func<VenueConnection, Task> script, bool gzip = false)
    {
        await using var server = await VenueServer.StartAsync(script);
        await using var reception = await Reception.OpenAsync(server.WebSocketUrl, Quick, gzip);
        Assert.Null(await reception.Connection.SendAsync("go"u8.ToArray(), CancellationToken.None));
        var enough = new ConnectionFailure(GapReason.InternalError, "enough");
        var end = await reception.RunAsync(_ => ValueTask.FromResult(reception.Messages.Count == count ? enough : null));
        return (reception.Messages, end == enough ? null : end);
    }

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var plain = new GZipStream(compressed, CompressionLevel.Optimal))
            plain.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}
