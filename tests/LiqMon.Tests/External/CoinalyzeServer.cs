using System.Collections.Concurrent;
using System.Globalization;
using LiqMon.Tests.Feeds;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Tests.External;

/// <summary>Coinalyze on loopback: two BTC contracts and one of ETH at Binance, with sums in every minute.</summary>
internal sealed class CoinalyzeServer : IAsyncDisposable
{
    internal const string Key = "key-of-the-test";

    private readonly ConcurrentQueue<string> _asked = new();
    private VenueServer? _server;

    /// <summary>What to answer instead of history; true when it did. Told how many histories were asked for before.</summary>
    internal Func<HttpContext, int, Task<bool>> Instead { get; init; } = (_, _) => Task.FromResult(false);

    internal Uri Url => _server!.RestUrl;

    internal IReadOnlyList<string> Histories => [.. _asked];

    internal async Task<CoinalyzeServer> StartAsync()
    {
        _server = await VenueServer.StartAsync(_ => Task.CompletedTask, AnswerAsync);
        return this;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task<bool> AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers["api_key"] != Key)
        {
            context.Response.StatusCode = 401;
            return true;
        }

        switch (context.Request.Path)
        {
            case "/v1/exchanges":
                await context.Response.WriteAsync("""[{"name":"Binance","code":"A"}]""");
                return true;
            case "/v1/future-markets":
                await context.Response.WriteAsync(
                    """
                    [{"symbol":"BTCUSDT_PERP.A","exchange":"A","base_asset":"BTC"},{"symbol":"BTCUSD_PERP.A","exchange":"A","base_asset":"BTC"},
                     {"symbol":"ETHUSDT_PERP.A","exchange":"A","base_asset":"ETH"},{"symbol":"BTCUSDT.6","exchange":"6","base_asset":"BTC"}]
                    """);
                return true;
            case "/v1/liquidation-history":
                var before = _asked.Count;
                _asked.Enqueue(context.Request.QueryString.Value!);
                if (!await Instead(context, before))
                    await context.Response.WriteAsync(History(context.Request.Query));
                return true;
            default:
                return false;
        }
    }

    /// <summary>One dollar of longs and two of shorts in each minute of each market, also around what was asked for.</summary>
    private static string History(IQueryCollection query)
    {
        Assert.Equal("1min", query["interval"]);
        var (from, to) = (Seconds(query["from"]!), Seconds(query["to"]!));
        var buckets = string.Join(',', Enumerable.Range(-2, (int)((to - from) / 60) + 4)
            .Select(i => $$"""{"t":{{(from / 60 + i) * 60}},"l":1,"s":2.0000006}"""));
        return $"[{string.Join(',', query["symbols"].ToString().Split(',').Select(symbol => $$"""{"symbol":"{{symbol}}","history":[{{buckets}}]}"""))}]";
    }

    private static long Seconds(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
