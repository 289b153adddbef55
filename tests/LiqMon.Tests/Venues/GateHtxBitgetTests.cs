using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;
using static LiqMon.Tests.Venues.RecordedFrames;

namespace LiqMon.Tests.Venues;

/// <summary>Gate, HTX and Bitget: what is sent to them, and what other people recorded from them.</summary>
public sealed class GateHtxBitgetTests
{
    /// <summary>Contracts of the recordings that the recorded lists do not name, in the venues' own form.</summary>
    private static readonly Dictionary<string, string[]> Listed = new()
    {
        ["gate"] = ["""[{"name":"BTC_USD","type":"inverse","quanto_multiplier":"0"}]"""],
        ["htx"] =
        [
            """{"status":"ok","data":[{"symbol":"BTC","contract_code":"BTC200703","contract_size":100.0,"contract_status":1},{"symbol":"BTC","contract_code":"BTC200925","contract_size":100.0,"contract_status":1},{"symbol":"BSV","contract_code":"BSV-USD","contract_size":10,"contract_status":1}]}""",
            """{"status":"ok","data":[{"symbol":"O3","contract_code":"O3-USDT","contract_size":1,"contract_status":1,"pair":"O3-USDT"},{"symbol":"BTC","contract_code":"BTC-USDT-211210","contract_size":0.001,"contract_status":1,"pair":"BTC-USDT","contract_type":"next_week"}]}""",
        ],
        ["bitget"] =
        [
            """{"code":"00000","data":[{"symbol":"APEUSDT","category":"USDT-FUTURES","baseCoin":"APE","quoteCoin":"USDT","status":"online"},{"symbol":"IPUSDT","category":"USDT-FUTURES","baseCoin":"IP","quoteCoin":"USDT","status":"online"}]}""",
        ],
    };

