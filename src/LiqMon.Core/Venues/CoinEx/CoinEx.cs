using System.Globalization;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// CoinEx futures, over REST alone: the venue's socket has no liquidations.
/// <para>
/// <c>/futures/liquidation-history</c> is requested each market again and again, newest first, page by page until the newest row known before, and serves as
/// history too.
/// <c>side</c> is the position's. <c>liq_price</c> is the mark price at which the position was liquidated (not its fill, not
/// the bankruptcy price <c>bkr_price</c>); <c>liq_amount</c> counts the base asset on linear contracts, US dollars on inverse
/// ones. Rows carry no id, and equal rows of one answer are several liquidations. That the list is complete is not stated,
/// hence "partial". The documentation's example has a blank before the market's name, which is tolerated.
/// </para>
/// <para>
/// Open interest counts the base asset (dollars if inverse) and is taken for one-sided: nothing says otherwise.
/// Source: CoinEx API v2 documentation, 2026. Only live use can settle whether the list is all, and whether
/// <c>latest_funding_time</c> is the coming or the last one: the first of the two times that is ahead is used.
/// </para>
/// </summary>
public sealed class CoinEx : IVenue
{
    private const int FrequentlyPolled = 50;
    private const int RowsPerPage = 100;

    private static readonly PageRules Pages = new(RowsPerPage);

    private static readonly Uri Rest = new("https://api.coinex.com");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "coinex",
        Name = "CoinEx",
        FeedClass = FeedClass.Partial,
        NormalShare = 0.01,
        FeedNote = "REST per market every 15 to 30 s, at the mark price; CoinEx does not say whether it is all",
        OpenInterestNote = "REST, all markets every 15 s, taken for one-sided",
        BackfillNote = "REST per market, liquidations; how far back is not stated",
        History = new(FeedClass.Partial),
        ControlSilence = TimeSpan.FromSeconds(45),
        RestLimit = new() { WeightPerMinute = 2_400 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } = [new("instruments", new Uri(Rest, "/v2/futures/market"))];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = Open(body);
        contracts.AddRows(list, "market", Contract);
        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        var often = TimeSpan.FromSeconds(15);
        return
        [
            new(new("tickers", new Uri(Rest, "/v2/futures/ticker")), often),
            new(new("funding-rates", new Uri(Rest, "/v2/futures/funding-rate")), TimeSpan.FromSeconds(60)),
            .. instruments.Select((instrument, rank) => new RestPoll(
                Poll(instrument.Symbol, page: 1),
                rank < FrequentlyPolled ? often : 2 * often,
                Feed: "liquidations")),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return fromMs >= toMs ? [] : [.. instruments.Select(instrument => History(instrument.Symbol, fromMs, toMs, page: 1))];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        var tag = request.TagOf<PageTag>();
        var outline = Open(body).Outline;
        var paging = new HistoryPaging(fromMs, toMs, readings);
        ReadMessage(body, paging, readings);
        var hasNext = HasNext(outline);
        return paging.ByNumber(Pages, tag.Before, () => History(tag.Subject, fromMs, toMs, tag.Number + 1, paging.Mark), hasNext);
    }

    /// <inheritdoc/>
    public HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Tickers and funding rates are one page.
        if (request.Tag is not PageTag tag)
            return HistoryStep.Ends(HistoryEnd.ReachedEnd);
        var list = JsonList.Open(body, "data");
        var paging = new HistoryPaging(knownMs, long.MaxValue, readings: null);
        foreach (var row in list)
        {
            if (row.ValueKind == JsonValueKind.Object)
                paging.Includes(row.Integer("created_at"));
        }

