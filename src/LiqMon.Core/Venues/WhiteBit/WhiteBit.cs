using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// WhiteBIT perpetuals, for their open interest: the venue publishes no liquidations.
/// <para>
/// One list is that of contracts and that of their state: <c>open_interest</c> in coins, <c>index_price</c>, funding and the
/// time of the next one. It has no mark price and no time of its own: open interest in dollars is that at the index, and readings
/// get the time of receipt. A <c>_PERP</c> contract is linear, in the currency that <c>money_currency</c> names, and a quantity
/// counts coins. Which side the open interest counts is not documented; it is taken as it is.
/// Source: WhiteBIT API documentation, "available futures markets list" (path, fields, 2,000 calls in 10 s); ccxt 4.5 for an
/// answer of 2026. That open interest counts coins follows from these answers: 3,721,488 of a coin of 0.61 dollars.
/// </para>
/// </summary>
public sealed class WhiteBit : IVenue
{
    private static readonly Uri Rest = new("https://whitebit.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "whitebit",
        Name = "WhiteBIT",
        FeedClass = FeedClass.None,
        FeedNote = "WhiteBIT publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 15 s, at the index price, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v4/public/futures"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "result");
        if (!list.IsArray || !list.Outline.IsTrue("success"))
            throw new JsonException($"no list of contracts: {list.Outline.Refusal("code", "message")}");
        contracts.AddRows(list, "ticker_id", Contract);
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
            : [new(new("futures", new Uri(Rest, "/api/v4/public/futures")), TimeSpan.FromSeconds(15))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "result");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (!root.TryGetProperty("success", out _))
            return FrameKind.Ignored;
        if (!root.IsTrue("success"))
        {
            readings.Detail = root.Refusal("code", "message");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadFuture);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    private Instrument? Contract(ListedRow row)
    {
        if (!row.IsOrMissing("product_type", "Perpetual")
            || row.Word("stock_currency", ContractRefusal.NoAsset) is not { } baseAsset
            || row.Word("money_currency", ContractRefusal.NoQuote) is not { } quote)
            return null;
        return ListedContract.Of(Profile.Id, row.Symbol, baseAsset, quote);
    }

    /// <summary>False for a row of another list.</summary>
    private static bool ReadFuture(JsonElement row, FrameReadings readings)
    {
        if (!row.TryGetProperty("open_interest", out var sent))
            return false;
        if (!readings.TrySymbol(row.Bytes("ticker_id"), out var symbol))
            return true;
        if (sent.Number() is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var index = row.Number("index_price");
        var nextFundingMs = row.Integer("next_funding_rate_timestamp");
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            OpenInterestUsd = index is { IsPositive: true } price && openInterest.TryTimes(price, out var usd) ? usd : null,
            Index = index,
            FundingRate = row.Number("funding_rate"),
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
        return true;
    }
}