    [SharedTheory]
    // Nobody recorded the public channel of Gate; its private one, of the same fields, is of one user.
    [InlineData("gate", "gate_futures", 0, 11)]
    [InlineData("htx", "htx_dm", 3, 0)]
    [InlineData("htx", "htx_swap", 2, 0)]
    [InlineData("htx", "htx_linear_swap", 2, 0)]
    [InlineData("bitget", "bitget", 2, 223)]
    public void Every_recorded_liquidation_and_open_interest_is_found(string id, string folder, int liquidations, int openInterest)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue, folder));
        int foundLiquidations = 0, foundOpenInterest = 0;
        foreach (var (file, number, line) in Lines(folder))
        {
            var (expectedLiquidations, expectedOpenInterest) = Expected(line);
            Read(venue, line, readings);
            Assert.True(
                (expectedLiquidations, expectedOpenInterest) == (readings.Liquidations.Count, readings.Market.Count(reading => reading.OpenInterest is not null)),
                $"{file}:{number}: {expectedLiquidations} and {expectedOpenInterest} sent, {readings.Liquidations.Count} and {readings.Market.Count} read, rejected: {string.Join(' ', readings.Rejections)}");
            Assert.Empty(readings.Rejections);
            foundLiquidations += expectedLiquidations;
            foundOpenInterest += expectedOpenInterest;
        }

        Assert.Equal((liquidations, openInterest), (foundLiquidations, foundOpenInterest));
    }

    [SharedTheory]
    // 1450 and 319 contracts of 100 dollars.
    [InlineData("htx", "htx_dm", "BTC200703", "long", 1593561769833, "9062.71", "1450", 145_000_000_000)]
    [InlineData("htx", "htx_dm", "BTC200925", "long", 1593561773025, "9115.43", "319", 31_900_000_000)]
    [InlineData("htx", "htx_dm", "BTC200703", "short", 1593593169156, "9244.08", "218", 21_800_000_000)]
    // 231 contracts of 10 dollars.
    [InlineData("htx", "htx_swap", "ETH-USD", "short", 1593610492167, "229.95", "231", 2_310_000_000)]
    [InlineData("htx", "htx_swap", "BSV-USD", "long", 1593585531562, "153.28", "3", 30_000_000)]
    // 227 × 0.001 × 23350.5, which the venue gives as the turnover 5300.5635 itself.
    [InlineData("htx", "htx_linear_swap", "BTC-USDT", "long", 1608226502284, "23350.5", "227", 5_300_563_500)]
    [InlineData("htx", "htx_linear_swap", "O3-USDT", "long", 1639122193172, "0.7858", "432", 339_465_600)]
    // 83.1 × 0.1649 and 286.5 × 0.500280739469: the amount is the product.
    [InlineData("bitget", "bitget", "APEUSDT", "long", 1777358886549, "0.1649", "13.70319", 13_703_190)]
    [InlineData("bitget", "bitget", "IPUSDT", "long", 1777358876983, "0.500280739469", "143.330431857868", 143_330_432)]
    public void A_genuine_liquidation_means_what_it_meant(
        string id, string folder, string symbol, string side, long timeMs, string price, string quantity, long microUsd)
    {
        var venue = VenueCatalog.Find(id)!;
        var found = Liquidations(venue, folder, Symbols(venue, folder), symbol, timeMs);
        var only = Assert.Single(found);
        Assert.Equal(
            (side, price, quantity, microUsd),
            (only.Side == LiquidatedSide.Long ? "long" : "short", only.Price.ToString(), only.Quantity.ToString(), only.NotionalMicroUsd));
    }

    [SharedTheory]
    [InlineData("gate", "gate_futures", "BTC_USDT", 1677629168840, "153482780 Contracts, mark 23175.64")]
    [InlineData("gate", "gate_futures", "BSV_USDT", 1617952183000, "417015 Contracts, mark 244.78")]
    [InlineData("gate", "gate_futures", "ETC_USD", 1647501206000, "14 Contracts, mark 26.929")]
    [InlineData("gate", "gate_futures", "ETH_USDT", 1541659086123, "73648.5 Contracts, mark 118.35")]
    [InlineData("bitget", "bitget", "BTCUSDT", 1777358880084, "29539.3825 Base, mark 76631.3")]
    [InlineData("bitget", "bitget", "STORJUSDT", 1730332823155, "8572031.1 Base, mark 0.4705")]
    [InlineData("bitget", "bitget", "BTCUSDZ24", 1730332823217, "57.714 Base, mark 73731.8")]
    [InlineData("bitget", "bitget", "BTCUSD", 1654160828664, "6166.235 Base, mark 29897.79")]
    public void A_recorded_ticker_means_what_it_meant(string id, string folder, string symbol, long timeMs, string expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(Symbols(venue, folder));
        var found = new List<string>();
        foreach (var (_, _, line) in Lines(folder))
        {
            Read(venue, line, readings);
            found.AddRange(readings.Market.Where(reading => reading.Symbol.Text == symbol && reading.TimeMs == timeMs)
                .Select(reading => $"{reading.OpenInterest} {reading.OpenInterestUnit}, mark {reading.Mark}"));
        }

        Assert.Contains(expected, found);
    }

    [SharedTheory]
    [InlineData("gate", "gate_futures", 301, "BTC_USDT", "0.0001", MarginKind.Linear)]
    [InlineData("htx", "htx_dm", 0, "BTC210924", "100", MarginKind.Inverse)]
    [InlineData("htx", "htx_swap", 0, "ETH-USDT", "0.01", MarginKind.Linear)]
    [InlineData("htx", "htx_swap", 0, "LINK-USD", "10", MarginKind.Inverse)]
    public void Recorded_lists_of_contracts_are_read(string id, string folder, int count, string symbol, string contractSize, MarginKind margin)
    {
        var instruments = RecordedInstruments(VenueCatalog.Find(id)!, folder);
        Assert.True(count == 0 || instruments.Count == count, $"{instruments.Count}");
        var instrument = instruments.First(listed => listed.Symbol == symbol);
        Assert.Equal((contractSize, margin), (instrument.ContractSize.ToString(), instrument.Margin));
    }

    [SharedFact]
    public void Recorded_rest_answers_are_read()
    {
        var gate = VenueCatalog.Find("gate")!;
        var readings = new FrameReadings(Symbols(gate, "gate_futures"));
        readings.Clear(1_794_000_000_000);
        gate.ReadPoll("tickers-usdt", Line("gate_futures", "[{\"contract\":\"BTC_USDT\",\"last\":\"6432\""), readings);
        Assert.Equal(("32323904", "6534"), (readings.Market[0].OpenInterest.ToString(), readings.Market[0].Mark.ToString()));

        // The older form does not tell how much of the order was filled: nothing is guessed.
        readings.Clear(null);
        gate.ReadBackfill(
            gate.BackfillRequests(RecordedInstruments(gate, "gate_futures"), 1_548_654_000_000, 1_548_655_000_000)[0],
            Line("gate_futures", "\"size\":600,\"order_price\":\"3405\""), 1_548_654_000_000, 1_548_655_000_000, readings);
        Assert.Empty(readings.Liquidations);
        Assert.Equal([RejectReason.BadNumber], readings.Rejections);

        var htx = VenueCatalog.Find("htx")!;
        readings = new FrameReadings(Symbols(htx, "htx_swap"));
        htx.ReadPoll("open-interest-linear", Line("htx_linear_swap", "\"volume\":288491"), readings);
        Assert.Equal(
            ["MANA-USDT 144245.5 1394132.7575", "NKN-USDT 135190 121873.785"],
            readings.Market.Select(reading => $"{reading.Symbol} {reading.OpenInterest} {reading.OpenInterestUsd}"));
        readings.Clear(null);
        var page = htx.ReadBackfill(
            htx.BackfillRequests([.. RecordedInstruments(htx, "htx_swap").Take(1)], 1_638_593_000_000, 1_638_594_000_000)[0],
            Line("htx_linear_swap", "\"query_id\":452057"), 1_638_593_000_000, 1_638_594_000_000, readings);
        Assert.Contains("from_id=452057", page.Next!.Url.Query, StringComparison.Ordinal);
        Assert.Equal(ValuationOutcome.Valued, Assert.Single(readings.Liquidations).Value(0, out var liquidation));
        // The venue's own turnover.
        Assert.Equal(24_640_574_300, liquidation.NotionalMicroUsd);
    }

    [SharedTheory]
    [InlineData("gate", "gate_futures")]
    [InlineData("htx", "htx_dm")]
    [InlineData("htx", "htx_swap")]
    [InlineData("htx", "htx_linear_swap")]
    [InlineData("bitget", "bitget")]
    [InlineData("gate", "htx_swap")]
    [InlineData("htx", "bitget")]
    [InlineData("bitget", "gate_futures")]
    public void Whatever_was_recorded_is_taken_for_anything_without_harm(string id, string folder)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", id, "instruments.jsonl"));
        var readings = new FrameReadings(Symbols(venue, folder));
        var polls = venue.Polls(instruments).Select(poll => poll.Request.Name).Distinct().ToList();
        var history = venue.BackfillRequests(instruments, 1_600_000_000_000, 1_600_100_000_000);
        foreach (var (_, _, line) in Lines(folder))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            OnlyJsonException(() => venue.Read(bytes, readings));
            foreach (var poll in polls)
                OnlyJsonException(() => venue.ReadPoll(poll, bytes, readings));
            foreach (var call in history)
                OnlyJsonException(() => venue.ReadBackfill(call, bytes, 1_600_000_000_000, 1_600_100_000_000, readings));
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], bytes, new ContractList()));
            readings.Clear(null);
        }
    }

    [SharedFact]
    public void Recorded_acks_and_pings_are_known()
    {
        var (gate, htx, bitget) = (Kinds("gate", "gate_futures"), Kinds("htx", "htx_swap"), Kinds("bitget", "bitget"));
        Assert.Equal((33, 1), (gate[FrameKind.Ack], gate[FrameKind.Heartbeat]));
        Assert.Equal((1, 12), (htx[FrameKind.Ack], htx[FrameKind.Ping]));
        Assert.True(bitget[FrameKind.Ack] > 10);

        static Dictionary<FrameKind, int> Kinds(string id, string folder)
        {
            var venue = VenueCatalog.Find(id)!;
            var readings = new FrameReadings(Symbols(venue, folder));
            return Lines(folder).Select(line => Read(venue, line.Text, readings)).CountBy(kind => kind).ToDictionary();
        }
    }

    [Fact]
    public void Gate_subscribes_each_settlement_currency_that_has_contracts()
    {
        var gate = new Gate();
        var instruments = FixtureText.Instruments(gate, Path.Combine(AppContext.BaseDirectory, "Fixtures", "gate", "instruments.jsonl"));
        var plans = gate.Sockets(instruments);
        Assert.Equal(["usdt", "btc", "usd1"], plans.Select(plan => plan.Feed));
        Assert.Equal("/v4/ws/usd1", plans[2].Url.AbsolutePath);
        Assert.Equal(
            ["""{"time":1794000000,"id":1,"channel":"futures.public_liquidates","event":"subscribe","payload":["!all"]}""",
             """{"time":1794000000,"id":2,"channel":"futures.tickers","event":"subscribe","payload":["BTC_USDT","ETH_USDT","PEPE_USDT","1000BONK_USDT","LAB_USDT"]}"""],
            plans[0].Messages.Select(message => Encoding.UTF8.GetString(TimestampPlaceholder.Fill(message.Text, 1_794_000_000_999).Span)));
        Assert.Equal(["usdt"], gate.Sockets([instruments[0]]).Select(plan => plan.Feed));
        Assert.Empty(gate.Sockets([]));
        Assert.Empty(gate.Polls([]));
        Assert.Empty(gate.BackfillRequests(instruments, 5_000, 5_000));
    }

    [Fact]
    public void Htx_subscribes_coin_futures_by_coin()
    {
        var htx = new Htx();
        var instruments = FixtureText.Instruments(htx, Path.Combine(AppContext.BaseDirectory, "Fixtures", "htx", "instruments.jsonl"));
        var plans = htx.Sockets(instruments);
        Assert.Equal(["linear", "coin-swap", "coin-futures"], plans.Select(plan => plan.Feed));
        Assert.Equal(
            ["""{"op":"sub","cid":"2","topic":"public.*.contract_info"}""", """{"op":"sub","cid":"10","topic":"public.BTC.liquidation_orders"}""", """{"op":"sub","cid":"11","topic":"public.TRX.liquidation_orders"}"""],
            plans[2].Messages.Select(message => Encoding.UTF8.GetString(message.Text.Span)));
        // Liquidations of coin-margined futures are asked for by coin; what their open interest was is not asked for.
        var calls = htx.BackfillRequests(instruments, 0, 1).ToLookup(call => call.Kind == RestKind.OpenInterest);
        var others = instruments.Count(instrument => instrument.Symbol.Contains('-'));
        Assert.Equal((others + 2, others), (calls[false].Count(), calls[true].Count()));
        Assert.Empty(htx.Sockets([]));
        Assert.Empty(htx.Polls([]));
    }

    [Fact]
    public void Bitget_confirms_each_topic()
    {
        var bitget = new Bitget();
        var instruments = FixtureText.Instruments(bitget, Path.Combine(AppContext.BaseDirectory, "Fixtures", "bitget", "instruments.jsonl"));
        var plan = Assert.Single(bitget.Sockets(instruments));
        Assert.All(plan.Messages, message =>
        {
            using var json = JsonDocument.Parse(message.Text);
            Assert.Equal((3, 3), (message.Acks, json.RootElement.GetProperty("args").GetArrayLength()));
        });
        Assert.Equal(
            """{"op":"subscribe","args":[{"instType":"usdt-futures","topic":"liquidation"}]}""",
            Encoding.UTF8.GetString(Assert.Single(bitget.Sockets([instruments[0]])).Messages[0].Text.Span));
        Assert.Empty(bitget.Sockets([]));
        Assert.Empty(bitget.Polls([]));
    }

    [Theory]
    [InlineData("gate", """{"label":"TOO_MANY_REQUESTS","message":"Request Rate limit Exceeded"}""")]
    [InlineData("htx", """{"status":"error","err_code":1030,"err_msg":"Abnormal service.","ts":1}""")]
    [InlineData("bitget", """{"code":"429","msg":"Too Many Requests","requestTime":1,"data":null}""")]
    [InlineData("gate", "5")]
    [InlineData("htx", "[]")]
    [InlineData("bitget", "[]")]
    public void A_refused_list_is_not_an_empty_one(string id, string body)
    {
        var venue = VenueCatalog.Find(id)!;
        Assert.ThrowsAny<JsonException>(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(body), []));
    }

    private static IEnumerable<(string File, int Number, string Text)> Lines(string folder) =>
        Recordings.Files(folder).SelectMany(file => File.ReadLines(file).Select((line, at) => (Path.GetFileName(file), at + 1, line)));

    private static byte[] Line(string folder, string part) =>
        Encoding.UTF8.GetBytes(Lines(folder).First(line => line.Text.Contains(part, StringComparison.Ordinal)).Text);

    private static SymbolRegistry Symbols(IVenue venue, string folder) =>
        RecordedFrames.Symbols(RecordedInstruments(venue, folder));

    private static ContractList RecordedInstruments(IVenue venue, string folder)
    {
        var instruments = new ContractList();
        foreach (var (file, _, line) in Lines(folder == "htx_linear_swap" ? "htx_swap" : folder))
        {
            if (!file.StartsWith("cryptofeed", StringComparison.Ordinal) || file.Contains(".ws.", StringComparison.Ordinal))
                continue;
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), instruments));
        }

        foreach (var listed in folder == "gate_futures" && venue.Profile.Id == "gate" ? [] : Listed[venue.Profile.Id])
            venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(listed), instruments);
        return instruments;
    }

    /// <summary>How many liquidations and open-interest numbers a socket frame holds, found without the readers under test.</summary>
    private static (int Liquidations, int OpenInterest) Expected(string line)
    {
        JsonElement message;
        try
        {
            using var document = JsonDocument.Parse(line);
            message = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }

        // REST answers are lists or have a code or status; they are no socket frames.
        if (message.ValueKind != JsonValueKind.Object || message.TryGetProperty("code", out _) || message.TryGetProperty("status", out _))
            return default;
        if (message.TryGetProperty("channel", out var channel) && message.GetProperty("event").ValueEquals("update"))
        {
            if (channel.ValueEquals("futures.public_liquidates"))
                return (message.GetProperty("result").GetArrayLength(), 0);
            return channel.ValueEquals("futures.tickers") ? (0, Rows(message.GetProperty("result"))) : default;
        }

        // What carries "generated" was made by the recorder from REST answers, no venue sent it.
        if (message.TryGetProperty("generated", out _) || !message.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return default;
        if (message.TryGetProperty("topic", out var topic) && topic.GetString()!.EndsWith(".liquidation_orders", StringComparison.Ordinal))
            return (data.GetArrayLength(), 0);
        if (!message.TryGetProperty("arg", out var argument))
            return default;
        if (argument.TryGetProperty("topic", out var name) && name.ValueEquals("liquidation"))
            return (data.GetArrayLength(), 0);
        return (0, data.EnumerateArray().Count(row => row.ValueKind == JsonValueKind.Object
            && (row.TryGetProperty("openInterest", out _) || row.TryGetProperty("holding", out _) || row.TryGetProperty("holdingAmount", out _))));
    }

    private static int Rows(JsonElement result) =>
        result.ValueKind == JsonValueKind.Array ? result.EnumerateArray().Sum(Rows) : 1;
}
