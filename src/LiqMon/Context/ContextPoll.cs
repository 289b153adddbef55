using LiqMon.Context.Sources;
using LiqMon.Venues;

namespace LiqMon.Context;

/// <summary>A call to an external source that is repeated.</summary>
/// <param name="Source">Who is queried.</param>
/// <param name="Setting">The setting that moves it, or leaves it out.</param>
/// <param name="Place">Where.</param>
/// <param name="Request">What.</param>
/// <param name="Every">How often.</param>
/// <param name="Read">What the answer means; throws a <see cref="System.Text.Json.JsonException"/> for anything else.</param>
internal sealed record ContextPoll(
    string Source, string Setting, Uri Place, RestRequest Request, TimeSpan Every, Func<ReadOnlyMemory<byte>, long, IReadOnlyList<ContextSample>> Read)
{
    private const long PageMs = 1_000 * 60_000;

    // With the running one 67 hours, of which the flag for steady flow needs 42.
    private const int PastPages = 4;

    // Three readings a minute, of which the middle one counts.
    private static readonly TimeSpan Prices = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    // CoinGecko renews its figures about as often, and allows few calls without a key.
    private static readonly TimeSpan Global = TimeSpan.FromMinutes(10);

    // The answer has several MiB, and one more day each day.
    private static readonly TimeSpan OnceADay = TimeSpan.FromDays(1);
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    /// <summary>What is requested once, before the first turn, so that what happened while nobody listened is not missing.</summary>
    internal Func<long, IEnumerable<RestRequest>> Past { get; init; } = static _ => [];

    /// <summary>How soon it is repeated after a failure.</summary>
    internal TimeSpan AfterFailure { get => field > TimeSpan.Zero ? field : Every; init; }

    /// <summary>
    /// The name under which the store keeps when it was answered last, for a call that is too dear to be repeated at every start;
    /// null where each start calls at once.
    /// </summary>
    internal string? LastAnswer { get; init; }

    /// <summary>The only venue that it is about: it is not called where that one is switched off. Null for the whole market.</summary>
    internal string? Venue { get; init; }

    /// <summary>All that the options switch on.</summary>
    internal static IEnumerable<ContextPoll> All(ContextOptions options)
    {
        if (options.CoinbaseUrl is { } coinbase)
        {
            foreach (var product in new[] { SpotTickers.BtcUsd, SpotTickers.UsdtUsd })
            {
                yield return Of(
                    SpotTickers.Coinbase, nameof(options.CoinbaseUrl), coinbase, $"/products/{product}/ticker", Prices,
                    (body, nowMs) => SpotTickers.ReadCoinbase(body.Span, product, nowMs));
            }
        }

        if (options.BinanceSpotUrl is { } spot)
        {
            yield return Of(
                SpotTickers.BinanceSpot, nameof(options.BinanceSpotUrl), spot, "/api/v3/ticker/bookTicker?symbol=BTCUSDT", Prices,
                (body, nowMs) => SpotTickers.ReadBinanceBook(body.Span, nowMs));
            const string Klines = "/api/v3/klines?symbol=BTCUSDT&interval=1m";
            yield return Of(
                SpotTickers.BinanceSpot, nameof(options.BinanceSpotUrl), spot, Klines + "&limit=60", Minutes,
                (body, nowMs) => SpotTickers.ReadBinanceMinutes(body.Span, nowMs)) with
            {
                Past = nowMs => Enumerable.Range(0, PastPages).Select(page => RequestOf(
                    SpotTickers.BinanceSpot, spot, FormattableString.Invariant($"{Klines}&limit=1000&endTime={nowMs - page * PageMs}"), weight: 2)),
            };
        }

        if (options.CoinGeckoUrl is { } gecko)
        {
            yield return Of(
                GlobalMarket.Source, nameof(options.CoinGeckoUrl), gecko, "/api/v3/global", Global,
                (body, nowMs) => GlobalMarket.Read(body.Span, nowMs));
        }

        if (options.HyperliquidDailyUrl is { } daily)
        {
            yield return Of(
                HyperliquidDaily.Source, nameof(options.HyperliquidDailyUrl), daily, HyperliquidDaily.Path, OnceADay,
                (body, nowMs) => HyperliquidDaily.Read(body.Span, nowMs)) with
            {
                AfterFailure = AnHour,
                LastAnswer = HyperliquidDaily.LastRead,
                Venue = VenueCatalog.All.Single(venue => venue.Profile.PublishedDaily == HyperliquidDaily.Source).Profile.Id,
            };
        }
    }

    private static ContextPoll Of(
        string source, string option, Uri place, string path, TimeSpan every, Func<ReadOnlyMemory<byte>, long, IReadOnlyList<ContextSample>> read) =>
        new(source, "Context:" + option, place, RequestOf(source, place, path), every, read);

    private static RestRequest RequestOf(string source, Uri place, string path, int weight = 1) => new(source, new Uri(place, path), weight);
}
