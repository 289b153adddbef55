using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// XT perpetuals margined in dollar coins, for their open interest: the venue publishes no liquidations.
/// <para>
/// Marks (<c>m</c>) and index prices (<c>i</c>) come in one list; open interest for one contract a call only, in <b>coins</b>.
/// <c>openInterestUsd</c> beside it is not used: it does not fit any price of its day. A quantity counts contracts of
/// <c>contractSize</c> coins. Names are in lower case (<c>btc_usdt</c>). Coin-margined contracts, at an address of their own with the
/// same paths, are not read. Which side the open interest counts is not documented; it is taken as it is.
/// <code>
/// {"returnCode":0,"result":{"symbol":"btc_usdt","openInterest":"21005.8646","openInterestUsd":"1120726916.46709",
/// "time":1785925443734}}
/// </code>
/// Source: ccxt 4.5 (paths, fields, answers of 2026). That open interest counts coins follows from the answer above: it is a
/// number of the smallest contracts, and as coins about what collectors report of XT.
/// </para>
/// </summary>
public sealed class Xt : IVenue
{
    private const int FrequentlyPolled = 30;

    private static readonly Uri Rest = new("https://fapi.xt.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "xt",
        Name = "XT",
        FeedClass = FeedClass.None,
        FeedNote = "XT publishes no liquidations",
        OpenInterestNote = "REST per symbol, taken as one-sided (the venue does not say); top 30 every 15 s, others every 180 s",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 600 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", new Uri(Rest, "/future/market/v1/public/symbol/list"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "result");
        if (!list.IsArray || list.Outline.Number("returnCode") is not { Mantissa: 0 })
            throw new JsonException($"no list of contracts: {list.Outline.Refusal("returnCode", "msgInfo")}");
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
            :
            [
                new(new("tickers", new Uri(Rest, "/future/market/v1/public/q/agg-tickers")), TimeSpan.FromSeconds(15)),
                .. instruments.Select((instrument, rank) => new RestPoll(
                    new("open-interest", new Uri(
                        Rest, $"/future/market/v1/public/contract/open-interest?symbol={Uri.EscapeDataString(instrument.Symbol)}")),
                    TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 180))),
            ];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "result");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (!root.TryGetProperty("returnCode", out _))
            return FrameKind.Ignored;
        if (root.Number("returnCode") is not { Mantissa: 0 })
        {
            readings.Detail = root.Refusal("returnCode", "msgInfo");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadRow);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("contractType", "PERPETUAL") || !row.Is("underlyingType", "U_BASED") || !row.IsSet("tradeSwitch")
            || row.Word("baseCoin", ContractRefusal.NoAsset) is not { } baseCoin
            || row.Word("quoteCoin", ContractRefusal.NoQuote) is not { } quote
            || row.Size("contractSize") is not { } size)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, baseCoin, quote.ToUpperInvariant(), unit: QuantityUnit.Contracts, contractSize: size);
    }

    /// <summary>Open interest or a ticker, distinguished by their fields. False for anything else.</summary>
    private static bool ReadRow(JsonElement row, FrameReadings readings)
    {
        var hasOpenInterest = row.TryGetProperty("openInterest", out var sent);
        if (!hasOpenInterest && !row.TryGetProperty("m", out sent))
            return false;
        if (!readings.TrySymbol(row.Bytes(hasOpenInterest ? "symbol" : "s"), out var symbol))
            return true;
        if (sent.Number() is not { } number)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.Integer(hasOpenInterest ? "time" : "t"),
            OpenInterest = hasOpenInterest ? number : null,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = hasOpenInterest ? null : number,
            Index = hasOpenInterest ? null : row.Number("i"),
        });
        return true;
    }
}
