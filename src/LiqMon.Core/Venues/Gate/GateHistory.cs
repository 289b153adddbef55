using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Web;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What Gate still knows of the past.
/// <para>
/// Liquidations over REST have whole seconds and another price, so they cannot be matched with the socket; counted is
/// what was filled, <c>order_size</c> less <c>left</c>, at <c>fill_price</c>, by the sign of <c>order_size</c>.
/// <c>size</c> there is the position and repeats from step to step. Windows of an hour, at most 1,000 rows; how far back
/// is not documented.
/// </para>
/// <para>
/// Open interest comes from <c>contract_stats</c>, oldest first, with the mark price beside it. It counts contracts of
/// both sides, so half is taken. Its value in dollars is not read: the example of the documentation does not fit its own
/// contracts and price. The largest contracts only; the step grows with the span.
/// Source: Gate API v4 documentation, «liquidation history», «futures stats», 2026-05.
/// </para>
/// </summary>
internal static class GateHistory
{
    private const int LiquidationRows = 1_000;
    private const long WindowSeconds = 3_600;

    /// <summary>How many contracts' open interest is asked for.</summary>
    private const int Contracts = 50;

    private const int RowsPerPage = 100;

    /// <summary>Six pages a contract, unless the span is longer than 600 days.</summary>
    private const int RowsAtMost = 600;

    private const string StatsName = "contract_stats";

    private static readonly (string Name, int Seconds)[] Intervals =
        [("5m", 300), ("15m", 900), ("30m", 1_800), ("1h", 3_600), ("4h", 14_400), ("1d", 86_400)];

    /// <summary>The first calls.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (fromMs >= toMs)
            return [];
        var interval = Intervals.FirstOrDefault(interval => interval.Seconds * 1_000L * RowsAtMost >= toMs - fromMs, Intervals[^1]);
        return
        [
            .. Gate.Settled(instruments).Select(settle => Liquidations(rest, settle, fromMs / 1000, WindowSeconds, toMs)!),
            .. instruments.Where(instrument => Gate.Settlement(instrument) is not null).Take(Contracts).Select(instrument =>
                Stats(rest, $"/api/v4/futures/{Gate.Settlement(instrument)}/{StatsName}", instrument.Symbol, interval.Name, fromMs / 1000)),
        ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RestRequest? Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        return request.Url.AbsolutePath.EndsWith(StatsName, StringComparison.Ordinal)
            ? ReadStats(rest, request, body, fromMs, toMs, readings)
            : ReadLiquidations(rest, request, body, fromMs, toMs, readings);
    }

    private static RestRequest? ReadLiquidations(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"no list of liquidations: {(reader.TokenType == JsonTokenType.StartObject ? Utf8JsonReaderExtensions.Words(Gate.Refusal(ref reader)) : null)}");
        var rows = 0;
        for (var counting = reader; counting.NextObject(); rows++)
            counting.TrySkip();
        var settle = request.Name[(request.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        var (first, last) = (Seconds(query["from"]), Seconds(query["to"]));
        // A full page may have left rows out, at either end: ask for half the span instead.
        if (rows >= LiquidationRows && last > first)
            return Liquidations(rest, settle, first, (last - first + 1) / 2, toMs);
        while (reader.NextObject())
            ReadLiquidation(ref reader, fromMs, toMs, readings);
        return Liquidations(rest, settle, last + 1, WindowSeconds, toMs);
    }

    private static void ReadLiquidation(scoped ref Utf8JsonReader reader, long fromMs, long toMs, FrameReadings readings)
    {
        ReadOnlySpan<byte> symbol = default;
        ExactNumber? price = null, ordered = null, left = null;
        long time = 0;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("contract"u8): symbol = reader.Text(); break;
                case var _ when name.SequenceEqual("fill_price"u8): price = reader.Number(); break;
                case var _ when name.SequenceEqual("order_size"u8): ordered = reader.Number(); break;
                case var _ when name.SequenceEqual("left"u8): left = reader.Number(); break;
                case var _ when name.SequenceEqual("time"u8): time = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        var timeMs = Gate.Milliseconds(time);
        if (timeMs != 0 && (timeMs < fromMs || timeMs >= toMs))
            return;
        ExactNumber? filled = ordered is { } all && left is { } rest && all.Abs().TryMinus(rest.Abs(), out var done) ? done : null;
        readings.AddLiquidation(symbol, Gate.Side(ordered), price, PriceKind.Fill, filled, timeMs);
    }

    private static RestRequest? ReadStats(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array)
            throw new JsonException($"no statistics: {(root.ValueKind == JsonValueKind.Object ? root.Text("message") : null)}");
        // Rows do not name their contract; the address does.
        var query = HttpUtility.ParseQueryString(request.Url.Query);
        var (contract, interval) = (query["contract"] ?? "", query["interval"]);
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(contract), out var symbol))
            return null;
        long newest = 0;
        foreach (var row in root.EnumerateArray())
        {
            var time = row.ValueKind == JsonValueKind.Object ? row.Integer("time") : 0;
            if (time <= 0 || row.Number("open_interest")?.Half() is not { } openInterest)
            {
                readings.Reject(RejectReason.BadNumber);
                continue;
            }

            newest = Math.Max(newest, time);
            var timeMs = Gate.Milliseconds(time);
            if (timeMs < fromMs || timeMs >= toMs)
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

        // How many rows an answer may have is not documented, so only one that leads no further ends it.
        var next = newest + Intervals.FirstOrDefault(known => known.Name == interval, Intervals[0]).Seconds;
        return newest < Seconds(query["from"]) || next > toMs / 1000 || next * 1000 >= toMs
            ? null
            : Stats(rest, request.Url.AbsolutePath, contract, interval ?? Intervals[0].Name, next);
    }

    private static RestRequest? Liquidations(Uri rest, string settle, long first, long seconds, long toMs)
    {
        var last = Math.Min(first + seconds - 1, (toMs - 1) / 1000);
        return first > last
            ? null
            : new($"backfill:{settle}", new Uri(
                rest, string.Create(CultureInfo.InvariantCulture, $"/api/v4/futures/{settle}/liq_orders?from={first}&to={last}&limit={LiquidationRows}")));
    }

    private static RestRequest Stats(Uri rest, string path, string contract, string interval, long first) => new(
        $"backfill:open-interest-{contract}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture, $"{path}?contract={Uri.EscapeDataString(contract)}&from={first}&interval={interval}&limit={RowsPerPage}")));

    private static long Seconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ArgumentException($"no time: {text}", nameof(text));
}
