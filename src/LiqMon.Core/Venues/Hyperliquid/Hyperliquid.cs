using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Hyperliquid perpetuals, its own and those of others on it (HIP-3, symbols such as <c>xyz:GOLD</c>).
/// <para>
/// There is no public channel of liquidations. They are derived from the fills of the venue's own vaults
/// (<see cref="HyperliquidFills"/>): complete for the positions the vaults took over (backstop), and for liquidations in
/// the market the part in which a vault happened to be the other side. The total is a floor of unknown height. Whole
/// figures exist for keys, or from an own node. Which vaults there are the venue publishes (<see cref="HyperliquidVaults"/>),
/// queried at the start and every hour. A subscription begins with the account's last fills, which fills short gaps.
/// </para>
/// <para>
/// The context of one busy coin proves that the socket delivers, and so do the vaults' fills, liquidations or not.
/// </para>
/// <para>
/// All REST answers come by POST to one address. <c>metaAndAssetCtxs</c> gives names and figures as two lists of the same
/// order, without a time of their own; one call for the venue's contracts and one for each other dex. Open interest is
/// one-sided, in the base asset (1000 of it for <c>kPEPE</c>); funding is hourly. Prices are in the dollar coin a dex
/// settles in. A HIP-3 contract whose coin the venue lists itself is crypto; all others are taken for traditional assets,
/// as they nearly all are. Source: Hyperliquid API documentation and Python SDK, 2026; recordings of nautilus_trader.
/// </para>
/// </summary>
public sealed class Hyperliquid : IVenue
{
    /// <summary>Of 1,200 a minute.</summary>
    private const int InfoWeight = 20;

    private const int ContextId = 1;

