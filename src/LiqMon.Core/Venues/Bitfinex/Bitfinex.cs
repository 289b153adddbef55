using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Bitfinex derivatives: linear perpetuals of one base coin, written <c>tBTCF0:USTF0</c> where F0 stands for "future"
/// and UST for USDT.
/// <para>
/// One status channel, <c>liq:global</c>, reports every position that is liquidated, those of margin trading on spot
/// pairs among them, which are left out. Rows are arrays: 1 position id, 2 time, 4 symbol, 5 amount, 6 price at which the
/// position had been opened, 8 0 when the liquidation begins and 1 when it is executed, 11 price of the execution. The
/// sign of the amount is the side of the position: more than zero was a long (two public programs take field 8 for the
/// side, or call a long of one coin or less a short). The amount is what is left of the position, so it appears again with
/// every execution: only the row that begins is counted, once a position, which the identity makes sure of. That row
/// mostly has no price yet. It is then valued at the mark price sent last and, if none has been sent, at the price of
/// opening, which is off by as much as the position lost. The history does have the price of the execution beside it.
/// Whether a position may begin to be liquidated twice can only be seen live; it would count twice, for the times differ.
/// Source: Bitfinex API v2 documentation, "ws public status", "rest public liquidations".
/// </para>
/// <para>
/// Status frames of a contract do not say which one they are about; the channel number was given out when subscribing.
/// They serve as a sign of life only, and open interest comes over REST for all contracts at once, in base coins,
/// one-sided. <c>CURRENT_FUNDING</c> is the rate of the running eight hours.
/// The limits on connections (20 a minute) and channels (some 25 a socket) are known from other clients only.
/// </para>
/// </summary>
public sealed class Bitfinex : IVenue
{
    /// <summary>How many contracts' status a socket carries as a sign of life.</summary>
    private const int ControlChannels = 10;

    private static readonly Uri Rest = new("https://api-pub.bitfinex.com");

