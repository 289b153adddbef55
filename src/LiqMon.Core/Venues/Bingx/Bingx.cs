using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// BingX perpetuals, for their open interest: the venue publishes no liquidations (its socket refuses every such topic).
/// <para>
/// Mark, index and funding come in one list; open interest for one contract a call only. Of contracts in USDT and USDC it
/// is a sum of <b>dollars</b>, of coin-margined ones a number of <b>coins</b>; which side it counts is not documented, and it
/// is taken as it is. A coin-margined contract is <c>minTradeValue</c> dollars. A suspended contract is answered by an
/// error and an object where a list is expected. Bases beginning with NC are traditional: NCSK stocks, NCCO goods, NCFX
/// currencies, NCSI indices, each followed by the name and "2USD". The list of marks has no time of its own
/// (<c>updateTime</c> is that of the funding rate), so its readings get the time of receipt.
/// Source: BingX API documentation and a third party's measurements, 2026-09; coin-margined units from answers seen in 2026
/// (one description says contracts; the fractions say coins).
/// </para>
/// </summary>
public sealed class Bingx : IVenue
{
    private const int FrequentlyPolled = 50;

    private static readonly Uri Rest = new("https://open-api.bingx.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bingx",
        Name = "BingX",
        FeedClass = FeedClass.None,
        FeedNote = "BingX publishes no liquidations",
        OpenInterestNote = "REST per symbol, in dollars, taken as one-sided (the venue does not say); top 50 every 15 s, others every 180 s",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments:linear", new Uri(Rest, "/openApi/swap/v2/quote/contracts")),
        new("instruments:coin", new Uri(Rest, "/openApi/cswap/v1/market/contracts")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "data");
        var root = list.Outline;
        if (!list.IsArray || root.Number("code") is not { Mantissa: 0 })
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
        var polls = new List<RestPoll>();
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Linear))
            polls.Add(new(new("marks", new Uri(Rest, "/openApi/swap/v2/quote/premiumIndex")), TimeSpan.FromSeconds(15)));
        if (instruments.Any(instrument => instrument.Margin == MarginKind.Inverse))
            polls.Add(new(new("marks-coin", new Uri(Rest, "/openApi/cswap/v1/market/premiumIndex")), TimeSpan.FromSeconds(15)));
        polls.AddRange(instruments.Select((instrument, rank) => new RestPoll(
            instrument.Margin == MarginKind.Inverse
                ? new("open-interest-coin", new Uri(Rest, $"/openApi/cswap/v1/market/openInterest?symbol={Uri.EscapeDataString(instrument.Symbol)}"))
                : new("open-interest", new Uri(Rest, $"/openApi/swap/v2/quote/openInterest?symbol={Uri.EscapeDataString(instrument.Symbol)}")),
            TimeSpan.FromSeconds(rank < FrequentlyPolled ? 15 : 180))));
        return polls;
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (frame.SequenceEqual("Ping"u8) || frame.SequenceEqual("Pong"u8))
            return FrameKind.Heartbeat;
        var list = JsonList.Open(frame, "data");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.TryGetProperty("dataType", out _) || !root.TryGetProperty("code", out _))
            return FrameKind.Ignored;
        if (root.Number("code") is not { Mantissa: 0 })
        {
            readings.Detail = root.Refusal("code", "msg");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadRow);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private static bool ReadRow(JsonElement row, FrameReadings readings)
    {
        var hasOpenInterest = row.TryGetProperty("openInterest", out _);
        if (!hasOpenInterest && !row.TryGetProperty("markPrice", out _))
            return false;
        var symbolText = row.Bytes("symbol");
        if (!readings.TrySymbol(symbolText, out var symbol))
            return true;
        var openInterest = row.Number("openInterest");
        if (hasOpenInterest && openInterest is null)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var time = row.Integer("time");
        var timeMs = time > 0 ? time : row.Integer("timestamp");
        var nextFundingMs = row.Integer("nextFundingTime");
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = timeMs > 0 ? timeMs : readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = IsCoinMargined(symbolText) ? OpenInterestUnit.Base : OpenInterestUnit.Usd,
            Mark = row.Number("markPrice"),
            Index = row.Number("indexPrice"),
            FundingRate = row.Number("lastFundingRate"),
            NextFundingMs = nextFundingMs > 0 ? nextFundingMs : null,
        });
        return true;
    }

    private static bool IsCoinMargined(ReadOnlySpan<byte> symbol) => symbol.EndsWith("-USD"u8);

    /// <summary>NCSKTSLA2USD → TSLA; a pair such as NCFXUSD2JPY keeps both its names.</summary>
    private static string Traditional(string baseCoin)
    {
        var name = baseCoin.Length > 4 ? baseCoin[4..] : baseCoin;
        return name.Length > 4 && name.EndsWith("2USD", StringComparison.Ordinal) ? name[..^4] : name;
    }

    private Instrument? Contract(ListedRow row)
    {
        if (!row.Is("status", 1))
            return null;
        if (row.Symbol.Split('-') is not [{ Length: > 0 } baseCoin, { Length: > 0 } quote])
            return row.Refuse(ContractRefusal.BadSymbol);
        var margin = quote == "USD" ? MarginKind.Inverse : MarginKind.Linear;
        // Linear quantities are coins; "size" is only the step of an order.
        if ((margin == MarginKind.Inverse ? row.Size("minTradeValue") : ExactNumber.One) is not { } size)
            return null;
        var isTraditional = margin == MarginKind.Linear && baseCoin.StartsWith("NC", StringComparison.Ordinal) && baseCoin.Contains('2', StringComparison.Ordinal);
        return ListedContract.Of(
            Profile.Id, row.Symbol, isTraditional ? Traditional(baseCoin) : baseCoin, quote,
            isTraditional: isTraditional, margin: margin,
            unit: margin == MarginKind.Inverse ? QuantityUnit.Contracts : QuantityUnit.Base, contractSize: size);
    }
}
