using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What Gate still knows of the past.
/// <para>
/// Liquidations over REST have whole seconds and another price, so they cannot be matched with the socket; counted is
/// what was filled, <c>order_size</c> less <c>left</c>, at <c>fill_price</c>, by the sign of <c>order_size</c>.
/// <c>size</c> there is the position and repeats from step to step. Windows of an hour, at most 1,000 rows. It
/// answers 90 days back: orders of 95 days ago were none (measured 2026-09).
/// </para>
/// <para>
/// Open interest comes from <c>contract_stats</c>, oldest first, with the mark price beside it. It counts contracts of
/// both sides, so half is taken. Its value in dollars is not read: the example of the documentation does not fit its own
/// contracts and price. The largest contracts only; the step grows with the span.
/// Source: Gate API v4 documentation, "liquidation history", "futures stats", 2026-05.
/// </para>
/// </summary>
internal static class GateHistory
{
    private const int LiquidationRows = 1_000;
    private const long WindowSeconds = 3_600;

    /// <summary>How many contracts' open interest is requested.</summary>
    private const int Contracts = 50;

    private const int RowsPerPage = 100;

    /// <summary>Six pages a contract, unless the span is longer than 600 days.</summary>
    private const int RowsAtMost = 600;

    private static readonly (string Name, int Seconds)[] Intervals =
        [("5m", 300), ("15m", 900), ("30m", 1_800), ("1h", 3_600), ("4h", 14_400), ("1d", 86_400)];

    /// <summary>The first calls.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var interval = Intervals.FirstOrDefault(interval => interval.Seconds * EventTime.SecondMs * RowsAtMost >= toMs - fromMs, Intervals[^1]);
        return
        [
            .. Gate.Settled(instruments).Select(settle => Liquidations(rest, settle, fromMs / EventTime.SecondMs, WindowSeconds, toMs)!),
            .. instruments.Where(instrument => Gate.Settlement(instrument) is not null).Take(Contracts).Select(instrument =>
                Stats(rest, Gate.Settlement(instrument)!, instrument.Symbol, interval, fromMs / EventTime.SecondMs)),
        ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static HistoryStep Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        return request.Kind == RestKind.OpenInterest
            ? ReadStats(rest, request.TagOf<StatsTag>(), body, fromMs, toMs, readings)
            : ReadLiquidations(rest, request.TagOf<WindowTag>(), body, fromMs, toMs, readings);
    }

