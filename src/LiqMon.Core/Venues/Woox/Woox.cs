using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// WOO X perpetuals, for their open interest: no public liquidations are known.
/// <para>
/// One list of futures holds open interest in coins, mark, index and estimated funding, under the answer's own time.
/// All contracts are linear in USDT, of one coin each. Which side the open interest counts is not documented; it is taken as
/// it is. Nothing distinguishes a stock from a coin here (<c>PERP_SNDK_USDT</c> is one), so all count as crypto. A funding time
/// that has passed, as frozen contracts keep it, is left out. The socket's open interest, mark and funding are read in
/// recordings, in the words of before 2026 and since; indices there belong to spot pairs and are not.
/// Source: WOO X API v3 documentation; a third party's measurement of all calls, 2026-09; recordings of 2023 and 2026.
/// </para>
/// </summary>
public sealed class Woox : IVenue
{
    private static readonly Uri Rest = new("https://api.woox.io");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "woox",
        Name = "WOO X",
        FeedClass = FeedClass.None,
        FeedNote = "WOO X publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 10 s, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v3/public/instruments"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data", "rows");
        if (!list.IsArray || list.Outline.ValueKind != JsonValueKind.Object || !list.Outline.IsTrue("success"))
            throw new JsonException($"no list of instruments: {list.Outline.Refusal("code", "message")}");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return instruments.Count == 0
            ? []
            : [new(new("futures", new Uri(Rest, "/v3/public/futures")), TimeSpan.FromSeconds(10))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "data", "rows");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.Text("topic") is { } topic)
            return ReadTopic(topic, root, readings);
        if (!root.TryGetProperty("success", out _))
            return FrameKind.Ignored;
        if (!root.IsTrue("success"))
        {
            readings.Detail = root.Refusal("code", "message");
            return FrameKind.Nack;
        }

        if (!list.IsArray)
            return FrameKind.Ignored;
        var timeMs = root.Integer("timestamp");
        return list.ReadRows(readings, (row, all) => ReadFuture(row, timeMs, all));
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private Instrument? Contract(ListedRow row)
    {
        if (row.Symbol.StartsWith("SPOT_", StringComparison.Ordinal) || !row.Is("status", "TRADING"))
            return null;
        return row.Symbol.Split('_') is ["PERP", { Length: > 0 } baseCoin, { Length: > 0 } quote]
            ? ListedContract.Of(Profile.Id, row.Symbol, baseCoin, quote, indexSymbol: $"SPOT_{baseCoin}_{quote}")
            : row.Refuse(ContractRefusal.BadSymbol);
    }

    private static bool ReadFuture(JsonElement row, long timeMs, FrameReadings readings)
    {
        if (!row.TryGetProperty("openInterest", out var sent))
            return false;
        if (!readings.TrySymbol(row.Bytes("symbol"), out var symbol))
            return true;
        if (sent.Number() is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var nextFundingMs = row.Integer("nextFundingTime");
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = row.Number("markPrice"),
            Index = row.Number("indexPrice"),
            FundingRate = row.Number("estFundingRate"),
            NextFundingMs = nextFundingMs > timeMs ? nextFundingMs : null,
        });
        return true;
    }

    /// <summary>"openinterest@PERP_BTC_USDT" since 2026, "PERP_BTC_USDT@openinterest" before, each with its own names.</summary>
    private static FrameKind ReadTopic(string topic, JsonElement root, FrameReadings readings)
    {
        var parts = topic.Split('@');
        var isKnown = parts.Length == 2 && (Array.IndexOf(parts, "openinterest") >= 0 || Array.IndexOf(parts, "markprice") >= 0
            || Array.IndexOf(parts, "estfundingrate") >= 0);
        if (!isKnown)
            return FrameKind.Ignored;
        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            return readings.Malformed("data is not an object");
        var symbolText = data.Bytes("s");
        if (!readings.TrySymbol(symbolText.IsEmpty ? data.Bytes("symbol") : symbolText, out var symbol))
            return FrameKind.Data;
        var timeMs = data.Integer("ts");
        var fundingMs = Math.Max(data.Integer("ft"), data.Integer("fundingTs"));
        var openInterest = data.Number("oi") ?? data.Number("openInterest");
        var mark = data.Number("px") ?? data.Number("price");
        var funding = data.Number("r") ?? data.Number("fundingRate");
        if ((openInterest ?? mark ?? funding) is null)
        {
            readings.Reject(RejectReason.BadNumber);
            return FrameKind.Data;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs > 0 ? timeMs : root.Integer("ts"),
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            FundingRate = funding,
            NextFundingMs = fundingMs > 0 ? fundingMs : null,
        });
        return FrameKind.Data;
    }
}
