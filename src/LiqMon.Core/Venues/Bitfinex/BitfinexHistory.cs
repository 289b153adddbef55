using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Open interest that Bitfinex still knows, back to 2019: the contract's status about once a minute, of which one row in
/// five minutes is taken. Rows are those of the socket, without the symbol in front that the list of all contracts has:
/// 0 time, 14 mark price, 17 open interest in base coins, one-sided. The largest contracts only.
/// Source: Bitfinex API v2 documentation, "derivatives status history"; a published answer of 2026-07.
/// </summary>
internal static class BitfinexHistory
{
    /// <summary>How many contracts' status is requested.</summary>
    private const int Contracts = 10;

    private const int RowsAsked = 5_000;

    /// <summary>Other clients take 250 for the limit: a page of fewer rows is the last.</summary>
    private const int RowsAtLeast = 250;

    private const long StepMs = 5 * EventTime.MinuteMs;
    private const string Folder = "/v2/status/deriv/";

    private static readonly PageRules Pages = new(RowsAtLeast) { RowDistanceMs = 1 };

    /// <summary>The first calls, one for each contract.</summary>
    public static IEnumerable<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs) =>
        instruments.Take(Contracts).Select(instrument => Page(rest, instrument.Symbol, fromMs, toMs));

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var list = JsonList.Open(body);
        if (!list.IsArray || !BeginsWithArray(list))
            throw new JsonException("no history of a contract's status");
        var tag = request.TagOf<HistoryTag>();
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        long step = -1;
        foreach (var row in list)
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() < 18 || row[0].Number() is not { Scale: 0, Mantissa: var timeMs }
                || row[17].Number() is not { } openInterest)
            {
                paging.Refuse(RejectReason.BadNumber);
                continue;
            }

            if (!paging.Includes(timeMs) || timeMs / StepMs == step)
                continue;
            step = timeMs / StepMs;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Base,
                Mark = row[14].Number(),
            });
        }

        return paging.OldestFirst(Pages, tag.EdgeMs, sinceMs => Page(rest, tag.Subject, sinceMs, toMs));
    }

    private static bool BeginsWithArray(in JsonList list)
    {
        foreach (var row in list)
            return row.ValueKind == JsonValueKind.Array;
        return true;
    }

    private static RestRequest Page(Uri rest, string symbol, long fromMs, long toMs) => new(
        $"backfill:open-interest-{symbol}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture, $"{Folder}{symbol}/hist?start={fromMs}&end={toMs - 1}&limit={RowsAsked}&sort=1")))
    {
        Kind = RestKind.OpenInterest,
        Tag = new HistoryTag(symbol, fromMs),
    };
}
