using System.Net;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.Api;

public sealed class StreamTests
{
    private static readonly StatusResult Status = new("binance", "market", "live", DateTimeOffset.UnixEpoch, null, 0);

    [Fact]
    public async Task Subscribers_get_the_status_and_then_live_events()
    {
        await using var server = await RunningServer.StartAsync(show: s => s with { Status = () => [Status] });
        using var reader = await OpenAsync(server);

        Assert.Equal("event: status", await NextAsync(reader, "event:"));
        server.Live.Publish(Liquidation("BTCUSDT"));

        Assert.Equal("event: liquidation", await NextAsync(reader, "event:"));
        Assert.StartsWith("data: {\"time\":\"1970-01-01T00:00:00.000Z\",\"venue\":\"binance\",\"symbol\":\"BTCUSDT\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives()
    {
        await using var server = await RunningServer.StartAsync(o => o with { StreamHeartbeat = TimeSpan.FromMilliseconds(20) });
        using var reader = await OpenAsync(server);

        Assert.Equal(": heartbeat", await NextAsync(reader, ":"));
        Assert.Equal(": heartbeat", await NextAsync(reader, ":"));
    }

    [Fact]
    public async Task Too_many_subscribers_are_turned_away()
    {
        await using var server = await RunningServer.StartAsync(live: new LiveBroadcaster(maxSubscribers: 1));
        using var first = await OpenAsync(server);

        using var second = await server.Http.GetAsync("/api/stream");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Fact]
    public async Task The_stream_ends_when_the_server_stops()
    {
        var server = await RunningServer.StartAsync();
        var reader = await OpenAsync(server);
        await server.DisposeAsync();

        Assert.Equal(0, server.Live.Subscribers);
        reader.Dispose();
    }

    [Fact]
    public void A_slow_subscriber_loses_the_oldest_and_is_told_how_many()
    {
        var live = new LiveBroadcaster(capacity: 2);
        using var slow = live.Subscribe();
        Assert.NotNull(slow);
        foreach (var symbol in new[] { "A", "B", "C", "D", "E" })
            live.Publish(Liquidation(symbol));

        Assert.Equal((3L, 0L, 3L), (slow.TakeDropped(), slow.TakeDropped(), live.Dropped));
        Assert.True(slow.Reader.TryRead(out var kept));
        Assert.Contains("\"symbol\":\"D\"", System.Text.Encoding.UTF8.GetString(kept.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subscription_that_ended_gets_nothing()
    {
        var live = new LiveBroadcaster();
        live.Subscribe()!.Dispose();

        live.Publish(Status);

        Assert.Equal(0, live.Subscribers);
    }

    private static async Task<StreamReader> OpenAsync(RunningServer server)
    {
        var response = await server.Http.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<string> NextAsync(StreamReader reader, string start)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return line;
        }

        throw new EndOfStreamException();
    }

    private static LiquidationResult Liquidation(string symbol)
    {
        var instrument = new Instrument { Venue = "binance", Symbol = symbol, Asset = "BTC", Quote = "USDT" };
        return LiquidationResult.Of(new Liquidation
        {
            Instrument = instrument,
            Side = LiquidatedSide.Long,
            Price = ExactNumber.One,
            PriceKind = PriceKind.Fill,
            Quantity = ExactNumber.One,
            NotionalMicroUsd = 1_000_000,
            BaseQuantity = 1,
            Contracts = 1,
            EventTimeMs = 0,
            ReceivedMs = 0,
            Identity = 1,
        });
    }
}
