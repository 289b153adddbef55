using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Crypto.com Exchange derivatives, for their open interest: no public liquidations are known.
/// <para>
/// One list of tickers holds <c>oi</c>, in contracts of <c>contract_size</c> coins (1 on every perpetual in 2026), of all
/// contracts and of the spot pairs, which are passed over: their names have no dash. There is no list of marks: each
/// contract is requested its own, and the answer does not say which kind of price it is, so the call's name does.
/// Funding is hourly and likewise one call each; it is not requested. Which side <c>oi</c> counts is not documented; it is
/// taken as it is. <c>product_type</c> distinguishes equities, indices, commodities and companies before their listing from crypto.
/// Source: Crypto.com Exchange API v1 documentation; a third party's measurement of all calls, 2026-09.
/// </para>
/// </summary>
public sealed class Cryptocom : IVenue
{
    private const string MarkPrice = "mark-price";
    private const int FrequentlyPolled = 50;

    private static readonly Uri Rest = new("https://api.crypto.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "cryptocom",
        Name = "Crypto.com",
        FeedClass = FeedClass.None,
        FeedNote = "Crypto.com publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 15 s, taken as one-sided (the venue does not say); marks of the top 50 every 15 s, of others every 120 s",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/exchange/v1/public/get-instruments"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "result", "data");
        var root = list.Outline;
        if (!list.IsArray || root.Number("code") is not { Mantissa: 0 })
            throw new JsonException($"no list of instruments: {root.Refusal("code", "message")}");
        contracts.AddRows(list, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        return
        [
            new(new("tickers", new Uri(Rest, "/exchange/v1/public/get-tickers")), TimeSpan.FromSeconds(15)),
            .. instruments.Select((instrument, rank) => new RestPoll(
                new(MarkPrice, new Uri(Rest, $"/exchange/v1/public/get-valuations?instrument_name={Uri.EscapeDataString(instrument.Symbol)}&valuation_type=mark_price&count=1")),
                TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 120))),
        ];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings) => ReadPoll("", frame, readings);

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(body, "result", "data");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.Text("method") == "public/heartbeat")
            return FrameKind.Heartbeat;
        if (!root.TryGetProperty("code", out _))
            return FrameKind.Ignored;
        if (root.Number("code") is not { Mantissa: 0 })
        {
            readings.Detail = root.Refusal("code", "message");
            return FrameKind.Nack;
        }

        if (!list.IsArray)
            return FrameKind.Ignored;
        var result = root.Inner("result");
        if (root.Text("method") == "public/get-valuations")
            return name == MarkPrice ? ReadMark(result, list, readings) : FrameKind.Ignored;
        if (root.Text("method") != "public/get-tickers" && result.Text("channel") != "ticker")
            return FrameKind.Ignored;
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object)
                ReadTicker(row, readings);
        }

        return FrameKind.Data;
    }

    private static void ReadTicker(JsonElement row, FrameReadings readings)
    {
        var symbolText = row.Bytes("i");
        var isSpot = symbolText.Length > 0 && !symbolText.Contains((byte)'-');
        if (isSpot || !row.TryGetProperty("oi", out var sent) || !readings.TrySymbol(symbolText, out var symbol))
            return;
        if (sent.Number() is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.Integer("t"),
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Contracts,
        });
    }

    private static FrameKind ReadMark(JsonElement result, in JsonList points, FrameReadings readings)
    {
        if (!readings.TrySymbol(result.Bytes("instrument_name"), out var symbol))
            return FrameKind.Data;
        foreach (var point in points)
        {
            if (point.ValueKind != JsonValueKind.Object)
                continue;
            if (point.Number("v") is { } mark)
                readings.AddMarket(new MarketReading { Symbol = symbol, TimeMs = point.Integer("t"), Mark = mark });
            else
                readings.Reject(RejectReason.BadNumber);
        }

        return FrameKind.Data;
    }

    private Instrument? Contract(ListedRow row)
    {
        InstrumentKind? kind = row.Word("inst_type") switch
        {
            "PERPETUAL_SWAP" => InstrumentKind.Perpetual,
            "FUTURE" => InstrumentKind.Dated,
            _ => null,
        };
        // Lists before 2023 had neither size nor type: a contract was one coin.
        var isOld = row.IsMissing("contract_size") && row.IsMissing("product_type");
        if (kind is null || !row.IsSet("tradable")
            || (isOld ? ExactNumber.One : row.Size("contract_size")) is not { } size)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("base_ccy"), row.Text("quote_ccy"),
            isTraditional: row.Text("product_type") is not (null or "" or "DIGITAL_CURRENCIES"), kind: kind.Value,
            margin: MarginKind.Linear, unit: QuantityUnit.Contracts, contractSize: size,
            indexSymbol: row.Text("underlying_symbol"));
    }
}