        return paging.HasTime && paging.OldestMs <= knownMs
            ? HistoryStep.Ends(HistoryEnd.ReachedStart)
            : paging.ByNumber(Pages, tag.Before, () => Poll(tag.Subject, tag.Number + 1, paging.Mark), HasNext(list.Outline));
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return ReadMessage(frame, paging: null, readings);
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    /// <summary>Whether the venue says that a page follows; null if it says nothing.</summary>
    private static bool? HasNext(JsonElement root) =>
        root.TryGetProperty("pagination", out var pagination) && pagination.ValueKind == JsonValueKind.Object
            && pagination.TryGetProperty("has_next", out var more)
            ? more.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    private static RestRequest Poll(string market, int page, PageMark? before = null) =>
        new("liquidations", new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture, $"/v2/futures/liquidation-history?market={market}&page={page}&limit={RowsPerPage}")))
        {
            Kind = RestKind.Liquidations,
            Tag = new PageTag(market, page, before),
        };

    private static RestRequest History(string market, long fromMs, long toMs, int page, PageMark? before = null) => new(
        "backfill:liquidations",
        new Uri(Rest, string.Create(
            CultureInfo.InvariantCulture,
            $"/v2/futures/liquidation-history?market={market}&start_time={fromMs}&end_time={toMs}&limit={RowsPerPage}&page={page}")))
    {
        Kind = RestKind.Liquidations,
        Tag = new PageTag(market, page, before),
    };

    private Instrument? Contract(ListedRow row)
    {
        MarginKind? margin = row.Word("contract_type") switch
        {
            "linear" => MarginKind.Linear,
            "inverse" => MarginKind.Inverse,
            _ => null,
        };
        if (margin is null || !(row.IsMissing("is_market_available") || row.IsSet("is_market_available"))
            || !row.IsOrMissing("status", "online"))
            return null;
        return ListedContract.Of(
            Profile.Id, row.Symbol, row.Text("base_ccy"), row.Text("quote_ccy"),
            margin: margin.Value, unit: margin == MarginKind.Inverse ? QuantityUnit.Contracts : QuantityUnit.Base);
    }

    private static JsonList Open(ReadOnlySpan<byte> body)
    {
        var list = JsonList.Open(body, "data");
        return list.IsArray && list.Outline.Number("code") is { Mantissa: 0 }
            ? list
            : throw new JsonException($"no list: {list.Outline.Text("message")}");
    }

    private static FrameKind ReadMessage(ReadOnlySpan<byte> body, HistoryPaging? paging, FrameReadings readings)
    {
        if (!readings.TryOpenObject(body, out var reader))
            return FrameKind.Malformed;
        ReadOnlySpan<byte> words = default;
        Utf8JsonReader data = default;
        ExactNumber? code = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("code"u8): code = reader.Number(); break;
                case var _ when name.SequenceEqual("message"u8): words = reader.Text(); break;
                case var _ when name.SequenceEqual("data"u8):
                    data = reader;
                    reader.SkipNested();
                    break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        if (code is { Mantissa: not 0 })
        {
            readings.Detail = Utf8JsonReaderExtensions.Words(words);
            return FrameKind.Nack;
        }

        if (data.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        var kind = FrameKind.Ignored;
        var rows = 0;
        while (paging is null ? readings.NextOrder(ref data) : paging.NextRow(ref data))
        {
            rows++;
            if (ReadRow(ref data, paging, readings))
                kind = FrameKind.Data;
            else
                paging?.Refuse(RejectReason.BadNumber);
        }

        // A market without liquidations is an answer as well.
        return rows == 0 && code is not null ? FrameKind.Data : kind;
    }

    /// <summary>A liquidation, a ticker or a funding rate, distinguished by their fields. False for anything else.</summary>
    private static bool ReadRow(scoped ref Utf8JsonReader reader, HistoryPaging? paging, FrameReadings readings)
    {
        var row = default(Row);
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("market"u8): row.Market = reader.Text().Trim((byte)' '); break;
                case var _ when name.SequenceEqual("side"u8): row.Side = reader.Text(); break;
                case var _ when name.SequenceEqual("liq_price"u8):
                    row.IsLiquidation = true;
                    row.Price = reader.Number();
                    break;
                case var _ when name.SequenceEqual("liq_amount"u8): row.Quantity = reader.Number(); break;
                case var _ when name.SequenceEqual("created_at"u8): row.TimeMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("open_interest_volume"u8): row.OpenInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("mark_price"u8):
                    row.IsMarket = true;
                    row.Mark = reader.Number();
                    break;
                case var _ when name.SequenceEqual("index_price"u8): row.Index = reader.Number(); break;
                case var _ when name.SequenceEqual("latest_funding_rate"u8): row.Funding = reader.Number(); break;
                case var _ when name.SequenceEqual("latest_funding_time"u8): row.LatestFundingMs = reader.Integer(); break;
                case var _ when name.SequenceEqual("next_funding_time"u8): row.NextFundingMs = reader.Integer(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (row.IsLiquidation)
        {
            if (paging?.Includes(row.TimeMs) != false)
                readings.AddLiquidation(row.Market, Side(row.Side), row.Price, PriceKind.Mark, row.Quantity, row.TimeMs);
            return true;
        }

        if (!row.IsMarket || paging is not null)
            return false;
        AddMarket(row, readings);
        return true;
    }

    private static void AddMarket(in Row row, FrameReadings readings)
    {
        if (!readings.TrySymbol(row.Market, out var symbol))
            return;
        var isInverse = symbol.Instrument is { } instrument ? instrument.Margin == MarginKind.Inverse : row.Market.EndsWith("USD"u8);
        var nowMs = readings.ReceivedMs ?? 0;
        var fundingMs = row.LatestFundingMs > nowMs ? row.LatestFundingMs : row.NextFundingMs;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = nowMs,
            OpenInterest = row.OpenInterest,
            OpenInterestUnit = isInverse ? OpenInterestUnit.Contracts : OpenInterestUnit.Base,
            Mark = row.Mark,
            Index = row.Index,
            FundingRate = row.Funding,
            NextFundingMs = fundingMs > nowMs ? fundingMs : null,
        });
    }

    private static LiquidatedSide? Side(ReadOnlySpan<byte> side) => SideWords.Read(side, "long"u8, "short"u8);

    /// <summary>A page of a market's liquidations.</summary>
    /// <param name="Subject">The market.</param>
    /// <param name="Number">The page's number, from 1.</param>
    /// <param name="Before">The page before; null on the first page.</param>
    private sealed record PageTag(string Subject, int Number, PageMark? Before) : RestTag;

    /// <summary>The fields of one row: their order is the venue's affair.</summary>
    private ref struct Row
    {
        public ReadOnlySpan<byte> Market, Side;
        public ExactNumber? Price, Quantity, OpenInterest, Mark, Index, Funding;
        public long TimeMs, LatestFundingMs, NextFundingMs;
        public bool IsLiquidation, IsMarket;
    }
}
