using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Toobit perpetuals, for their open interest: the venue publishes no liquidations.
/// <para>
/// Each list has all contracts: tickers with <c>op</c>, the open interest in <b>contracts</b> of <c>contractMultiplier</c> coins;
/// mark prices; funding rates, each the estimate for the coming payment. Index prices are not read. Tickers and rates of
/// contracts that the venue does not list (duplicates that begin with <c>TBV_</c>, ended ones) are passed over. The flag
/// <c>isRwa</c> marks what is traditional.
/// Inverse contracts are not listed and none is known; which side the open interest counts is not documented.
/// Source: ccxt 4.5 (paths, fields); ai-rates, 2026-09: 797,290.398 contracts of 0.001 were 797.290398 coins in the venue's
/// own answer by the coin in the same second; 3,000 of weight a minute, of which the tickers take 40.
/// </para>
/// </summary>
public sealed class Toobit : IVenue
{
    private const int TickerWeight = 40;
    private const int MarkWeight = 10;

    private static readonly Uri Rest = new("https://api.toobit.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "toobit",
        Name = "Toobit",
        FeedClass = FeedClass.None,
        FeedNote = "Toobit publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 15 s, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 3_000 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/api/v1/exchangeInfo"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "contracts");
        if (!list.IsArray)
            throw new JsonException($"no list of contracts: {list.Outline.Refusal("code", "msg")}");
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
                new(new("marks", new Uri(Rest, "/quote/v1/markPrice"), MarkWeight), TimeSpan.FromSeconds(15)),
                new(new("tickers", new Uri(Rest, "/quote/v1/contract/ticker/24hr"), TickerWeight), TimeSpan.FromSeconds(15)),
                new(new("funding-rates", new Uri(Rest, "/api/v1/futures/fundingRate")), TimeSpan.FromSeconds(60)),
            ];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame);
        if (list.IsArray)
            return list.ReadRows(readings, ReadRow);
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("no list");
        if (!root.TryGetProperty("code", out _))
            return FrameKind.Ignored;
        readings.Detail = root.Refusal("code", "msg");
        return FrameKind.Nack;
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("status", "TRADING") || row.FlagOrMissing("inverse") is not false || row.FlagOrMissing("isRwa") is not { } isTraditional
            || row.Word("underlying", ContractRefusal.NoAsset) is not { } baseAsset
            || row.Word("quoteAsset", ContractRefusal.NoQuote) is not { } quote
            || row.Size("contractMultiplier") is not { } size)
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, baseAsset, quote, isTraditional: isTraditional ? true : null,
            unit: QuantityUnit.Contracts, contractSize: size);
    }

    /// <summary>A ticker, a mark price or a funding rate, distinguished by their fields. False for anything else.</summary>
    private static bool ReadRow(JsonElement row, FrameReadings readings)
    {
        var isTicker = row.TryGetProperty("op", out _);
        var isMark = row.TryGetProperty("symbolId", out _);
        var isFunding = row.TryGetProperty("rate", out _);
        if (!isTicker && !isMark && !isFunding)
            return false;
        if (!readings.TrySymbol(row.Bytes(isTicker ? "s" : isMark ? "symbolId" : "symbol"), out var symbol) || !IsListed(symbol))
            return true;
        if (row.Number(isTicker ? "op" : isMark ? "price" : "rate") is not { } number)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var sentMs = row.Integer(isTicker ? "t" : "time");
        var nextFundingMs = isFunding ? row.Integer("nextFundingTime") : 0;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = sentMs > 0 ? sentMs : readings.ReceivedMs ?? 0,
            OpenInterest = isTicker ? number : null,
            OpenInterestUnit = OpenInterestUnit.Contracts,
            Mark = isMark ? number : null,
            FundingRate = isFunding ? number : null,
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
        return true;
    }

    /// <summary>Whether it is no book beside the listed contracts, of which the venue has hundreds.</summary>
    private static bool IsListed(VenueSymbol symbol) => symbol.Instrument is not null;
}
