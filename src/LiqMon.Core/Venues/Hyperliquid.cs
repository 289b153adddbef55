using System.Text.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Hyperliquid perpetuals, its own and those of others on it (HIP-3, symbols such as <c>xyz:GOLD</c>): open interest only.
/// <para>
/// There is no public channel of liquidations. A liquidation shows on fills of whoever traded against it; watching the
/// venue's own liquidator vaults would find an unknown part, counted on the wrong side of the trade, so nothing is guessed
/// here and the venue takes part without liquidations. Whole figures exist for keys, or from an own node.
/// </para>
/// <para>
/// All answers come by POST to one address. <c>metaAndAssetCtxs</c> gives names and figures as two lists of the same order,
/// without a time of their own; one call for the venue's contracts and one for each other dex. Open interest is one-sided,
/// in the base asset (1000 of it for <c>kPEPE</c>); funding is hourly. Prices are in the dollar coin a dex settles in.
/// A HIP-3 contract whose coin the venue lists itself is crypto; all others are taken for traditional assets, as they nearly
/// all are. Source: Hyperliquid API documentation and Python SDK, 2026; recordings of nautilus_trader.
/// </para>
/// </summary>
public sealed class Hyperliquid : IVenue
{
    /// <summary>Of 1,200 a minute.</summary>
    private const int InfoWeight = 20;

    private static readonly Uri Info = new("https://api.hyperliquid.xyz/info");

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "hyperliquid",
        Name = "Hyperliquid",
        FeedClass = FeedClass.None,
        FeedNote = "publishes no liquidations; open interest only",
        OpenInterestNote = "REST, all contracts every 15 s (those of other dexes every 60 s), one-sided",
        BackfillNote = "none",
        RestLimit = new() { WeightPerMinute = 1_200 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
        [new("instruments", Info, InfoWeight, """{"type":"allPerpMetas"}""")];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ICollection<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        using var document = JsonElements.Parse(body);
        var root = document.RootElement;
        // All dexes are a list; the venue's own alone is an object.
        JsonElement[] dexes = root.ValueKind switch
        {
            JsonValueKind.Array => [.. root.EnumerateArray().Where(dex => dex.ValueKind == JsonValueKind.Object)],
            JsonValueKind.Object => [root],
            _ => [],
        };
        if (!dexes.Any(dex => dex.TryGetProperty("universe", out _)))
            throw new JsonException("no universe");
        var own = dexes.SelectMany(dex => dex.Objects("universe")).Select(row => row.Text("name"))
            .Where(name => name is not null && !name.Contains(':')).ToHashSet();
        foreach (var dex in dexes)
        {
            var quote = dex.Number("collateralToken") is null or { Mantissa: 0 } ? "USDC" : "USD";
            foreach (var row in dex.Objects("universe"))
            {
                if (row.Text("name") is { Length: > 0 } name && !(row.TryGetProperty("isDelisted", out var gone) && gone.ValueKind == JsonValueKind.True))
                    instruments.Add(Contract(name, quote, own));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => [];

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
        var reader = JsonReading.Open(frame);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadContexts(ref reader, readings);
        if (reader.TokenType != JsonTokenType.StartObject)
            return readings.Malformed("neither object nor array");
        while (reader.NextProperty(out _))
            reader.SkipNested();
        reader.End();
        // Frames of the socket, which is not used.
        return FrameKind.Ignored;
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    private static string Dex(string symbol) => symbol.IndexOf(':') is > 0 and var colon ? symbol[..colon] : "";

    private Instrument Contract(string name, string quote, HashSet<string?> own)
    {
        var coin = name[(name.IndexOf(':') + 1)..];
        var (asset, factor) = AssetNames.Normalise(coin);
        return new Instrument
        {
            Venue = Profile.Id,
            Symbol = name,
            Asset = asset,
            AssetFactor = factor,
            Quote = quote,
            AssetClass = coin.Length == name.Length || own.Contains(coin) ? AssetClass.Crypto : AssetClass.Traditional,
        };
    }

    /// <summary><c>[{"universe":[{"name":…},…]},[{…},…]]</c>: names and figures side by side.</summary>
    private static FrameKind ReadContexts(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        Utf8JsonReader names = default, contexts = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.NextProperty(out var name))
                {
                    if (name.SequenceEqual("universe"u8) && reader.TokenType == JsonTokenType.StartArray)
                        names = reader;
                    reader.SkipNested();
                }
            }
            else
            {
                if (reader.TokenType == JsonTokenType.StartArray)
                    contexts = reader;
                reader.SkipNested();
            }
        }

        reader.End();
        if (names.TokenType != JsonTokenType.StartArray || contexts.TokenType != JsonTokenType.StartArray)
            return FrameKind.Ignored;
        // Element by element: one that is no object must not shift the others.
        while (names.Read() && names.TokenType != JsonTokenType.EndArray && contexts.Read() && contexts.TokenType != JsonTokenType.EndArray)
        {
            ReadName(ref names, out var coin, out var isDelisted);
            if (contexts.Enters(JsonTokenType.StartObject))
                ReadContext(ref contexts, coin, isDelisted, readings);
        }

        return FrameKind.Data;
    }

    private static void ReadName(scoped ref Utf8JsonReader names, out ReadOnlySpan<byte> coin, out bool isDelisted)
    {
        coin = default;
        isDelisted = false;
        if (!names.Enters(JsonTokenType.StartObject))
            return;
        while (names.NextProperty(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                coin = names.Text();
            }
            else
            {
                isDelisted |= name.SequenceEqual("isDelisted"u8) && names.TokenType == JsonTokenType.True;
                names.TrySkip();
            }
        }
    }

    private static void ReadContext(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> coin, bool isDelisted, FrameReadings readings)
    {
        ExactNumber? openInterest = null, mark = null, oracle = null, funding = null;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("openInterest"u8): openInterest = reader.Number(); break;
                case var _ when name.SequenceEqual("markPx"u8): mark = reader.Number(); break;
                case var _ when name.SequenceEqual("oraclePx"u8): oracle = reader.Number(); break;
                case var _ when name.SequenceEqual("funding"u8): funding = reader.Number(); break;
                default: reader.SkipNested(); break;
            }
        }

        if (isDelisted || !readings.TrySymbol(coin, out var symbol))
            return;
        readings.AddMarket(new MarketReading
        {
            Symbol = symbol,
            TimeMs = readings.ReceivedMs ?? 0,
            OpenInterest = openInterest,
            OpenInterestUnit = OpenInterestUnit.Base,
            Mark = mark,
            Index = oracle,
            FundingRate = funding,
        });
    }
}
