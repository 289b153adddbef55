using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Web;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What HTX still knows of the past.
/// <para>
/// Liquidations: <c>swap_liquidation_orders</c> v3 per contract, at most 48 hours a call, with the socket's own fields. The
/// newer <c>/v5/market/liquidation_orders</c> has a time and a price whose relation to the socket's is not known.
/// </para>
/// <para>
/// Open interest: <c>swap_his_open_interest</c> per contract, the newest 200 rows of a step and no other, whatever span is
/// wanted. So the hours are asked for first (eight days), then wider steps until the start is reached (200 days at most).
/// It counts contracts of both sides as the current figure does, so half is taken; so is half of <c>value</c>, which is in
/// the quote currency on linear contracts and is not documented on others. Coin-margined futures are asked for by
/// «quarter» and the like, and the quarter of a past day may be another contract than today's: they are left out.
/// Source: HTX derivatives documentation, «query liquidation orders», «query information on open interest».
/// </para>
/// </summary>
internal static class HtxHistory
{
    private const long LiquidationsMs = 48 * 3_600_000L;
    private const int OpenInterestRows = 200;
    private const string OpenInterestPath = "/swap_his_open_interest";

    private static readonly string[] Periods = ["60min", "4hour", "12hour", "1day"];

    /// <summary>The first calls.</summary>
    public static IReadOnlyList<RestRequest> Requests(Uri rest, IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs
            ? []
            :
            [
                .. instruments.Select(LiquidationsPath).Distinct().Select(path => Liquidations(rest, path, fromMs, toMs, from: null)),
                .. instruments.Where(instrument => HtxContracts.Family(instrument) != HtxFamily.CoinFutures)
                    .Select(instrument => OpenInterest(rest, Prefix(instrument) + OpenInterestPath, instrument.Symbol, Periods[0])),
            ];
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RestRequest? Read(
        Uri rest, RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        return request.Url.AbsolutePath.EndsWith(OpenInterestPath, StringComparison.Ordinal)
            ? ReadOpenInterest(rest, request.Url, body, fromMs, toMs, readings)
            : ReadLiquidations(rest, request.Url.PathAndQuery, body, fromMs, toMs, readings);
    }

    private static RestRequest? ReadLiquidations(
        Uri rest, string url, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no list of liquidations");
        ReadOnlySpan<byte> words = default;
        Utf8JsonReader data = default;
        long code = 0;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("code"u8))
                code = reader.Integer();
            else if (name.SequenceEqual("msg"u8))
                words = reader.Text();
            else
            {
                if (name.SequenceEqual("data"u8))
                    data = reader;
                reader.SkipNested();
            }
        }

        reader.End();
        if (code != 200 || data.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"no list of liquidations: {code} {Utf8JsonReaderExtensions.Words(words)}");
        var path = url[..url.IndexOf("&trade_type", StringComparison.Ordinal)];
        var before = Parameter(url, "from_id");
        var newest = before ?? 0;
        while (data.NextObject())
            newest = Math.Max(newest, Htx.ReadOrder(ref data, fromMs, toMs, readings));
        if (newest > (before ?? 0))
            return Liquidations(rest, path, Parameter(url, "start_time") ?? fromMs, toMs, newest);
        var end = Parameter(url, "end_time") ?? toMs;
        return end >= toMs ? null : Liquidations(rest, path, end, toMs, from: null);
    }

    private static RestRequest? ReadOpenInterest(
        Uri rest, Uri asked, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        using var document = JsonElementExtensions.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.Text("status") != "ok"
            || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("tick", out var ticks) || ticks.ValueKind != JsonValueKind.Array)
            throw new JsonException($"no open interest: {(root.ValueKind == JsonValueKind.Object ? root.Text("err_msg") ?? root.Text("err-msg") : null)}");
        var query = HttpUtility.ParseQueryString(asked.Query);
        var (symbolText, period) = (query["contract_code"] ?? "", query["period"]);
        if (!readings.TrySymbol(Encoding.UTF8.GetBytes(symbolText), out var symbol))
            return null;
        var isLinear = asked.AbsolutePath.StartsWith("/linear", StringComparison.Ordinal);
        var oldestMs = long.MaxValue;
        foreach (var row in data.Objects("tick"))
        {
            var timeMs = row.Integer("ts");
            if (timeMs > 0)
                oldestMs = Math.Min(oldestMs, timeMs);
            if (timeMs != 0 && (timeMs < fromMs || timeMs >= toMs))
                continue;
            if (row.Integer("amount_type") != 1 || row.Number("volume")?.Half() is not { } openInterest)
            {
                readings.Reject(RejectReason.BadNumber);
                continue;
            }

            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = timeMs,
                OpenInterest = openInterest,
                OpenInterestUnit = OpenInterestUnit.Contracts,
                OpenInterestUsd = isLinear ? row.Number("value")?.Half() : null,
            });
        }

        var next = Array.IndexOf(Periods, period) + 1;
        return ticks.GetArrayLength() < OpenInterestRows || oldestMs <= fromMs || next is 0 || next == Periods.Length
            ? null
            : OpenInterest(rest, asked.AbsolutePath, symbolText, Periods[next]);
    }

    /// <summary>The call for liquidations of a contract, or of a coin's futures together.</summary>
    private static string LiquidationsPath(Instrument instrument) => HtxContracts.Family(instrument) == HtxFamily.CoinFutures
        ? "/api/v3/contract_liquidation_orders?symbol=" + HtxContracts.Coin(instrument)
        : Prefix(instrument).Replace("/v1", "/v3", StringComparison.Ordinal) + "/swap_liquidation_orders?contract=" + instrument.Symbol;

    private static string Prefix(Instrument instrument) =>
        instrument.Margin == MarginKind.Linear ? "/linear-swap-api/v1" : "/swap-api/v1";

    private static RestRequest Liquidations(Uri rest, string path, long start, long toMs, long? from)
    {
        var family = path.StartsWith("/linear", StringComparison.Ordinal) ? HtxFamily.Linear
            : path.StartsWith("/swap", StringComparison.Ordinal) ? HtxFamily.CoinSwap : HtxFamily.CoinFutures;
        var page = from is { } id ? string.Create(CultureInfo.InvariantCulture, $"&from_id={id}") : "";
        return new($"backfill:{HtxContracts.Word(family)}", new Uri(rest, string.Create(
            CultureInfo.InvariantCulture,
            $"{path}&trade_type=0&start_time={start}&end_time={Math.Min(toMs, start + LiquidationsMs)}&direct=next{page}")));
    }

    private static RestRequest OpenInterest(Uri rest, string path, string symbol, string period) => new(
        $"backfill:open-interest-{symbol}",
        new Uri(rest, string.Create(
            CultureInfo.InvariantCulture, $"{path}?contract_code={symbol}&period={period}&size={OpenInterestRows}&amount_type=1")));

    private static long? Parameter(string url, string name)
    {
        foreach (var pair in url.Split('&', '?'))
        {
            if (pair.StartsWith(name + "=", StringComparison.Ordinal)
                && long.TryParse(pair.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return value;
        }

        return null;
    }
}
