using System.Text.Json;

namespace LiqMon.Simulator;

/// <summary>
/// Hyperliquid: one address, queried by POST, for contracts and open interest, and a socket for the contexts of single coins
/// and for the fills of accounts. It publishes no liquidations; one in three has one of its own vaults on the other side.
/// </summary>
internal sealed class HyperliquidVenue : ISimulatedVenue
{
    public const string Name = "hyperliquid";

    /// <summary>Of so many liquidations one shows on the fills of a vault.</summary>
    public const int OneSeenOf = 3;

    private const int SnapshotLength = 2_000;
    private const string FillsTopic = "userFills:";

    private const string Parent = "0xdfc24b077bc1425ad1dea75bcb6f8158e10df303";

    /// <summary>The vaults that take positions over; a coin's go to the same one. The last is newer than all lists of them.</summary>
    private static readonly string[] Liquidators =
    [
        "0x2e3d94f0562703b25c83308a05046ddaf9a8dd14", "0xb0a55f13d22f66e6d495ac98113841b2326e9540",
        "0x9c3f1a5b7d2e4c6088aa77b1c0d9e8f706152433",
    ];

    private readonly RecentLiquidations _recent = new();
    private Dictionary<string, string> _vaults = [];

    public HyperliquidVenue(IReadOnlyList<AssetProfile> assets, DateTimeOffset start)
    {
        Instruments =
        [
            .. assets.Select(profile => new TradedInstrument(Spec(profile, profile.Thousands ? "k" : "", start.AddYears(-1)), profile)),
            // A contract of somebody else's dex, as HIP-3 allows.
            .. assets.Take(1).Select(profile => new TradedInstrument(Spec(profile, "hyna:", start.AddMonths(-3)), profile)),
        ];
        Renamed();
    }

    public string Id => Name;

    public IReadOnlyList<TradedInstrument> Instruments { get; }

    public ILiquidationPacing Pacing { get; } = new EveryNth(OneSeenOf);

    public IOrderHistory History => _recent;

    public OrderFields OrderFields { get; } = new(["side", "dir"], ["px"], ["sz"]);

    public void Renamed() => _vaults = Instruments.Select((instrument, number) => (instrument.Spec.Symbol, Vault: Liquidators[number % Liquidators.Length]))
        .ToDictionary(row => row.Symbol, row => row.Vault);

    /// <summary>The subscription to an account's fills.</summary>
    public static string FillsOf(string user) => FillsTopic + user;

    /// <summary>The subscription to a coin's context.</summary>
    public static string ContextOf(string coin) => "activeAssetCtx:" + coin;

    /// <summary>Whether a subscription is one to an account's fills.</summary>
    public static bool IsFills(string topic) => topic.StartsWith(FillsTopic, StringComparison.Ordinal);

    public bool Serves(ClientRequest request) => request.Path == "/ws";

    public IDialogue Open(ClientRequest request, IClient client) => new HyperliquidDialogue(this);

    public IEnumerable<Publication> Encode(IReadOnlyList<LedgerTicket> tickets, long nowMs)
    {
        _recent.Add(tickets);
        foreach (var group in tickets.GroupBy(ticket => _vaults[ticket.Instrument.Spec.Symbol]))
        {
            var rows = group.ToList();
            yield return new Publication(FillsOf(group.Key), HyperliquidFrames.Fills(group.Key, rows, isSnapshot: false), rows);
        }
    }

    public void Publish(MarketMoment moment, IPublisher publisher)
    {
        if (!moment.IsEvery(1000)) return;
        foreach (var instrument in Instruments)
            publisher.Publish(ContextOf(instrument.Spec.Symbol), instrument, static it => HyperliquidFrames.Context(it));
    }

    /// <summary>Whether the coin exists.</summary>
    public bool Has(string coin) => _vaults.ContainsKey(coin);

    /// <summary>The first push of a subscription: the account's last fills, or the coin's context.</summary>
    public Publication Snapshot(string topic)
    {
        if (!IsFills(topic))
            return new Publication(topic, HyperliquidFrames.Context(Instruments.First(it => ContextOf(it.Spec.Symbol) == topic)), []);
        var user = topic[FillsTopic.Length..];
        var fills = _recent.Where(ticket => _vaults[ticket.Instrument.Spec.Symbol] == user);
        if (fills.Count > SnapshotLength) fills.RemoveRange(0, fills.Count - SnapshotLength);
        // Newest first.
        fills.Reverse();
        return new Publication(topic, HyperliquidFrames.Fills(user, fills, isSnapshot: true), fills);
    }

    public RestAnswer? Answer(ClientRequest request, long nowMs)
    {
        if (request.Path != "/info" || request.Body is null) return null;
        try
        {
            using var body = JsonDocument.Parse(request.Body);
            var dex = body.RootElement.Text("dex") ?? "";
            return body.RootElement.Text("type") switch
            {
                "allPerpMetas" => new RestAnswer(200, AllMetas()),
                "vaultDetails" => new RestAnswer(200, VaultDetails(body.RootElement.Text("vaultAddress"))),
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

    private List<TradedInstrument> Of(string dex) => Of(Instruments, dex);

    private static List<TradedInstrument> Of(IReadOnlyList<TradedInstrument> instruments, string dex) => [.. instruments.Where(instrument => instrument.Phase is not (ContractPhase.Planned or ContractPhase.PreLaunch) && Dex(instrument) == dex)];

    private byte[] AllMetas() => JsonBody.Of(Instruments, static (json, all) =>
    {
        json.WriteStartArray();
        foreach (var dex in all.Select(Dex).Distinct()) WriteMeta(json, Of(all, dex));
        json.WriteEndArray();
    });

    private static byte[] MetaAndContexts(List<TradedInstrument> dex) => JsonBody.Of(dex, static (json, all) =>
    {
        json.WriteStartArray();
        WriteMeta(json, all);
        json.WriteStartArray();
        foreach (var instrument in all) HyperliquidFrames.WriteContext(json, instrument.Quote);
        json.WriteEndArray();
        json.WriteEndArray();
    });

    /// <summary>A vault and its children; null where there is no such vault.</summary>
    private static byte[] VaultDetails(string? address) => JsonBody.Of(address, static (json, vault) =>
    {
        if (vault != Parent)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("name", "Hyperliquidity Provider (HLP)");
        json.WriteString("vaultAddress", vault);
        json.WriteStartObject("relationship");
        json.WriteString("type", "parent");
        json.WriteStartObject("data");
        json.WriteStartArray("childAddresses");
        foreach (var child in Liquidators) json.WriteStringValue(child);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
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
