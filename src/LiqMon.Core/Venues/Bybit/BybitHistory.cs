using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Open interest that Bybit still knows, years back; it publishes no past liquidations.
/// <para>
/// Units are those of the ticker: base asset on linear contracts, US dollars on inverse ones. <c>openInterest</c> counts
/// both sides, <c>singleOpenInterest</c> (since 2026-06-11) one; where only the former is given, half of it is taken.
/// Pages come newest first and are joined by a cursor. The step grows with the span.
/// Source: Bybit v5 documentation, "open interest", 2026-07.
/// </para>
/// </summary>
internal static class BybitHistory
{
    private const int RowsPerPage = 200;

    /// <summary>Three pages a contract, unless the span is longer than 600 days.</summary>
    private const int RowsAtMost = 600;

    private static readonly PageRules Pages = new(RowsPerPage) { RowDistanceMs = 5 * EventTime.MinuteMs };

    private static readonly (string Name, int Minutes)[] Intervals =
        [("5min", 5), ("15min", 15), ("30min", 30), ("1h", 60), ("4h", 240), ("1d", 1_440)];

    /// <summary>The first calls, one for each contract.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var interval = Intervals.FirstOrDefault(interval => interval.Minutes * EventTime.MinuteMs * RowsAtMost >= toMs - fromMs, Intervals[^1]).Name;
        return
        [
            .. instruments.Select(instrument => First(
                instrument.Symbol,
                isInverse: instrument.Margin == MarginKind.Inverse,
                new Uri(rest, string.Create(
                    CultureInfo.InvariantCulture,
                    $"/v5/market/open-interest?category={(instrument.Margin == MarginKind.Inverse ? "inverse" : "linear")}&symbol={Uri.EscapeDataString(instrument.Symbol)}&intervalTime={interval}&startTime={fromMs}&endTime={toMs - 1}&limit={RowsPerPage}")))),
        ];

        RestRequest First(string symbol, bool isInverse, Uri url) => new($"backfill:open-interest-{symbol}", url)
        {
            Kind = RestKind.OpenInterest,
            Tag = new PageTag(symbol, toMs, isInverse, url),
        };
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(body, "result", "list");
        var root = list.Outline;
        if (!list.IsArray || root.Number("retCode") is not { Mantissa: 0 })
            throw new JsonException($"no list of open interest: {root.Text("retMsg")}");
        // Rows do not name their contract; the call does.
        var tag = request.TagOf<PageTag>();
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        foreach (var row in list)
        {
            if (!paging.IsRow(row))
                continue;
            var timeMs = row.Integer("timestamp");
            var openInterest = row.Number("singleOpenInterest") ?? row.Number("openInterest")?.Half();
            if (!paging.Includes(timeMs, isReadable: openInterest is not null))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = tag.IsInverse ? OpenInterestUnit.Usd : OpenInterestUnit.Base,
            });
        }

        var cursor = root.Inner("result").Text("nextPageCursor");
        return paging.ByCursor(Pages, tag.EdgeMs, cursor is null or "" ? null : () => request with
        {
            Url = Bybit.WithCursor(tag.First, cursor),
            Tag = tag with { EdgeMs = paging.OldestMs },
        });
    }

    /// <summary>A page of a contract's open interest.</summary>
    /// <param name="Subject">The contract.</param>
    /// <param name="EdgeMs">Time of the oldest row of the page before; the end of the span on the first page.</param>
    /// <param name="IsInverse">Whether its open interest counts dollars.</param>
    /// <param name="First">Address of the first page.</param>
    private sealed record PageTag(string Subject, long EdgeMs, bool IsInverse, Uri First) : HistoryTag(Subject, EdgeMs);
}
