using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// KuCoin Futures, for its open interest: it publishes no liquidations (every topic of such a name is refused as not
/// existing; only one's own are sent, to account holders).
/// <para>
/// One list, requested again and again, holds all contracts with open interest, mark, index and funding. It has no time,
/// so the readings get the time of receipt. <c>openInterest</c> counts contracts, one-sided, of <c>multiplier</c> coins
/// each; −1 means one dollar (inverse). <c>isQuanto</c> is also set on contracts that settle in their own quote currency,
/// as all in USDT do: those are linear. XBT is Bitcoin. <c>assetClass</c> distinguishes stocks, metals and commodities from crypto.
/// <c>nextFundingRateTime</c> is a countdown and not read; <c>nextFundingRateDateTime</c> a moment.
/// The history of open interest is on the spot host, in contracts, newest first, without the symbol.
/// Source: KuCoin Futures documentation, 2026; recordings of 2022 and 2024.
/// </para>
/// </summary>
public sealed class Kucoin : IVenue
{
    private const int HistoryRows = 200;
    private const long LongestFineSpanMs = 3 * EventTime.DayMs;

    private static readonly PageRules Pages = new(HistoryRows) { RowDistanceMs = 5 * EventTime.MinuteMs };

    private static readonly Uri Rest = new("https://api-futures.kucoin.com");
    private static readonly Uri History = new("https://api.kucoin.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "kucoin",
        Name = "KuCoin",
        FeedClass = FeedClass.None,
        FeedNote = "KuCoin publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 15 s, one-sided",
        BackfillNote = "open interest only: 5 minutes apart over days, an hour apart beyond",
        HasOtherHistory = true,
        RestLimit = new() { WeightPerMinute = 1_000 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v1/contracts/active"), Weight: 3)];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (!IsList(root) || !list.IsArray)
            throw new JsonException($"no list of contracts: {root.Refusal("code", "msg")}");
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
            : [new(new("contracts", new Uri(Rest, "/api/v1/contracts/active"), Weight: 3), TimeSpan.FromSeconds(15))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "data");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        // Archives hold rows of the list as messages of a topic that no socket of the venue has.
        var isRecorded = root.Text("topic") is { } topic && topic.StartsWith("/contract/details:", StringComparison.Ordinal);
        if (!isRecorded && !root.TryGetProperty("code", out _))
            return FrameKind.Ignored;
        if (!isRecorded && root.Text("code") != "200000")
        {
            readings.Detail = root.Refusal("code", "msg");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadContract);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var interval = toMs - fromMs <= LongestFineSpanMs ? "5min" : "1hour";
        return toMs <= fromMs ? [] : [.. instruments.Select(instrument => HistoryPage(instrument.Symbol, interval, fromMs, toMs - 1))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<HistoryTag>();
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (!IsList(root))
            throw new JsonException($"no list of open interest: {root.Refusal("code", "msg")}");
        if (!readings.TrySymbol(System.Text.Encoding.UTF8.GetBytes(tag.Subject), out var symbol))
            return HistoryStep.Ends(HistoryEnd.UnknownSymbol);
        var paging = new HistoryPaging(fromMs, toMs, readings);
        foreach (var row in list)
        {
            if (!paging.IsRow(row))
                continue;
            var timeMs = row.Integer("ts");
            var openInterest = row.Number("openInterest");
            if (paging.Includes(timeMs, isReadable: openInterest is not null))
            {
                readings.AddMarket(new MarketReading
                {
                    Symbol = symbol,
                    TimeMs = timeMs,
                    OpenInterest = openInterest,
                    OpenInterestUnit = OpenInterestUnit.Contracts,
                });
            }
        }

        return paging.NewestFirst(Pages, tag.EdgeMs, untilMs => HistoryPage(tag.Subject, tag.Step!, fromMs, untilMs));
    }

    private static RestRequest HistoryPage(string symbol, string interval, long fromMs, long lastMs) => new(
        $"backfill:open-interest:{symbol}",
        new Uri(History, string.Create(
            CultureInfo.InvariantCulture,
            $"/api/ua/v1/market/open-interest?symbol={Uri.EscapeDataString(symbol)}&interval={interval}&startAt={fromMs}&endAt={lastMs}&pageSize={HistoryRows}")))
    {
        Kind = RestKind.OpenInterest,
        Tag = new HistoryTag(symbol, lastMs) { Step = interval },
    };

    private static bool IsList(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.Text("code") == "200000"
        && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array;

    /// <summary>False for a row of another list: of trades, prices or funding rates.</summary>
    private static bool ReadContract(JsonElement row, FrameReadings readings)
    {
        if (!row.TryGetProperty("openInterest", out _) || !row.TryGetProperty("multiplier", out _))
            return false;
        if (!readings.TrySymbol(row.Bytes("symbol"), out var symbol))
            return true;
        if (row.Number("openInterest") is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var nextFundingMs = row.Integer("nextFundingRateDateTime");
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            Mark = row.Number("markPrice"),
            Index = row.Number("indexPrice"),
            FundingRate = row.Number("fundingFeeRate"),
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
        return true;
    }

    private Instrument? Contract(ListedRow row)
    {
        InstrumentKind? kind = row.Word("type") switch
        {
            "FFWCSX" => InstrumentKind.Perpetual,
            "FFICSX" => InstrumentKind.Dated,
            _ => null,
        };
        if (kind is null || !row.Is("status", "Open") || row.Flag("isInverse") is not { } isInverse
            || row.Word("quoteCurrency", ContractRefusal.NoQuote) is not { } quote || row.Word("settleCurrency") is not { } settle)
            return null;
        var margin = isInverse ? MarginKind.Inverse : settle == quote ? MarginKind.Linear : MarginKind.Quanto;
        if (isInverse && !AssetNames.IsUsd(quote))
            return null;
        // Dollars of an inverse contract carry a minus.
        var multiplier = row.Row.Number("multiplier");
        if (isInverse)
            multiplier = multiplier is { Mantissa: < 0 } ? multiplier.Value.Abs() : null;
        if (row.Size(multiplier) is not { } size)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("baseCurrency"), quote,
            isTraditional: row.Text("assetClass") is not (null or "" or "CRYPTO"), kind: kind.Value, margin: margin,
            unit: QuantityUnit.Contracts, contractSize: size);
    }
}
