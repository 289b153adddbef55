using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Paradex perpetuals, for their open interest. Its trades have a type LIQUIDATION in the documentation that was in none
/// of those sampled, and an account's liquidations are its own affair: until one is seen, the venue counts as publishing
/// none, rather than as one on which nobody is ever liquidated.
/// <para>
/// One list of summaries holds open interest in coins, mark, the price of the underlying (the index) and funding, which
/// accrues all the time: there is no next one. It holds options as well, which are passed over: names of perpetuals end in
/// "-PERP". All are linear, priced in dollars, settled in USDC. The tag RWA marks what is traditional. Which side the open
/// interest counts is not documented; it is taken as it is.
/// Source: Paradex API documentation, 2026; a third party's measurement of both lists, 2026-09.
/// </para>
/// </summary>
public sealed class Paradex : IVenue
{
    private static readonly Uri Rest = new("https://api.prod.paradex.trade");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "paradex",
        Name = "Paradex",
        FeedClass = FeedClass.None,
        FeedNote = "Paradex documents liquidations among its trades, but none has been seen; LiqMon reads none",
        OpenInterestNote = "REST, all contracts every 15 s, taken as one-sided (the venue does not say)",
        BackfillNote = "none",
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v1/markets"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body, "results");
        if (!list.IsArray)
            throw new JsonException($"no list of markets: {list.Outline.Refusal("error", "message")}");
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
            : [new(new("summaries", new Uri(Rest, "/v1/markets/summary?market=ALL")), TimeSpan.FromSeconds(15))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes { get; } = ParadexProbes.Of(Rest);

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame, "results");
        var root = list.Outline;
        if (root.ValueKind != JsonValueKind.Object)
            return readings.Malformed("not an object");
        if (root.TryGetProperty("error", out _))
        {
            readings.Detail = root.Refusal("error", "message");
            return FrameKind.Nack;
        }

        return list.ReadRows(readings, ReadSummary);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private Instrument? Contract(ListedRow row) =>
        row.Is("asset_kind", "PERP")
            ? ListedContract.Of(
                Profile.Id, row.Symbol, row.Text("base_currency"), row.Text("quote_currency"),
                isTraditional: row.Row.HasWord("tags", "RWA"))
            : null;

    private static bool ReadSummary(JsonElement row, FrameReadings readings)
    {
        if (!row.TryGetProperty("open_interest", out var sent))
            return false;
        var symbolText = row.Bytes("symbol");
        var isOption = SymbolRegistry.IsValid(symbolText) && !symbolText.EndsWith("-PERP"u8);
        if (isOption || !readings.TrySymbol(symbolText, out var symbol))
            return true;
        if (sent.Number() is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = row.Integer("created_at"),
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = row.Number("mark_price"),
            Index = row.Number("underlying_price"),
            FundingRate = row.Number("funding_rate"),
        });
        return true;
    }
}
