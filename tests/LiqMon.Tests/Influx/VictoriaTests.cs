using LiqMon.Influx;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Influx;

public sealed class VictoriaTests
{
    [VictoriaFact]
    public async Task VictoriaMetrics_holds_what_was_written_by_the_second_api()
    {
        await using var server = await VictoriaServer.StartAsync();
        await using var run = new WriterRun(new InfluxOptions { Url = server.Url, Api = InfluxApi.V2, Target = "liqmon" });
        run.Store.Commit([.. Enumerable.Range(0, 5_000).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i, price: 1 + (i % 7)))]);
        await run.UntilToldAsync();

        var single = Assert.Single(await server.ExportAsync("liquidation_usd"));
        Assert.Equal(run.Stored(), ($"{single.Values.Count}", $"{single.Values.Sum()}"));
        Assert.Equal(("BTC", "binance", "long", "BTCUSDT"), (single.Labels["asset"], single.Labels["venue"], single.Labels["side"], single.Labels["symbol"]));
        var minutes = Assert.Single(await server.ExportAsync("liquidation_1m_orders"));
        Assert.Equal(5_000, minutes.Values[^1]);
    }

    [VictoriaFact]
    public async Task An_answer_that_is_lost_leaves_nothing_out()
    {
        await using var server = await VictoriaServer.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(server.Url);
        proxy.Fault = async (context, forward) =>
        {
            await forward();
            if (proxy.Requests % 2 != 0)
                context.Abort();
        };
        await using var run = new WriterRun(new InfluxOptions { Url = proxy.Url, Api = InfluxApi.V2, Target = "liqmon" });
        run.Store.Commit([.. Enumerable.Range(0, 1_000).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i, price: 1 + (i % 7)))]);
        await run.UntilToldAsync();

        Assert.True(proxy.Requests > 1);
        var single = Assert.Single(await server.ExportAsync("liquidation_usd"));
        Assert.Equal(1_000, single.TimesMs.Distinct().Count());
    }
}
