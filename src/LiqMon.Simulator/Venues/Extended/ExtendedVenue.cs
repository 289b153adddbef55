using System.Globalization;
using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Extended: the trades of all markets or of one, chosen by the address; liquidations are trades of their own type.</summary>
internal sealed class ExtendedVenue : ISimulatedVenue
{
    public const string Name = "extended";

    private const string Stream = "/stream.extended.exchange/v1/publicTrades";
    private const int HistoryRows = 300;
    private const long HourMs = 3_600_000;

    private long _ordinaryTrades;

    public ExtendedVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) =>
        Instruments = [.. assets.Select(profile => new TradedInstrument(Spec(profile, start.AddYears(-1)), profile))];

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new BatchPerSymbol(TimeSpan.Zero);

    public OrderFields OrderFields { get; } = new(["S"], ["p"], ["q"]);

    public bool CanName(string symbol) => symbol.Length > "-USD".Length && symbol.EndsWith("-USD", StringComparison.Ordinal);

    public string TopicOf(ClientRequest request) => request.Path == Stream ? "publicTrades" : "publicTrades:" + request.Path[(Stream.Length + 1)..];

    public TimeSpan PingInterval => TimeSpan.FromSeconds(15);

    public bool Serves(ClientRequest request) => request.Path == Stream
        || Instruments.Any(instrument => request.Path == $"{Stream}/{instrument.Spec.Symbol}");

    public IDialogue Open(ClientRequest request, IClient client) =>
        new ExtendedDialogue(request.Path == Stream ? "" : request.Path[(Stream.Length + 1)..], client);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        yield return new Publication("", Liquidations(tickets), tickets);
        foreach (var market in tickets.GroupBy(ticket => ticket.Order.Symbol))
        {
            var rows = market.ToList();
            yield return new Publication(market.Key, Liquidations(rows), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(500)) return;
        // Somebody always trades something, as long as there is anything.
        var traded = Instruments.Traded();
        if (traded.Count == 0) return;
        var instrument = traded[(int)(_ordinaryTrades++ % traded.Count)];
        foreach (var topic in new[] { "", instrument.Spec.Symbol })
        {
            publisher.Publish(topic, (instrument, moment.NowMs, _ordinaryTrades), static it => JsonBody.Of(it, static (json, trade) =>
            {
                json.WriteStartArray();
                WriteTrade(json, trade.instrument, "BUY", "TRADE", trade.NowMs, trade.instrument.Quote.Mark, trade.instrument.Spec.QuantityStep, trade._ordinaryTrades);
                json.WriteEndArray();
            }));
        }
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path == "/api/v1/info/markets") return new RestAnswer(200, Markets(nowMs));
        if (request.Path.Split('/') is not ["", "api", "v1", "info", var market, "open-interests"]) return null;
        if (Instruments.FirstOrDefault(instrument => instrument.Spec.Symbol == market) is not { } chosen
            || !long.TryParse(request["startTime"], NumberStyles.None, CultureInfo.InvariantCulture, out var fromMs)
            || !long.TryParse(request["endTime"], NumberStyles.None, CultureInfo.InvariantCulture, out var toMs))
            return new RestAnswer(400, """{"status":"ERROR","error":{"code":1001,"message":"Market not found or time missing"}}"""u8.ToArray());
        return new RestAnswer(200, History(chosen, fromMs, Math.Min(toMs, nowMs)));
    }

    private static byte[] Liquidations(IReadOnlyList<LedgerTicket> tickets) => JsonBody.Of(tickets, static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var ticket in all)
        {
            // The engine closes a long by selling.
            var side = ticket.Order.Position == LiquidatedPosition.Long ? "SELL" : "BUY";
            WriteTrade(json, ticket.Instrument, side, "LIQUIDATION", ticket.EventTimeMs, ticket.Order.Price, ticket.Order.Quantity, 1_000_000_000 + ticket.Sequence);
        }
        json.WriteEndArray();
    });

    private static void WriteTrade(
        Utf8JsonWriter json, TradedInstrument instrument, string side, string type, long timeMs, decimal price, decimal quantity, long id)
    {
        json.WriteStartObject();
        json.WriteString("m", instrument.Spec.Symbol);
        json.WriteString("S", side);
        json.WriteString("tT", type);
        json.WriteNumber("T", timeMs);
        json.WriteText("p", price);
        json.WriteText("q", quantity);
        json.WriteNumber("i", id);
        json.WriteEndObject();
    }

    private byte[] Markets(long nowMs) => JsonBody.Of((Instruments, nowMs), static (json, all) =>
    {
        json.WriteStartObject();
        json.WriteString("status", "OK");
        json.WriteStartArray("data");
        foreach (var instrument in all.Instruments.Where(instrument => instrument.Listed))
        {
            var (spec, quote) = (instrument.Spec, instrument.Quote);
            json.WriteStartObject();
            json.WriteString("name", spec.Symbol);
            json.WriteString("type", "PERPETUAL");
            json.WriteString("category", "L1");
            json.WriteString("assetName", spec.Symbol[..^"-USD".Length]);
            json.WriteString("collateralAssetName", "USD");
            json.WriteBoolean("active", true);
            json.WriteString("status", "ACTIVE");
            json.WriteStartObject("marketStats");
            json.WriteText("lastPrice", quote.Mark);
            json.WriteText("markPrice", quote.Mark);
            json.WriteText("indexPrice", quote.Index);
            json.WriteText("fundingRate", quote.FundingRate);
            json.WriteNumber("nextFundingRate", all.nowMs - (all.nowMs % HourMs) + HourMs);
            json.WriteText("openInterest", decimal.Round(quote.OpenInterest * quote.Mark, 6));
            json.WriteText("openInterestBase", quote.OpenInterest);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Hours of the span, newest first, as many as a page holds.</summary>
    private static byte[] History(TradedInstrument instrument, long fromMs, long toMs) => JsonBody.Of((instrument, fromMs, toMs), static (json, span) =>
    {
        json.WriteStartObject();
        json.WriteString("status", "OK");
        json.WriteStartArray("data");
        var timeMs = span.toMs - (span.toMs % HourMs);
        for (var rows = 0; rows < HistoryRows && timeMs >= span.fromMs; rows++, timeMs -= HourMs)
        {
            json.WriteStartObject();
            var openInterest = span.instrument.PastOpenInterest(timeMs);
            json.WriteText("i", decimal.Round(openInterest * span.instrument.Quote.Mark, 6));
            json.WriteText("I", openInterest);
            json.WriteNumber("t", timeMs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static SimulatedInstrument Spec(AssetProfile profile, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = (profile.Thousands ? "1000" : "") + profile.Asset + "-USD",
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.000001m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };
}
