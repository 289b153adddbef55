using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Phemex perpetuals, for their open interest: the venue publishes no liquidations.
/// <para>
/// Two families with two languages. Contracts margined in USDT and USDC (<c>perpProductsV2</c>, version 3 of the ticker)
/// are sent as real numbers, open interest in coins. Coin-margined ones (<c>products</c>, version 1) are sent as integers:
/// prices × 10⁴, rates × 10⁸, open interest in contracts of <c>contractSize</c>, "1 USD" today; the dollar-settled
/// contracts of the old kind, all delisted by 2026, counted coins. Times are nanoseconds.
/// Which side the open interest counts is not documented; it is taken as it is.
/// <c>perpProductSubType</c> TradFi and PreMarket (companies before their listing) are traditional.
/// The socket's packs say the same and are read in recordings: a pack names its values by their place.
/// Source: Phemex API documentation, 2024; a third party's measurement of both tickers, 2026-09.
/// </para>
/// </summary>
public sealed class Phemex : IVenue
{
    /// <summary>Places in a row of <c>perp_market24h_pack_p</c>.</summary>
    private const int OpenInterestPlace = 7, IndexPlace = 8, MarkPlace = 9, FundingPlace = 10;

    private static readonly Uri Rest = new("https://api.phemex.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "phemex",
        Name = "Phemex",
        FeedClass = FeedClass.None,
        FeedNote = "Phemex publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 10 s, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 300 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/public/products"))];

    private static ExactNumber PriceStep { get; } = ExactNumber.TenToMinus(4);

    private static ExactNumber RateStep { get; } = ExactNumber.TenToMinus(8);

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var products = JsonList.Open(body, "data", "products");
        if (!products.IsArray)
            throw new JsonException($"no list of products: {Refusal(products.Outline)}");
        var newProducts = JsonList.Open(body, "data", "perpProductsV2");
        if (newProducts.IsArray)
            contracts.AddRows(newProducts, "symbol", Contract);
        contracts.AddRows(products, "symbol", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var polls = new List<RestPoll>();
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Linear))
            polls.Add(new(new("tickers", new Uri(Rest, "/md/v3/ticker/24hr/all")), TimeSpan.FromSeconds(10)));
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Inverse))
            polls.Add(new(new("tickers-coin", new Uri(Rest, "/md/ticker/24hr/all")), TimeSpan.FromSeconds(10)));
        return polls;
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "result");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.TryGetProperty("error", out var error) && error.ValueKind is not JsonValueKind.Null)
        {
            readings.Detail = Refusal(root);
            return FrameKind.Nack;
        }

        if (root.TryGetProperty("market24h", out var ticker))
            return ticker.ValueKind == JsonValueKind.Object && ReadTicker(ticker, Milliseconds(root), readings) ? FrameKind.Data : FrameKind.Ignored;
        if (root.Text("method") == "perp_market24h_pack_p.update")
            return ReadPack(frame, Milliseconds(root), readings);
        if (root.Text("result") == "pong")
            return FrameKind.Heartbeat;
        if (!list.IsArray)
            return FrameKind.Ignored;
        var kind = list.IsEmpty ? FrameKind.Data : FrameKind.Ignored;
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object && ReadTicker(row, Milliseconds(row), readings))
                kind = FrameKind.Data;
        }

        return kind;
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private static bool ReadTicker(JsonElement row, long timeMs, FrameReadings readings)
    {
        var isReal = row.TryGetProperty("openInterestRv", out _);
        if (!isReal && !row.TryGetProperty("openInterest", out _))
            return false;
        if (!readings.TrySymbol(row.Bytes("symbol"), out var symbol))
            return true;
        if (row.Number(isReal ? "openInterestRv" : "openInterest") is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs,
            OpenInterest = openInterest,
            OpenInterestUnit = isReal ? OpenInterestUnit.Base : OpenInterestUnit.Contracts,
            // Version 2 of the ticker, still served, says "Price" in full; so does version 1 in the documentation.
            Mark = isReal ? row.Number("markRp") ?? row.Number("markPriceRp") : Scaled(row, "markPrice", "markEp", PriceStep),
            Index = isReal ? row.Number("indexRp") ?? row.Number("indexPriceRp") : Scaled(row, "indexPrice", "indexEp", PriceStep),
            FundingRate = isReal ? row.Number("fundingRateRr") : Scaled(row, "fundingRate", "fundingRateEr", RateStep),
        });
        return true;
    }

    private static FrameKind ReadPack(ReadOnlySpan<byte> frame, long timeMs, FrameReadings readings)
    {
        var rows = JsonList.Open(frame, "data");
        if (!rows.IsArray)
            return readings.Malformed("data is not an array");
        foreach (var row in rows)
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() <= FundingPlace)
                readings.Reject(RejectReason.BadNumber);
            else if (!readings.TrySymbol(row[0].Bytes(), out var symbol))
                continue;
            else if (row[OpenInterestPlace].Number() is not { } openInterest)
                readings.Reject(RejectReason.BadNumber);
            else
                readings.AddMarket(new MarketReading
                {
                    Symbol = symbol,
                    TimeMs = timeMs,
                    OpenInterest = openInterest,
                    OpenInterestUnit = OpenInterestUnit.Base,
                    Mark = row[MarkPlace].Number(),
                    Index = row[IndexPlace].Number(),
                    FundingRate = row[FundingPlace].Number(),
                });
        }

        return FrameKind.Data;
    }

    private static ExactNumber? Scaled(JsonElement row, string name, string otherName, ExactNumber step) =>
        (row.Number(name) ?? row.Number(otherName)) is { } scaled && scaled.TryTimes(step, out var number) ? number : null;

    private static long Milliseconds(JsonElement element) => element.Integer("timestamp") / 1_000_000;

    private static string? Refusal(JsonElement root) =>
        root.Inner("error").Refusal("code", "message") ?? root.Refusal("code", "msg");

    private Instrument? Contract(ListedRow row)
    {
        if (row.Word("type") is not (("PerpetualV2" or "Perpetual") and var type) || !row.Is("status", "Listed")
            || row.Word("quoteCurrency", ContractRefusal.NoQuote) is not { } quote || !AssetNames.IsUsd(quote)
            || row.Word("settleCurrency") is not { } settle)
            return null;
        var isNew = type == "PerpetualV2";
        var margin = settle == quote ? MarginKind.Linear : MarginKind.Inverse;
        // The coin of an old row is what it settles in, or what a contract is made of; "1000 PEPE".
        var baseCoin = row.Text("baseCurrency") ?? (margin == MarginKind.Inverse ? settle : row.Text("contractUnderlyingAssets"));
        if ((isNew ? ExactNumber.One : row.Size(ContractSize(row.Row))) is not { } size)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, baseCoin?.Replace(" ", "", StringComparison.Ordinal), quote,
            isTraditional: row.Text("perpProductSubType") is "TradFi" or "PreMarket", margin: margin,
            unit: isNew ? QuantityUnit.Base : QuantityUnit.Contracts, contractSize: size);
    }

    /// <summary>A number, or a number with its unit: "1 USD".</summary>
    private static ExactNumber? ContractSize(JsonElement row) =>
        row.Number("contractSize")
        ?? (row.Text("contractSize") is { } text && ExactNumber.TryParse(text.Split(' ')[0], out var size) ? size : null);
}