    /// <summary>Names of its own for assets that are called otherwise everywhere else.</summary>
    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["ALG"] = "ALGO",
        ["AMP"] = "AMPL",
        ["ATO"] = "ATOM",
        ["DAT"] = "DATA",
        ["DSH"] = "DASH",
        ["IOT"] = "IOTA",
        ["MNA"] = "MANA",
        ["QTM"] = "QTUM",
        ["STJ"] = "STORJ",
        ["TSD"] = "TUSD",
        ["UDC"] = "USDC",
        ["UST"] = "USDT",
        ["YYW"] = "YOYOW",
    };

    /// <inheritdoc/>
    public VenueProfile Profile { get; } = new()
    {
        Id = "bitfinex",
        Name = "Bitfinex",
        FeedClass = FeedClass.Full,
        NormalShare = 0.005,
        FeedNote = "every liquidation as it begins, at the mark price where none is sent",
        OpenInterestNote = "REST, all contracts every 15 s, one-sided",
        BackfillNote = "liquidations, 500 rows a call, 3 calls a minute; open interest of the 10 largest",
        HasOtherHistory = true,
        History = new(FeedClass.Full) { Reach = TimeSpan.FromDays(30) },
        // Three calls a minute, of which a repair makes fewer than one.
        WarmUp = new(TimeSpan.FromDays(30)) { Piece = TimeSpan.FromHours(24) },
        // The venue sends a sign of life on each channel after 15 s without other news.
        ControlSilence = TimeSpan.FromSeconds(35),
        SendPacing = TimeSpan.FromMilliseconds(200),
        ConnectPacing = TimeSpan.FromSeconds(4),
        RestLimit = new() { WeightPerMinute = 90 },
    };

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> InstrumentRequests { get; } =
    [
        new("instruments", new Uri(Rest, "/v2/conf/pub:list:pair:futures")),
    ];

    /// <inheritdoc/>
    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        var list = JsonList.Open(body);
        if (!list.IsArray)
            throw new JsonException("no list of pairs");
        foreach (var pairs in list)
        {
            if (pairs.ValueKind != JsonValueKind.Array)
                throw new JsonException("no list of pairs");
            AddPairs(pairs, contracts);
            return null;
        }

        throw new JsonException("no list of pairs");
    }

    private void AddPairs(JsonElement pairs, ContractList contracts)
    {
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.String || pair.Words() is not { } name)
                contracts.Refuse(ContractRefusal.Unreadable, null);
            else if (name.Length is 0 or > ContractNames.MaxSymbolBytes)
                contracts.Refuse(ContractRefusal.BadSymbol, name);
            else if (Contract(name) is { } contract)
                contracts.Add(contract);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        if (instruments.Count == 0)
            return [];
        var keys = instruments.Take(ControlChannels).Select(instrument => $"deriv:{instrument.Symbol}").Prepend("liq:global");
        return
        [
            new("liquidations", new Uri("wss://api-pub.bitfinex.com/ws/2"),
            [
                .. keys.Select((key, index) => new SubscribeMessage(
                    index + 1, Encoding.UTF8.GetBytes($$"""{"event":"subscribe","channel":"status","key":"{{key}}"}"""))),
            ]),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return instruments.Count == 0
            ? []
            : [new(new("derivatives", new Uri(Rest, "/v2/status/deriv?keys=ALL")), TimeSpan.FromSeconds(15))];
    }

    /// <inheritdoc/>
    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(frame);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadEvent(ref reader, readings),
            JsonTokenType.StartArray => ReadChannel(ref reader, readings),
            _ => readings.Malformed("neither an object nor an array"),
        };
    }

    /// <inheritdoc/>
    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var reader = Utf8JsonReaderExtensions.Open(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return readings.Malformed("not an array");
        var kind = FrameKind.Data;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                BitfinexStatus.Read(ref reader, readings);
            }
            else if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("error"u8))
            {
                kind = ReadError(ref reader, readings);
            }
            else
            {
                reader.SkipNested();
            }
        }

        reader.End();
        return kind;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs)
    {
        ArgumentNullException.ThrowIfNull(instruments);
        return instruments.Count == 0 || fromMs >= toMs
            ? []
            : [BitfinexLiquidations.History(Rest, fromMs, toMs), .. BitfinexHistory.Requests(Rest, instruments, fromMs, toMs)];
    }

    /// <inheritdoc/>
    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(readings);
        return request.Kind == RestKind.OpenInterest
            ? BitfinexHistory.Read(Rest, request, body, fromMs, toMs, readings)
            : BitfinexLiquidations.ReadPage(Rest, request, body, fromMs, toMs, readings);
    }

    private Instrument? Contract(string name)
    {
        // BTCF0:USTF0; spot pairs, a pair for the venue's own tests, and symbols with their t, are other things.
        if (name.Split(':') is not [var first, var second]
            || name.Any(char.IsAsciiLetterLower) || !first.EndsWith("F0", StringComparison.Ordinal) || !second.EndsWith("F0", StringComparison.Ordinal)
            || first.StartsWith("TEST", StringComparison.Ordinal) || first.Length < 3 || second.Length < 3)
            return null;
        return ListedContract.Of(
            Profile.Id,
            $"t{first}:{second}",
            Renamed.GetValueOrDefault(first[..^2], first[..^2]),
            Renamed.GetValueOrDefault(second[..^2], second[..^2]),
            isTraditional: IsIndex(first[..^2]) ? true : null);
    }

    /// <summary>GERMANY40IX and its like are indices of stocks.</summary>
    private static bool IsIndex(string coin) => coin.Length > 4 && coin.EndsWith("IX", StringComparison.Ordinal) && char.IsAsciiDigit(coin[^3]);

    private static FrameKind ReadEvent(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        ReadOnlySpan<byte> type = default, text = default, code = default;
        while (reader.NextProperty(out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("event"u8): type = reader.Text(); break;
                case var _ when name.SequenceEqual("msg"u8): text = reader.Text(); break;
                case var _ when name.SequenceEqual("code"u8): code = reader.Id(); break;
                default: reader.SkipNested(); break;
            }
        }

        reader.End();
        switch (type)
        {
            case var _ when type.SequenceEqual("subscribed"u8): return FrameKind.Ack;
            case var _ when type.SequenceEqual("pong"u8): return FrameKind.Heartbeat;
            case var _ when type.SequenceEqual("error"u8):
                readings.Detail = $"{Utf8JsonReaderExtensions.Words(code)} {Utf8JsonReaderExtensions.Words(text)}".Trim();
                return FrameKind.Nack;
            // 20051: connect anew; 20060: maintenance begins.
            case var _ when type.SequenceEqual("info"u8) && (code.SequenceEqual("20051"u8) || code.SequenceEqual("20060"u8)):
                readings.Detail = $"{Utf8JsonReaderExtensions.Words(code)} {Utf8JsonReaderExtensions.Words(text)}".Trim();
                return FrameKind.ClosingNotice;
            // Its number says nothing here: it may be the one of the liquidations.
            case var _ when type.SequenceEqual("unsubscribed"u8): return readings.Unsubscribed("liq:global"u8);
            case var _ when type.SequenceEqual("info"u8) || type.SequenceEqual("conf"u8): return FrameKind.Ignored;
            default: return FrameKind.Unknown;
        }
    }

    /// <summary>[channel, "hb"], [channel, [[row], …]] or [channel, [status]]; sequence and time may follow.</summary>
    private static FrameKind ReadChannel(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            Drain(ref reader);
            return readings.Malformed("no channel number");
        }

        reader.Read();
        var kind = reader.TokenType switch
        {
            JsonTokenType.String when reader.ValueSpan.SequenceEqual("hb"u8) => FrameKind.Heartbeat,
            JsonTokenType.StartArray => Classify(reader),
            _ => FrameKind.Ignored,
        };
        if (kind != FrameKind.Data)
        {
            Drain(ref reader);
            return kind;
        }

        BitfinexLiquidations.Read(ref reader, readings);
        return FrameKind.Data;
    }

    /// <summary>Whether an array is a list of liquidations or a contract's status, whose channel number says nothing here.</summary>
    private static FrameKind Classify(Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            // Candles, trades and books are lists that begin with numbers.
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number)
                return FrameKind.Ignored;
            return reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("pos"u8) ? FrameKind.Data : FrameKind.Unknown;
        }

        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan.SequenceEqual("pos"u8) ? FrameKind.Data : FrameKind.Unknown;
        // A status begins with its time and an empty field; prices, candles and trades do not.
        return reader.TokenType == JsonTokenType.Number && reader.Integer() > 1_000_000_000_000 && reader.Read() && reader.TokenType == JsonTokenType.Null
            ? FrameKind.Data
            : FrameKind.Ignored;
    }

    private static void Drain(scoped ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static FrameKind ReadError(scoped ref Utf8JsonReader reader, FrameReadings readings)
    {
        reader.Read();
        var code = reader.Id();
        reader.Read();
        readings.Detail = $"{Utf8JsonReaderExtensions.Words(code)} {Utf8JsonReaderExtensions.Words(reader.Text())}".Trim();
        return FrameKind.Nack;
    }
}
