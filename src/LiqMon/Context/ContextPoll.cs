using LiqMon.Context.Sources;
using LiqMon.Venues;

namespace LiqMon.Context;

/// <summary>A call to an external source that is repeated.</summary>
/// <param name="Source">Who is asked.</param>
/// <param name="Place">Where.</param>
/// <param name="Request">What.</param>
/// <param name="Every">How often.</param>
/// <param name="Read">What the answer means; throws a <see cref="System.Text.Json.JsonException"/> for anything else.</param>
internal sealed record ContextPoll(
    string Source, Uri Place, RestRequest Request, TimeSpan Every, Func<ReadOnlyMemory<byte>, long, IReadOnlyList<ContextSample>> Read)
{
    // Three readings a minute, of which the middle one counts.
    private static readonly TimeSpan Prices = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    // CoinGecko renews its figures about as often, and allows few calls without a key.
    private static readonly TimeSpan Global = TimeSpan.FromMinutes(10);

    /// <summary>All that the options switch on.</summary>
    internal static IEnumerable<ContextPoll> All(ContextOptions options)
    {
        if (options.CoinbaseUrl is { } coinbase)
        {
            foreach (var product in new[] { SpotTickers.BtcUsd, SpotTickers.UsdtUsd })
            {
                yield return Of(
                    SpotTickers.Coinbase, coinbase, $"/products/{product}/ticker", Prices,
                    (body, nowMs) => SpotTickers.ReadCoinbase(body.Span, product, nowMs));
            }
        }

        if (options.BinanceSpotUrl is { } spot)
        {
            yield return Of(
                SpotTickers.BinanceSpot, spot, "/api/v3/ticker/bookTicker?symbol=BTCUSDT", Prices,
                (body, nowMs) => SpotTickers.ReadBinanceBook(body.Span, nowMs));
            yield return Of(
                SpotTickers.BinanceSpot, spot, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000", Minutes,
                (body, nowMs) => SpotTickers.ReadBinanceMinutes(body.Span, nowMs), weight: 2);
        }

        if (options.CoinGeckoUrl is { } gecko)
            yield return Of(GlobalMarket.Source, gecko, "/api/v3/global", Global, (body, nowMs) => GlobalMarket.Read(body.Span, nowMs));
    }

    private static ContextPoll Of(
        string source, Uri place, string path, TimeSpan every, Func<ReadOnlyMemory<byte>, long, IReadOnlyList<ContextSample>> read, int weight = 1) =>
        new(source, place, new RestRequest(source, new Uri(place, path), weight), every, read);
}
