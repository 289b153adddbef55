using System.Buffers;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Feeds;

/// <summary>A dialect made for tests: every kind of frame in the fewest words.</summary>
internal sealed class FakeVenue : IVenue
{
    public VenueProfile Profile { get; init; } = new()
    {
        Id = "fake",
        Name = "Fake",
        FeedClass = FeedClass.Full,
        FeedNote = "",
        OpenInterestNote = "",
        BackfillNote = "",
        ControlSilence = TimeSpan.FromSeconds(20),
        SendPacing = TimeSpan.FromMilliseconds(1),
        ConnectPacing = TimeSpan.FromMilliseconds(1),
        AckTimeout = TimeSpan.FromSeconds(20),
    };

    public IReadOnlyList<RestRequest> InstrumentRequests { get; init; } =
        [new("instruments:one", new Uri("https://fake.example/instruments"))];

    public Func<IReadOnlyList<Instrument>, IReadOnlyList<SocketPlan>> SocketsOf { get; init; } = _ => [Plan("main", 1)];

    public Func<Instrument, string?> TopicOf { get; init; } = _ => null;

    public Func<IReadOnlyList<Instrument>, IReadOnlyList<RestPoll>> PollsOf { get; init; } = _ => [];

    public Func<RestRequest, HistoryStep> PollStepOf { get; init; } = _ => HistoryStep.Ends(HistoryEnd.ReachedEnd);

    public Func<long, long, IReadOnlyList<RestRequest>> HistoryOf { get; init; } = (_, _) => [];

    public static SocketPlan Plan(string feed, params int[] ids) => new(
        feed, new Uri("wss://fake.example/stream?v=1"), [.. ids.Select(id => new SubscribeMessage(id, Encoding.UTF8.GetBytes($"sub {id}")))]);

    public static string Ack(int id = 1) => $$"""{"k":"ack","id":{{id}}}""";

    public static string AckWithData(int id) => Liquidation().Replace("\"liq\"", $"\"ack\",\"id\":{id}", StringComparison.Ordinal);

    public static string Tick(string symbol = "BTCUSDT", string mark = "100", string? oi = null, long? timeMs = null) =>
        $$"""{"k":"tick","s":"{{symbol}}","mark":"{{mark}}"{{(oi is null ? "" : $",\"oi\":\"{oi}\"")}},"t":{{timeMs ?? NowMs}}}""";

    public static string Liquidation(string symbol = "BTCUSDT", int n = 0, string quantity = "1", long? timeMs = null) =>
        $$"""{"k":"liq","s":"{{symbol}}","p":"100","q":"{{quantity}}","n":"{{n}}","t":{{timeMs ?? NowMs}}}""";

    public static Instrument Contract(string symbol, string asset = "BTC") => new()
    {
        Venue = "fake",
        Symbol = symbol,
        Asset = asset,
        Quote = "USDT",
    };

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public RestRequest? ReadInstruments(RestRequest request, ReadOnlySpan<byte> body, ContractList instruments)
    {
        using var document = JsonDocument.Parse(body.ToArray());
        foreach (var name in document.RootElement.GetProperty("symbols").EnumerateArray())
            instruments.Add(Contract(name.GetString()!, name.GetString()!.Replace("USDT", "", StringComparison.Ordinal)));
        return document.RootElement.TryGetProperty("next", out var next)
            ? request with { Url = new Uri(request.Url, "?page=" + next.GetString()) }
            : null;
    }

    public IReadOnlyList<SocketPlan> Sockets(IReadOnlyList<Instrument> instruments) => SocketsOf(instruments);

    public string? LiquidationTopic(Instrument instrument) => TopicOf(instrument);

    public IReadOnlyList<RestPoll> Polls(IReadOnlyList<Instrument> instruments) => PollsOf(instruments);

    public HistoryStep PollStep(RestRequest request, ReadOnlySpan<byte> body, long knownMs) => PollStepOf(request);

    public IReadOnlyList<RestRequest> BackfillRequests(IReadOnlyList<Instrument> instruments, long fromMs, long toMs) => HistoryOf(fromMs, toMs);

    public HistoryStep ReadBackfill(RestRequest request, ReadOnlySpan<byte> body, long fromMs, long toMs, FrameReadings readings)
    {
        using var document = JsonDocument.Parse(body.ToArray());
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray())
            Read(JsonSerializer.SerializeToUtf8Bytes(row), readings);
        if (document.RootElement.TryGetProperty("end", out var end))
            return HistoryStep.Ends(Enum.Parse<HistoryEnd>(end.GetString()!));
        return document.RootElement.TryGetProperty("next", out var next)
            ? HistoryStep.Continues(request with { Url = new Uri(request.Url, "?page=" + next.GetString()) })
            : HistoryStep.Ends(HistoryEnd.ReachedEnd);
    }

    public FrameKind ReadPoll(string name, ReadOnlySpan<byte> body, FrameReadings readings) => Read(body, readings);

    public FrameKind Read(ReadOnlySpan<byte> frame, FrameReadings readings)
    {
        using var document = JsonDocument.Parse(frame.ToArray());
        var root = document.RootElement;
        switch (Text(root, "k"))
        {
            case "ack" or "nack":
                readings.AckId = root.TryGetProperty("id", out var id) ? id.GetInt32() : null;
                readings.Detail = Text(root, "msg");
                if (root.TryGetProperty("q", out _))
                    AddLiquidation(root, readings);
                return Text(root, "k") == "ack" ? FrameKind.Ack : FrameKind.Nack;
            case "hb": return FrameKind.Heartbeat;
            case "closing": return FrameKind.ClosingNotice;
            case "boom": throw new InvalidOperationException("a bug in the venue");
            case "ping":
                readings.Reply.Write("pong"u8);
                return FrameKind.Ping;
            case "liq":
                AddLiquidation(root, readings);
                return FrameKind.Data;
            case "tick":
                if (readings.TrySymbol(Encoding.UTF8.GetBytes(Text(root, "s")!), out var symbol))
                {
                    readings.AddMarket(new MarketReading
                    {
                        Symbol = symbol,
                        TimeMs = root.GetProperty("t").GetInt64(),
                        Mark = Number(root, "mark"),
                        OpenInterest = Number(root, "oi"),
                    });
                }

                return FrameKind.Data;
            case null: return readings.Malformed("no kind");
            case "what": return FrameKind.Unknown;
            default: return FrameKind.Ignored;
        }
    }

    private static void AddLiquidation(JsonElement root, FrameReadings readings) => readings.AddLiquidation(
        Encoding.UTF8.GetBytes(Text(root, "s")!), Text(root, "side") is "?" ? null : LiquidatedSide.Long, Number(root, "p"), PriceKind.Fill,
        Number(root, "q"), root.GetProperty("t").GetInt64(), Encoding.UTF8.GetBytes(Text(root, "n") ?? ""),
        Text(root, "m") is "inverse" ? MarginKind.Inverse : null);

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ExactNumber? Number(JsonElement root, string name) =>
        Text(root, name) is { } text && ExactNumber.TryParse(text, out var number) ? number : null;
}
