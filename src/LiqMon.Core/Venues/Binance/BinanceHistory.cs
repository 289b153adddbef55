using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Open interest that Binance still knows of the last thirty days; it publishes no past liquidations.
/// <para>
/// The step is the finest of which the span fits into one answer of 500 rows. USD-M is requested by symbol: base asset,
/// and its value in the quote currency. COIN-M is requested by pair and contract type, and answers with those instead of
/// a symbol: contracts, and their value in <b>coins</b>, which is not read (and published examples disagree). Only its
/// perpetuals are requested, for the "current quarter" of a past day may be another contract than today's.
/// Source: Binance derivatives documentation, "open interest statistics", 2026-07.
/// </para>
/// </summary>
internal static class BinanceHistory
{
    private const int Rows = 500;
    private const string Path = "/futures/data/openInterestHist";
    private const string PerpetualSuffix = "_PERP";

    /// <summary>A call with an earlier start is refused; the hour is for the time until it is made.</summary>
    private const long LongestSpanMs = ((30 * 24) - 1) * EventTime.HourMs;

    private static readonly (string Name, int Minutes)[] Periods = [("5m", 5), ("15m", 15), ("30m", 30), ("1h", 60), ("2h", 120)];

    /// <summary>The calls, one for each contract.</summary>
    public static IReadOnlyList<RestRequest> Requests(
        Uri usdRest, Uri coinRest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var startMs = Math.Max(fromMs, toMs - LongestSpanMs);
        var period = Periods.First(period => period.Minutes * EventTime.MinuteMs * Rows >= toMs - startMs).Name;
        var span = string.Create(CultureInfo.InvariantCulture, $"&period={period}&limit={Rows}&startTime={startMs}&endTime={toMs - 1}");
        return [.. instruments.Select(Call).OfType<RestRequest>()];

        // The path has a limit of its own, of 1,000 calls in five minutes.
        RestRequest? Call(Instrument instrument) => instrument.Margin != MarginKind.Inverse
            ? Of(instrument.Symbol, null, new Uri(usdRest, $"{Path}?symbol={Uri.EscapeDataString(instrument.Symbol)}{span}"))
            : instrument.Symbol.EndsWith(PerpetualSuffix, StringComparison.Ordinal) && instrument.Symbol[..^PerpetualSuffix.Length] is var pair
                ? Of(instrument.Symbol, pair, new Uri(coinRest, $"{Path}?pair={Uri.EscapeDataString(pair)}&contractType=PERPETUAL{span}"))
                : null;

        RestRequest Of(string symbol, string? pair, Uri url) => new($"backfill:open-interest-{symbol}", url, Weight: 12)
        {
            Kind = RestKind.OpenInterest,
            Tag = new ContractTag(symbol, startMs, pair),
        };
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException($"no list of open interest: {list.Outline.Text("msg")}");
        var tag = request.TagOf<ContractTag>();
        var pair = tag.Pair;
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        // ETHBTC has its value in bitcoin.
        var isDollarValue = pair is null && symbol.Instrument?.Quote is "USDT" or "USDC" or "USD1";
        foreach (var row in list)
        {
            if (row.ValueKind != JsonValueKind.Object
                || (pair is null ? row.Text("symbol") != tag.Subject : row.Text("pair") != pair || row.Text("contractType") != "PERPETUAL"))
            {
                paging.Refuse(RejectReason.BadSymbol);
                continue;
            }

            var timeMs = row.Integer("timestamp");
            var openInterest = row.Number("sumOpenInterest");
            if (!paging.Includes(timeMs, isReadable: openInterest is not null))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = pair is null ? OpenInterestUnit.Base : OpenInterestUnit.Contracts,
                OpenInterestUsd = isDollarValue ? row.Number("sumOpenInterestValue") : null,
            });
        }

        // The step is such that the span fits into one answer; what is older than a month cannot be had.
        return HistoryStep.Ends(
            paging is { Rows: > 0, HasTime: false } ? HistoryEnd.NoTime
            : tag.EdgeMs > fromMs ? HistoryEnd.VenueLimit
            : HistoryEnd.ReachedEnd);
    }

    /// <summary>One contract's open interest.</summary>
    /// <param name="Subject">The contract.</param>
    /// <param name="EdgeMs">The first moment of interest that can be had.</param>
    /// <param name="Pair">The pair that a COIN-M contract is named by; null for USD-M.</param>
    private sealed record ContractTag(string Subject, long EdgeMs, string? Pair) : HistoryTag(Subject, EdgeMs);
}
