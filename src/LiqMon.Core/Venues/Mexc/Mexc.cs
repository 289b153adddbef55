using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// MEXC futures, for their open interest: the venue publishes no liquidations.
/// <para>
/// One list of tickers holds <c>holdVol</c>, the open interest in contracts, with <c>fairPrice</c> (the mark), index and
/// funding. A contract is <c>contractSize</c> coins, or dollars where it settles in its own base coin (<c>BTC_USD</c>).
/// Whether <c>holdVol</c> counts one side is not documented; it is taken as it is, like the volumes beside it, which count a
/// trade once. Contracts of type 2 and those on the "tradfi" plate are traditional; their codes, such as MUSTOCK, give way
/// to the name that the venue displays. The socket's <c>push.ticker</c> has the same fields and is read in recordings.
/// Source: MEXC contract documentation, 2026; sidedness can only be settled by comparison with other collectors.
/// </para>
/// </summary>
public sealed class Mexc : IVenue
{
    private const int TraditionalType = 2;
    private const int DatedType = 2;

    private static readonly Uri Rest = new("https://contract.mexc.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "mexc",
        Name = "MEXC",
        FeedClass = FeedClass.None,
        FeedNote = "MEXC publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 10 s, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v1/contract/detail"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (!list.IsArray || !root.IsTrue("success"))
            throw new JsonException($"no list of contracts: {root.Refusal("code", "message")}");
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
            : [new(new("tickers", new Uri(Rest, "/api/v1/contract/ticker")), TimeSpan.FromSeconds(10))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "data");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.Text("channel") is { } channel)
        {
            if (channel != "push.ticker")
                return channel == "pong" ? FrameKind.Heartbeat : FrameKind.Ignored;
        }
        else if (!root.TryGetProperty("success", out _))
        {
            return FrameKind.Ignored;
        }
        else if (!root.IsTrue("success"))
        {
            readings.Detail = root.Refusal("code", "message");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadTicker);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private static bool ReadTicker(JsonElement row, FrameReadings readings)
    {
        if (!row.TryGetProperty("holdVol", out _))
            return false;
        if (!readings.TrySymbol(row.Bytes("symbol"), out var symbol))
            return true;
        if (row.Number("holdVol") is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.Integer("timestamp"),
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            Mark = row.Number("fairPrice"),
            Index = row.Number("indexPrice"),
            FundingRate = row.Number("fundingRate"),
        });
        return true;
    }

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("state", 0) || row.Word("baseCoin", ContractRefusal.NoAsset) is not { } baseCoin
            || row.Word("quoteCoin", ContractRefusal.NoQuote) is not { } quote || row.Word("settleCoin") is not { } settle)
            return null;
        MarginKind? margin = settle == quote ? MarginKind.Linear : settle == baseCoin && AssetNames.IsUsd(quote) ? MarginKind.Inverse : null;
        if (margin is null || row.Size("contractSize") is not { } size)
            return null;
        var isTraditional = row.Row.Integer("type") == TraditionalType || row.Row.HasWord("conceptPlate", "mc-trade-zone-tradfi");
        return ListedContract.Of(
            Profile.Id, row.Symbol, isTraditional && row.Text("baseCoinName") is { Length: > 0 } displayed ? displayed : baseCoin, quote,
            isTraditional: isTraditional,
            kind: row.Row.Integer("futureType") == DatedType ? InstrumentKind.Dated : InstrumentKind.Perpetual,
            margin: margin.Value, unit: QuantityUnit.Contracts, contractSize: size);
    }
}
