using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Aevo perpetuals, for their open interest: no public liquidations are known.
/// <para>
/// Two lists: of contracts, with mark and index, and of statistics, with open interest and hourly funding. Open interest
/// is in coins, one-sided, though the venue's own description says USDC. The next funding time is in seconds there, as
/// text. Neither list has a time, so the readings get the time of receipt. All contracts are linear, settled in USDC;
/// <c>market_type</c> distinguishes stocks, metals, currencies and the like from crypto. Contracts that are not active are not
/// listed.
/// Source: Aevo API documentation; a third party's measurement of both lists, 2026-09.
/// </para>
/// </summary>
public sealed class Aevo : IVenue
{
    private static readonly Uri Rest = new("https://api.aevo.xyz");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "aevo",
        Name = "Aevo",
        FeedClass = FeedClass.None,
        FeedNote = "Aevo publishes no liquidations",
        OpenInterestNote = "REST, all contracts every 30 s, one-sided",
        BackfillNote = "none",
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", Markets)];

    private static Uri Markets => new(Rest, "/markets?instrument_type=PERPETUAL");

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException($"no list of markets: {list.Outline.Text("error")}");
        contracts.AddRows(list, "instrument_name", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var every = TimeSpan.FromSeconds(30);
        return instruments.Count == 0
            ? []
            : [new(new("statistics", new Uri(Rest, "/coingecko-statistics"), Weight: 2), every), new(new("markets", Markets), every)];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var list = JsonList.Open(frame);
        var root = list.Outline;
        if (root.ValueKind == JsonValueKind.Object)
        {
            if (!root.TryGetProperty("error", out _))
                return FrameKind.Ignored;
            readings.Detail = root.Text("error");
            return FrameKind.Nack;
        }

        if (!list.IsArray)
            return readings.Malformed("neither object nor array");
        var kind = list.IsEmpty ? FrameKind.Data : FrameKind.Ignored;
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object && (ReadStatistics(row, readings) || ReadMarket(row, readings)))
                kind = FrameKind.Data;
        }

        return kind;
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>False for a row of another list.</summary>
    private static bool ReadStatistics(JsonElement row, FrameReadings readings)
    {
        if (!row.TryGetProperty("ticker_id", out var id) || !row.TryGetProperty("open_interest", out var sent))
            return false;
        if (!readings.TrySymbol(id.Bytes(), out var symbol))
            return true;
        if (sent.Number() is not { } openInterest)
        {
            readings.Reject(RejectReason.BadNumber);
            return true;
        }

        var nextFunding = row.Integer("next_funding_rate_timestamp");
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Index = row.Number("index_price"),
            FundingRate = row.Number("funding_rate"),
            NextFundingMs = nextFunding is > 0 and < uint.MaxValue ? nextFunding * 1_000 : null,
        });
        return true;
    }

    private static bool ReadMarket(JsonElement row, FrameReadings readings)
    {
        if (row.Text("instrument_type") != "PERPETUAL")
            return false;
        if (row.IsTrue("is_active") && readings.TrySymbol(row.Bytes("instrument_name"), out var symbol))
        {
            readings.AddMarket(new MarketReading
            {
                Symbol = symbol,
                TimeMs = readings.ReceivedMs ?? 0,
                Mark = row.Number("mark_price"),
                Index = row.Number("index_price"),
            });
        }

        return true;
    }

    private Instrument? Contract(ListedRow row) =>
        row.Is("instrument_type", "PERPETUAL") && row.IsSet("is_active")
            ? ListedContract.Of(
                Profile.Id, row.Symbol, row.Text("underlying_asset"), row.Text("quote_asset") is { Length: > 0 } quote ? quote : "USDC",
                isTraditional: row.Text("market_type") is not (null or "" or "crypto"))
            : null;
}
