using System.Text;
using LiqMon.Alerts;
using LiqMon.Cascades;
using LiqMon.Configuration;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Alerts;
using LiqMon.Tests.Store;
using LiqMon.Threading;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Cascades;

public sealed class CascadeLoopTests : IDisposable
{
    private const long Start = Sample.Noon + 2 * 86_400_000;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cascade_is_in_the_store_the_stream_and_at_its_target_with_the_commit_that_opens_it()
    {
        await using var server = await new HookServer().StartAsync();
        var target = new AlertTarget { Name = "a", Service = AlertService.Json, Url = new Secret(server.Url.AbsoluteUri) };
        var time = new ShiftedTime(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        using var alerts = new AlertSender([target], new Random(1), time, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var posting = alerts.RunAsync(new Supervisor(time, NullLogger.Instance), stop.Token);
        var live = new LiveBroadcaster();
        using var subscription = live.Subscribe()!;
        using var store = _folder.Open();
        using var loop = new CascadeLoop(store, _folder.Read(), ["binance"], new CascadeRule(), [new LiveCascades(live), alerts], time, NullLogger.Instance);
        var running = loop.RunAsync(CancellationToken.None);

        await TellAsync(Start - 600_000, Sample.Event(Sample.Btc, Sample.Noon));
        for (var i = 0; i < 5; i++)
            await TellAsync(Start + i * 1_000 + 100, Sample.Event(Sample.Btc, Start + i * 1_000, 100_000, 1));
        Assert.StartsWith("event: cascade\ndata: {\"change\":\"opened\",\"cascade\":{\"asset\":\"BTC\",\"side\":\"long\"", await NextAsync(), StringComparison.Ordinal);
        await Until.TrueAsync(() => server.Posted.Count == 1, "it is posted");
        Assert.Equal("cascade_opened", server.Posted[0].Body.GetProperty("event").GetString());
        using (var reader = _folder.Read())
        {
            Assert.True(Assert.Single(reader.Cascades.List(Sample.Between(0, long.MaxValue), 0, 10)).IsOpen);
            Assert.Equal(Start + 4_000, reader.Cascades.SearchedToMs());
        }

        await TellAsync(Start + 200_000);
        Assert.StartsWith("event: cascade\ndata: {\"change\":\"closed\"", await NextAsync(), StringComparison.Ordinal);
        await Until.TrueAsync(() => server.Posted.Count == 2, "its end is posted");
        Assert.Equal((0, 1, 0), (loop.Open, loop.Opened, loop.Failures));
        loop.Complete();
        await running;
        await stop.CancelAsync();
        await posting;

        async Task TellAsync(long nowMs, params Liquidation[] liquidations)
        {
            var sequence = store.Commit([.. liquidations.Select(liquidation => StoreItem.Of(liquidation))]).Sequence;
            loop.Offer(new Committed(liquidations, nowMs, [], sequence));
            await Task.CompletedTask;
        }

        async Task<string> NextAsync() => Encoding.UTF8.GetString((await subscription.Reader.ReadAsync()).Span);
    }
}