    private static HistoryStep ReadLiquidations(
        Uri rest, WindowTag tag, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"no list of liquidations: {(reader.TokenType == JsonTokenType.StartObject ? Utf8JsonReaderExtensions.Words(Gate.Refusal(ref reader)) : null)}");
        var rows = 0;
        for (var counting = reader; counting.NextObject(); rows++)
            counting.TrySkip();
        var (first, last) = (tag.EdgeMs / EventTime.SecondMs, tag.Last);
        // A full page may have left rows out, at either end: half the window is requested instead.
        if (rows >= LiquidationRows && last > first)
            return HistoryStep.Continues(Liquidations(rest, tag.Subject, first, (last - first + 1) / 2, toMs)!);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        while (paging.NextRow(ref reader))
            ReadLiquidation(ref reader, paging, readings);
        if (paging is { Rows: > 0, HasTime: false })
            return HistoryStep.Ends(HistoryEnd.NoTime);
        // Rows of another window only: the venue ignores what it was called with.
        if (paging.HasTime && (paging.NewestMs < tag.EdgeMs || paging.OldestMs >= (last + 1) * EventTime.SecondMs))
            return HistoryStep.Ends(HistoryEnd.NoProgress);
        HistoryEnd? flaw = rows >= LiquidationRows ? HistoryEnd.CrowdedMoment : null;
        return Liquidations(rest, tag.Subject, last + 1, WindowSeconds, toMs) is { } next
            ? HistoryStep.Continues(next, flaw)
            : HistoryStep.Ends(flaw ?? HistoryEnd.ReachedEnd);
    }

    private static void ReadLiquidation(scoped ref Utf8JsonReader reader, HistoryPaging paging, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default;
        ExactNumber? price = null, orderPrice = null, ordered = null, left = null;
        long time = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("fill_price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("order_price"u8): orderPrice = reader.Number(); break;
                case var _ when name.SequenceEqual("order_size"u8): ordered = reader.Number(); break;
                case var _ when name.SequenceEqual("left"u8): left = reader.Number(); break;
                case var _ when name.SequenceEqual("time"u8): time = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        var timeMs = Gate.Milliseconds(time);
        if (!paging.Includes(timeMs))
            return;
        ExactNumber? filled = ordered is { } all && left is { } rest && all.Abs().TryMinus(rest.Abs(), out var done) ? done : null;
        readings.AddLiquidation(symbol, GateLiquidations.Side(ordered), price, PriceKind.Fill, filled, timeMs, orderPrice: orderPrice);
    }

    private static HistoryStep ReadStats(
        Uri rest, StatsTag tag, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException($"no statistics: {list.Outline.Text("message")}");
        // Rows do not name their contract; the call does.
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        foreach (var row in list)
        {
            var time = row.ValueKind == JsonValueKind.Object ? row.Integer("time") : 0;
            var timeMs = Gate.Milliseconds(time);
            if (time <= 0 || row.Number("open_interest")?.Half() is not { } openInterest)
            {
                paging.Refuse(RejectReason.BadNumber, timeMs);
                continue;
            }

            if (!paging.Includes(timeMs))
                continue;
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Contracts,
                Mark = row.Number("mark_price"),
            });
        }

        // How many rows an answer may have is not documented, so only one without rows ends it.
        var rules = new PageRules(RowsPerPage) { ShortPageIsLast = false, RowDistanceMs = tag.Seconds * EventTime.SecondMs };
        return paging.OldestFirst(
            rules, tag.EdgeMs, sinceMs => Stats(rest, tag.Settle, tag.Subject, (tag.Step!, tag.Seconds), sinceMs / EventTime.SecondMs));
    }

    private static RestRequest? Liquidations(Uri rest, string settle, long first, long seconds, long toMs)
    {
        var last = Math.Min(first + seconds - 1, (toMs - 1) / EventTime.SecondMs);
        return first > last
            ? null
            : new($"backfill:{settle}", new Uri(
                rest, string.Create(CultureInfo.InvariantCulture, $"/api/v4/futures/{settle}/liq_orders?from={first}&to={last}&limit={LiquidationRows}")))
            {
                Kind = RestKind.Liquidations,
                Tag = new WindowTag(settle, first * EventTime.SecondMs, last),
            };
    }

    private static RestRequest Stats(Uri rest, string settle, string contract, (string Name, int Seconds) interval, long first) => new(
        $"backfill:open-interest-{contract}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v4/futures/{settle}/contract_stats?contract={Uri.EscapeDataString(contract)}&from={first}&interval={interval.Name}&limit={RowsPerPage}")))
    {
        Kind = RestKind.OpenInterest,
        Tag = new StatsTag(contract, first * EventTime.SecondMs, settle, interval.Seconds) { Step = interval.Name },
    };

    /// <summary>A window of liquidations.</summary>
    /// <param name="Subject">The currency of settlement.</param>
    /// <param name="EdgeMs">The window's first second, in milliseconds.</param>
    /// <param name="Last">Its last second, Unix seconds.</param>
    private sealed record WindowTag(string Subject, long EdgeMs, long Last) : HistoryTag(Subject, EdgeMs);

    /// <summary>A page of a contract's statistics.</summary>
    /// <param name="Subject">The contract.</param>
    /// <param name="EdgeMs">The first moment of interest.</param>
    /// <param name="Settle">The currency of settlement.</param>
    /// <param name="Seconds">Distance between two rows.</param>
    private sealed record StatsTag(string Subject, long EdgeMs, string Settle, int Seconds) : HistoryTag(Subject, EdgeMs);
}
