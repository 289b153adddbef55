using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>Hyperliquid: one address, asked by POST, for contracts and open interest. It publishes no liquidations.</summary>
internal sealed class HyperliquidVenue : ISimulatedVenue
{
    public const string Name = "hyperliquid";

    public HyperliquidVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start) => Instruments =
    [
        .. assets.Select(profile => new TradedInstrument(Spec(profile, profile.Thousands ? "k" : "", start.AddYears(-1)), profile)),
        // A contract of somebody else's dex, as HIP-3 allows.
        .. assets.Take(1).Select(profile => new TradedInstrument(Spec(profile, "hyna:", start.AddMonths(-3)), profile)),
    ];

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new Unpublished();

    public bool Serves(ClientRequest request) => false;

    public IDialogue Open(ClientRequest request, IClient client) => throw new NotSupportedException("Hyperliquid is asked over REST.");

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs) => [];

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        // No streams.
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path != "/info" || request.Body is null) return null;
        try
        {
            using var body = JsonDocument.Parse(request.Body);
            var dex = Text(body.RootElement, "dex") ?? "";
            return Text(body.RootElement, "type") switch
            {
                "allPerpMetas" => new RestAnswer(200, AllMetas()),
                "meta" => new RestAnswer(200, JsonBody.Of(Of(dex), WriteMeta)),
                "metaAndAssetCtxs" => new RestAnswer(200, MetaAndContexts(Of(dex))),
                _ => Refusal,
            };
        }
        catch (JsonException)
        {
            return Refusal;
        }
    }

    private static RestAnswer Refusal => new(422, "Failed to deserialize the JSON body into the target type"u8.ToArray());

    private static string Dex(TradedInstrument instrument) =>
        instrument.Spec.Symbol.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? instrument.Spec.Symbol[..colon] : "";

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private List<TradedInstrument> Of(string dex) => [.. Instruments.Where(instrument => Dex(instrument) == dex)];

    private byte[] AllMetas() => JsonBody.Of(Instruments, static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var dex in all.GroupBy(Dex)) WriteMeta(json, [.. dex]);
        json.WriteEndArray();
    });

    private static byte[] MetaAndContexts(List<TradedInstrument> dex) => JsonBody.Of(dex, static (json, all) =>
    {
        json.WriteStartArray();
        WriteMeta(json, all);
        json.WriteStartArray();
        foreach (var instrument in all)
        {
            var quote = instrument.Quote;
            json.WriteStartObject();
            json.WriteText("funding", quote.FundingRate);
            json.WriteText("openInterest", quote.OpenInterest);
            json.WriteText("oraclePx", quote.Index);
            json.WriteText("markPx", quote.Mark);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndArray();
    });

    private static void WriteMeta(Utf8JsonWriter json, List<TradedInstrument> dex)
    {
        json.WriteStartObject();
        json.WriteStartArray("universe");
        foreach (var instrument in dex)
        {
            json.WriteStartObject();
            json.WriteString("name", instrument.Spec.Symbol);
            json.WriteNumber("szDecimals", instrument.Spec.QuantityStep.Scale);
            json.WriteNumber("maxLeverage", 40);
            if (!instrument.Listed) json.WriteBoolean("isDelisted", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("collateralToken", 0);
        json.WriteEndObject();
    }

    private static SimulatedInstrument Spec(AssetProfile profile, string prefix, DateTimeOffset launch) => new()
    {
        Venue = Name,
        Symbol = prefix + profile.Asset,
        Asset = profile.Asset,
        PriceFactor = profile.Thousands ? 1000m : 1m,
        PriceTick = profile.Thousands ? 0.000001m : profile.PriceTick,
        QuantityStep = profile.QuantityStep,
        LaunchMs = launch.ToUnixTimeMilliseconds(),
    };
}