    private static readonly Uri Info = new("https://api.hyperliquid.xyz/info");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "hyperliquid",
        Name = "Hyperliquid",
        FeedClass = FeedClass.Derived,
        NormalShare = 0.09,
        FeedNote = "the fills of its own vaults: every position they took over, and of liquidations in the market those they traded against",
        OpenInterestNote = "REST, all contracts every 15 s (those of other dexes every 60 s), one-sided",
        BackfillNote = "none; a new connection repeats the vaults' last fills",
        PublishedDaily = HyperliquidDaily.Source,
        // The venue cuts a connection that was silent for a minute.
        Heartbeat = new("""{"method":"ping"}"""u8.ToArray(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)),
        ControlSilence = TimeSpan.FromSeconds(30),
        // A vault's last 2,000 fills, with which a subscription begins, were 988 KiB in 2026.
        FrameLimitBytes = 8 * 1024 * 1024,
        SendPacing = TimeSpan.FromMilliseconds(200),
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", Info, InfoWeight, """{"type":"allPerpMetas"}""")];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        // All dexes are a list; the venue's own alone is an object.
        var dexes = JsonList.Open(body);
        using var single = dexes.IsArray ? null : JsonElementExtensions.Parse(body, JsonList.MostRowTokens);
        var (own, hasUniverse) = (new HashSet<string>(StringComparer.Ordinal), false);
        if (single is not null)
            hasUniverse = AddNames(single.RootElement, own);
        foreach (var dex in dexes)
            hasUniverse |= AddNames(dex, own);
        if (!hasUniverse)
            throw new JsonException("no universe");
        if (single is not null)
            AddContracts(single.RootElement, own, contracts);
        foreach (var dex in dexes)
            AddContracts(dex, own, contracts);
        return null;
    }

    /// <summary>Collects the names of a dex that have no dex in them. False where it lists none.</summary>
    private static bool AddNames(JsonElement dex, HashSet<string> own)
    {
        own.UnionWith(dex.Objects("universe").Select(row => row.Text("name")).OfType<string>().Where(name => !name.Contains(':')));
        return dex.Array("universe") is not null;
    }

    private void AddContracts(JsonElement dex, HashSet<string> own, ContractList contracts)
    {
        if (dex.Array("universe") is not { } universe)
        {
            contracts.Refuse(ContractRefusal.Unreadable, null);
            return;
        }

        var quote = dex.Number("collateralToken") is null or { Mantissa: 0 } ? "USDC" : "USD";
        foreach (var row in universe.EnumerateArray())
            contracts.AddRow(row, "name", row => row.FlagOrMissing("isDelisted") == false ? Contract(row.Symbol, quote, own) : null);
    }

    /// <inheritdoc/>
    public RestRequest? AccountRequest { get; } = HyperliquidVaults.Request(Info, InfoWeight);

    /// <inheritdoc/>
    public SystemAccounts ReadAccounts(ReadOnlySpan<byte> body) => HyperliquidVaults.Read(body);

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => Sockets(instruments, SystemAccounts.None);

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments, SystemAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        ArgumentNullException.ThrowIfNull(accounts);
        var busiest = instruments.FirstOrDefault(instrument => Dex(instrument.Symbol).Length == 0)?.Symbol ?? "BTC";
        return
        [
            new("fills", new Uri("wss://api.hyperliquid.xyz/ws"),
            [
                new(ContextId, Encoding.UTF8.GetBytes($$$"""{"method":"subscribe","subscription":{"type":"activeAssetCtx","coin":"{{{busiest}}}"}}""")),
                // Fill by fill: the sum over an order has no price and no trade of its own.
                .. HyperliquidVaults.Followed(accounts).Select(vault => new SubscribeMessage(
                    HyperliquidVaults.SubscriptionId(Encoding.ASCII.GetBytes(vault)),
                    Encoding.UTF8.GetBytes($$$"""{"method":"subscribe","subscription":{"type":"userFills","user":"{{{vault}}}","aggregateByTime":false}}"""))),
            ]),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<VenueProbe> Probes => HyperliquidVaults.Probes(AccountRequest!);

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return
        [
            .. instruments.Select(instrument => Dex(instrument.Symbol)).Distinct(StringComparer.Ordinal).Select(dex => dex.Length == 0
                ? new RestPoll(new("contexts", Info, InfoWeight, """{"type":"metaAndAssetCtxs"}"""), TimeSpan.FromSeconds(15))
                : new RestPoll(
                    new($"contexts-{dex}", Info, InfoWeight, $$"""{"type":"metaAndAssetCtxs","dex":"{{dex}}"}"""), TimeSpan.FromSeconds(60))),
        ];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(frame);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return HyperliquidContexts.ReadAll(ref reader, readings);
        if (reader.TokenType != JsonTokenType.StartObject)
            return readings.Malformed("neither object nor array");
        ReadOnlySpan<byte> channel = default;
        Utf8JsonReader data = default;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("channel"u8))
            {
                channel = reader.Text();
                continue;
            }

            if (name.SequenceEqual("data"u8))
                data = reader;
            reader.SkipNested();
        }

        reader.End();
        return channel switch
        {
            _ when channel.SequenceEqual("userFills"u8) => HyperliquidFills.Read(ref data, readings, otherwise: FrameKind.Unknown),
            // The older channel brings funding and cancelled orders as well.
            _ when channel.SequenceEqual("user"u8) => HyperliquidFills.Read(ref data, readings, otherwise: FrameKind.Ignored),
            _ when channel.SequenceEqual("activeAssetCtx"u8) => HyperliquidContexts.ReadOne(ref data, readings),
            _ when channel.SequenceEqual("subscriptionResponse"u8) => ReadConfirmation(ref data, readings),
            _ when channel.SequenceEqual("pong"u8) => FrameKind.Heartbeat,
            _ when channel.SequenceEqual("error"u8) => Refuse(ref data, readings),
            _ when IsOther(channel) => FrameKind.Ignored,
            _ => FrameKind.Unknown,
        };
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    private static bool IsOther(ReadOnlySpan<byte> channel) =>
        channel.SequenceEqual("trades"u8) || channel.SequenceEqual("l2Book"u8) || channel.SequenceEqual("bbo"u8)
        || channel.SequenceEqual("allMids"u8) || channel.SequenceEqual("allDexsAssetCtxs"u8) || channel.SequenceEqual("candle"u8);

    private static string Dex(string symbol) => symbol.IndexOf(':') is > 0 and var colon ? symbol[..colon] : "";

    private Instrument Contract(string name, string quote, HashSet<string> own)
    {
        var coin = name[(name.IndexOf(':') + 1)..];
        return ListedContract.Of(
            Profile.Id, name, coin, quote,
            isTraditional: coin.Length != name.Length && !own.Contains(coin));
    }

    /// <summary><c>{"method":"subscribe","subscription":{…}}</c>, as it was sent.</summary>
    private static FrameKind ReadConfirmation(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return FrameKind.Ignored;
        var kind = FrameKind.Ignored;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("method"u8))
                kind = reader.Text().SequenceEqual("subscribe"u8) ? FrameKind.Ack : FrameKind.Ignored;
            else if (name.SequenceEqual("subscription"u8) && reader.Enters(JsonTokenType.StartObject))
                readings.AckId = Subscription(ref reader);
            else
                reader.SkipNested();
        }

        return kind;
    }

    private static int? Subscription(scoped ref Utf8JsonReader reader)
    {
        int? id = null;
        while (reader.NextProperty(out var name))
        {
            if (name.SequenceEqual("user"u8))
                id = HyperliquidVaults.SubscriptionId(reader.Text());
            else if (name.SequenceEqual("coin"u8))
                id = reader.Text().IsEmpty ? null : ContextId;
            else
                reader.SkipNested();
        }

        return id;
    }

    /// <summary>An error names no subscription; its words do.</summary>
    private static FrameKind Refuse(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        readings.Detail = Utf8JsonReaderExtensions.Words(reader.Text());
        return FrameKind.Nack;
    }
}
