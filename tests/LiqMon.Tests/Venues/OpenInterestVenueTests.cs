using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;
using static LiqMon.Tests.Venues.RecordedFrames;

namespace LiqMon.Tests.Venues;

/// <summary>The venues that publish no liquidations: their contracts, their calls, their history, and what others recorded.</summary>
public sealed class OpenInterestVenueTests
{
    private const long Received = 1_794_000_000_500;

    public static TheoryData<string> Ids() =>
        [.. VenueCatalog.All.Where(venue => venue.Profile.FeedClass == FeedClass.None).Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void They_have_polls_and_no_sockets(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = Listed(venue);
        Assert.Empty(venue.Sockets(instruments));
        Assert.Empty(venue.Polls([]));
        var polls = venue.Polls(instruments);
        Assert.NotEmpty(polls);
        Assert.All(polls, poll =>
        {
            Assert.Null(poll.Feed);
            Assert.InRange(poll.Every.TotalSeconds, 10, 180);
        });
        // No more than half of what the venue allows: the rest is for others at the same address.
        var many = Enumerable.Range(0, 500).Select(i => new Instrument { Venue = id, Symbol = $"A{i}-USDT", Asset = "A", Quote = "USDT" }).ToList();
        Assert.InRange(venue.Polls(many).Sum(poll => poll.Request.Weight * 60 / poll.Every.TotalSeconds), 0.1, venue.Profile.RestLimit.WeightPerMinute / 2.0);
    }

    [Theory]
    [InlineData("kucoin",
        "XBTUSDTM BTC×1 USDT Perpetual Linear Contracts 0.001 Crypto",
        "XBTUSDM BTC×1 USD Perpetual Inverse Contracts 1 Crypto",
        "XBTMZ26 BTC×1 USD Dated Inverse Contracts 1 Crypto",
        "1000BONKUSDTM BONK×1000 USDT Perpetual Linear Contracts 100 Crypto",
        "BBXUSDTM BBX×1 USDT Perpetual Linear Contracts 0.1 Traditional",
        "PAXGUSDTM PAXG×1 USDT Perpetual Linear Contracts 0.001 Traditional",
        "ETHXBTM ETH×1 USD Perpetual Quanto Contracts 0.000001 Crypto")]
    [InlineData("mexc",
        "BTC_USDT BTC×1 USDT Perpetual Linear Contracts 0.0001 Crypto",
        "ETH_USDT ETH×1 USDT Perpetual Linear Contracts 0.01 Crypto",
        "BTC_USD BTC×1 USD Perpetual Inverse Contracts 100 Crypto",
        "1000BONK_USDT BONK×1000 USDT Perpetual Linear Contracts 10 Crypto",
        "BTC_USDT_261225 BTC×1 USDT Dated Linear Contracts 0.0001 Crypto",
        "MUSTOCK_USDT MU×1 USDT Perpetual Linear Contracts 0.01 Traditional",
        "XAU_USDT XAU×1 USDT Perpetual Linear Contracts 0.001 Traditional")]
    [InlineData("phemex",
        "BTCUSDT BTC×1 USDT Perpetual Linear Base 1 Crypto",
        "BTCUSDC BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "u1000PEPEUSDT PEPE×1000 USDT Perpetual Linear Base 1 Crypto",
        "TSLAUSDT TSLA×1 USDT Perpetual Linear Base 1 Traditional",
        "OPENAIUSDT OPENAI×1 USDT Perpetual Linear Base 1 Traditional",
        "BTCUSD BTC×1 USD Perpetual Inverse Contracts 1 Crypto",
        "cETHUSD ETH×1 USD Perpetual Inverse Contracts 1 Crypto",
        "cXRPUSD XRP×1 USD Perpetual Inverse Contracts 1 Crypto",
        "ETHUSD ETH×1 USD Perpetual Linear Contracts 0.005 Crypto")]
    [InlineData("bingx",
        "BTC-USDT BTC×1 USDT Perpetual Linear Base 1 Crypto",
        "BTC-USDC BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "1000PEPE-USDT PEPE×1000 USDT Perpetual Linear Base 1 Crypto",
        "NCSKTSLA2USD-USDT TSLA×1 USDT Perpetual Linear Base 1 Traditional",
        "NCCOGOLD2USD-USDT GOLD×1 USDT Perpetual Linear Base 1 Traditional",
        "NCFXEUR2USD-USDT EUR×1 USDT Perpetual Linear Base 1 Traditional",
        "NCFXUSD2JPY-USDT USD2JPY×1 USDT Perpetual Linear Base 1 Traditional",
        "NCSISP5002USD-USDT SP500×1 USDT Perpetual Linear Base 1 Traditional",
        "NCT-USDT NCT×1 USDT Perpetual Linear Base 1 Crypto",
        "BTC-USD BTC×1 USD Perpetual Inverse Contracts 100 Crypto",
        "ETH-USD ETH×1 USD Perpetual Inverse Contracts 10 Crypto")]
    [InlineData("cryptocom",
        "BTCUSD-PERP BTC×1 USD Perpetual Linear Contracts 1 Crypto",
        "ETHUSD-PERP ETH×1 USD Perpetual Linear Contracts 1 Crypto",
        "BTCUSD-261225 BTC×1 USD Dated Linear Contracts 1 Crypto",
        "1000PEPEUSD-PERP PEPE×1000 USD Perpetual Linear Contracts 10 Crypto",
        "NVDAUSD-PERP NVDA×1 USD Perpetual Linear Contracts 1 Traditional",
        "XAUUSD-PERP XAU×1 USD Perpetual Linear Contracts 1 Traditional",
        "OPENAIIPOUSD-PERP OPENAIIPO×1 USD Perpetual Linear Contracts 1 Traditional")]
    [InlineData("woox",
        "PERP_BTC_USDT BTC×1 USDT Perpetual Linear Base 1 Crypto",
        "PERP_ETH_USDT ETH×1 USDT Perpetual Linear Base 1 Crypto",
        "PERP_1000PEPE_USDT PEPE×1000 USDT Perpetual Linear Base 1 Crypto",
        "PERP_1INCH_USDT 1INCH×1 USDT Perpetual Linear Base 1 Crypto")]
    [InlineData("paradex",
        "BTC-USD-PERP BTC×1 USD Perpetual Linear Base 1 Crypto",
        "ETH-USD-PERP ETH×1 USD Perpetual Linear Base 1 Crypto",
        "kPEPE-USD-PERP PEPE×1000 USD Perpetual Linear Base 1 Crypto",
        "XAU-USD-PERP XAU×1 USD Perpetual Linear Base 1 Traditional",
        "MSTR-USD-PERP MSTR×1 USD Perpetual Linear Base 1 Traditional")]
    [InlineData("aevo",
        "BTC-PERP BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "ETH-PERP ETH×1 USDC Perpetual Linear Base 1 Crypto",
        "1000PEPE-PERP PEPE×1000 USDC Perpetual Linear Base 1 Crypto",
        "MSTR-PERP MSTR×1 USDC Perpetual Linear Base 1 Traditional",
        "USDJPY-PERP USDJPY×1 USDC Perpetual Linear Base 1 Traditional",
        "ANTHROPIC-PERP ANTHROPIC×1 USDC Perpetual Linear Base 1 Traditional")]
    [InlineData("whitebit",
        "BTC_PERP BTC×1 USDT Perpetual Linear Base 1 Crypto",
        "ETH_PERP ETH×1 USDT Perpetual Linear Base 1 Crypto",
        "1000PEPE_PERP PEPE×1000 USDT Perpetual Linear Base 1 Crypto",
        "XAU_PERP XAU×1 USDT Perpetual Linear Base 1 Traditional",
        "1INCH_PERP 1INCH×1 USDT Perpetual Linear Base 1 Crypto")]
    [InlineData("toobit",
        "BTC-SWAP-USDT BTC×1 USDT Perpetual Linear Contracts 0.001 Crypto",
        "ETH-SWAP-USDT ETH×1 USDT Perpetual Linear Contracts 0.01 Crypto",
        "1000PEPE-SWAP-USDT PEPE×1000 USDT Perpetual Linear Contracts 100 Crypto",
        "ID2-SWAP-USDT ID×1 USDT Perpetual Linear Contracts 1 Crypto",
        "BTC-SWAP-USDC BTC×1 USDC Perpetual Linear Contracts 0.001 Crypto",
        "VIX-SWAP-USDT VIX×1 USDT Perpetual Linear Contracts 1 Traditional")]
    [InlineData("xt",
        "btc_usdt BTC×1 USDT Perpetual Linear Contracts 0.0001 Crypto",
        "eth_usdt ETH×1 USDT Perpetual Linear Contracts 0.01 Crypto",
        "1000pepe_usdt PEPE×1000 USDT Perpetual Linear Contracts 100 Crypto",
        "xau_usdt XAU×1 USDT Perpetual Linear Contracts 0.001 Traditional",
        "btc_usdc BTC×1 USDC Perpetual Linear Contracts 0.0001 Crypto")]
    [InlineData("orderly",
        "PERP_BTC_USDC BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "PERP_ETH_USDC ETH×1 USDC Perpetual Linear Base 1 Crypto",
        "PERP_1000PEPE_USDC PEPE×1000 USDC Perpetual Linear Base 1 Crypto",
        "PERP_XAU_USDC XAU×1 USDC Perpetual Linear Base 1 Traditional",
        "PERP_AAPL_USDC_mythos AAPL×1 USDC Perpetual Linear Base 1 Traditional",
        "PERP_NEAR_USDC NEAR×1 USDC Perpetual Linear Base 1 Crypto")]
    [InlineData("bluefin",
        "BTC-PERP BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "ETH-PERP ETH×1 USDC Perpetual Linear Base 1 Crypto",
        "1000PEPE-PERP PEPE×1000 USDC Perpetual Linear Base 1 Crypto",
        "GOLD-PERP GOLD×1 USDC Perpetual Linear Base 1 Traditional",
        "DEEP-PERP DEEP×1 USDC Perpetual Linear Base 1 Crypto")]
    [InlineData("pacifica",
        "BTC BTC×1 USDC Perpetual Linear Base 1 Crypto",
        "ETH ETH×1 USDC Perpetual Linear Base 1 Crypto",
        "kBONK BONK×1000 USDC Perpetual Linear Base 1 Crypto",
        "XAU XAU×1 USDC Perpetual Linear Base 1 Traditional",
        "META META×1 USDC Perpetual Linear Base 1 Traditional",
        "2Z 2Z×1 USDC Perpetual Linear Base 1 Crypto",
        "HYPE HYPE×1 USDC Perpetual Linear Base 1 Crypto")]
    public void Contracts_are_listed_by_their_rules(string id, params string[] expected) =>
        Assert.Equal(expected, Listed(VenueCatalog.Find(id)!).Select(it =>
            $"{it.Symbol} {it.Asset}×{it.AssetFactor} {it.Quote} {it.Kind} {it.Margin} {it.QuantityUnit} {it.ContractSize} {it.AssetClass}"));

    [Theory]
    [InlineData("kucoin", """{"code":"429000","msg":"Too Many Requests"}""")]
    [InlineData("mexc", """{"success":false,"code":510,"message":"Requests are too frequent"}""")]
    [InlineData("phemex", """{"error":{"code":6001,"message":"invalid argument"},"id":null,"result":null}""")]
    [InlineData("bingx", """{"code":109415,"msg":"offline","data":{}}""")]
    [InlineData("cryptocom", """{"code":42901,"message":"RATE_LIMIT"}""")]
    [InlineData("woox", """{"success":false,"code":-1003,"message":"TOO_MANY_REQUEST"}""")]
    [InlineData("paradex", """{"error":"SERVICE_UNAVAILABLE","message":"try again"}""")]
    [InlineData("aevo", """{"error":"RATE_LIMIT_EXCEEDED"}""")]
    [InlineData("whitebit", """{"success":false,"message":"Too many requests","code":429}""")]
    [InlineData("toobit", """{"code":-1003,"msg":"Too many requests"}""")]
    [InlineData("xt", """{"returnCode":1,"msgInfo":"failure","result":null}""")]
    [InlineData("orderly", """{"success":false,"code":-1003,"message":"Rate limit exceed"}""")]
    [InlineData("bluefin", """{"errorCode":"RATE_LIMITED","message":"Too many requests"}""")]
    [InlineData("pacifica", """{"success":false,"data":null,"error":"Rate limit","code":429}""")]
    [InlineData("bitmex", """{"error":{"message":"Not Found","name":"HTTPError"}}""")]
    public void A_refused_list_is_not_an_empty_one(string id, string body)
    {
        var venue = VenueCatalog.Find(id)!;
        Assert.ThrowsAny<JsonException>(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(body), []));
    }

    [Fact]
    public void Kucoin_history_goes_back_page_by_page()
    {
        IVenue kucoin = new Kucoin();
        var instruments = Listed(kucoin).Take(2).ToList();
        Assert.Empty(kucoin.BackfillRequests(instruments, Received, Received));
        Assert.All(kucoin.BackfillRequests(instruments, 0, Received), call => Assert.Contains("interval=1hour", call.Url.Query));
        var from = Received - 86_400_000;
        var calls = kucoin.BackfillRequests(instruments, from, Received);
        Assert.Equal(["backfill:open-interest:XBTUSDTM", "backfill:open-interest:XBTUSDM"], calls.Select(call => call.Name));
        Assert.Equal(
            $"https://api.kucoin.com/api/ua/v1/market/open-interest?symbol=XBTUSDTM&interval=5min&startAt={from}&endAt={Received - 1}&pageSize=200",
            calls[0].Url.AbsoluteUri);

        var readings = new FrameReadings(new SymbolRegistry());
        var (times, pages) = (new List<long>(), 0);
        for (var call = calls[0]; call is not null; pages++)
        {
            readings.Clear(Received);
            call = kucoin.ReadBackfill(call, Page(call), from, Received, readings).Next;
            Assert.All(readings.Market, reading => Assert.Equal(("XBTUSDTM", "7", OpenInterestUnit.Contracts), (reading.Symbol.Text, reading.OpenInterest.ToString(), reading.OpenInterestUnit)));
            times.AddRange(readings.Market.Select(reading => reading.TimeMs));
        }

        // A day of five minutes each, in pages of 200.
        Assert.Equal((288, 2), (times.Count, pages));
        Assert.Equal(times.Count, times.Distinct().Count());
        Assert.All(times, time => Assert.InRange(time, from, Received - 1));

        static byte[] Page(RestRequest call)
        {
            var query = call.Url.Query[1..].Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
            var (start, end) = (long.Parse(query["startAt"], null), long.Parse(query["endAt"], null));
            var newest = end - (end % 300_000);
            var rows = Enumerable.Range(0, 200).Select(i => newest - (i * 300_000L)).Where(time => time >= start);
            return Encoding.UTF8.GetBytes($$"""{"code":"200000","data":[{{string.Join(',', rows.Select(time => $$"""{"openInterest":"7","ts":{{time}}}"""))}}]}""");
        }
    }

    [Fact]
    public void Kucoin_history_ends_on_a_page_that_leads_nowhere()
    {
        IVenue kucoin = new Kucoin();
        var call = kucoin.BackfillRequests(Listed(kucoin), Received - 86_400_000, Received)[0];
        var readings = new FrameReadings(new SymbolRegistry());
        var same = string.Join(',', Enumerable.Repeat($$"""{"openInterest":"7","ts":{{Received}}}""", 200));
        Assert.Null(kucoin.ReadBackfill(call, Encoding.UTF8.GetBytes($$"""{"code":"200000","data":[{{same}}]}"""), Received - 86_400_000, Received, readings).Next);
        Assert.Empty(readings.Market);
        Assert.Null(kucoin.ReadBackfill(call, """{"code":"200000","data":[{"openInterest":"x","ts":1794000000000},{"ts":1}]}"""u8, Received - 86_400_000, Received, readings).Next);
        Assert.Equal([RejectReason.BadNumber, RejectReason.BadNumber], readings.Rejections);
        Assert.ThrowsAny<JsonException>(() => kucoin.ReadBackfill(call, """{"code":"400100","msg":"no"}"""u8, 0, Received, readings));
    }

    [SharedTheory]
    [InlineData("kucoin", "kucoin_futures", 5)]
    [InlineData("mexc", "mexc_futures", 6)]
    [InlineData("phemex", "phemex", 3)]
    [InlineData("bingx", "bingx", 1)]
    [InlineData("cryptocom", "cryptocom", 3)]
    [InlineData("woox", "woox", 2)]
    [InlineData("whitebit", "whitebit", 1)]
    public void Every_recorded_open_interest_is_found(string id, string folder, int expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(new SymbolRegistry());
        var (sent, found) = (0, 0);
        foreach (var file in Recordings.Files(folder))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                var rows = Sent(id, line);
                Read(venue, line, readings, Received);
                Assert.Empty(readings.Liquidations);
                Assert.True(readings.Rejections.Count == 0, $"{Path.GetFileName(file)}:{number}: {string.Join(' ', readings.Rejections)}");
                var read = readings.Market.Count(reading => reading.OpenInterest is not null);
                Assert.True(rows == read, $"{Path.GetFileName(file)}:{number}: {rows} sent, {read} read");
                sent += rows;
                found += read;
                OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), new ContractList()));
                foreach (var poll in venue.Polls(Listed(venue)).Select(poll => poll.Request.Name).Distinct())
                    OnlyJsonException(() => venue.ReadPoll(poll, Encoding.UTF8.GetBytes(line), readings));
            }
        }

        Assert.Equal((expected, expected), (sent, found));
    }

    [SharedTheory]
    [InlineData("kucoin", "kucoin_futures", "XBTUSDTM", "oi=9295921 Contracts mark=39995.94 index=39999.2 funding=0.000038")]
    [InlineData("kucoin", "kucoin_futures", "XBTUSDM", "oi=36857949 Contracts mark=29519.05 index=")]
    [InlineData("mexc", "mexc_futures", "BTC_USD", "oi=17766 Contracts mark=29903.13 index=29926.05 funding=-0.000012")]
    [InlineData("mexc", "mexc_futures", "BTC_USDT", "oi=12357864 Contracts mark=29911.1 index=29926.9 funding=0.000072")]
    [InlineData("phemex", "phemex", "BTCUSD", "oi=10113855 Contracts mark=5895.8348 index=5898.1349 funding=-0.00039075")]
    [InlineData("phemex", "phemex", "SOLUSDT", "oi=0 Base mark=13.03154351 index=13.03062296 funding=0.0001")]
    [InlineData("cryptocom", "cryptocom", "APEUSD-PERP", "oi=55851 Contracts")]
    [InlineData("woox", "woox", "PERP_BTC_USDT", "oi=83.2241 Base")]
    [InlineData("woox", "woox", "PERP_ETH_USDT", "oi=95500 Base")]
    [InlineData("whitebit", "whitebit", "BTC_PERP", "oi=6000 Base index=24019.25 funding=0.000044889033693137")]
    public void A_recorded_open_interest_means_what_it_meant(string id, string folder, string symbol, string expected)
    {
        var venue = VenueCatalog.Find(id)!;
        var readings = new FrameReadings(new SymbolRegistry());
        var matches = new List<string>();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines))
        {
            Read(venue, line, readings, Received);
            matches.AddRange(readings.Market.Where(reading => reading.Symbol.Text == symbol && reading.OpenInterest is not null).Select(Text));
        }

        Assert.Contains(matches, match => match.StartsWith(expected, StringComparison.Ordinal));
    }

    [SharedFact]
    public void Recorded_lists_of_contracts_are_read()
    {
        var phemex = Recorded("phemex", "phemex", line => line.StartsWith("{\"code\":0", StringComparison.Ordinal));
        Assert.Equal(37, phemex.Count);
        Assert.Equal((MarginKind.Inverse, "1"), (phemex["BTCUSD"].Margin, phemex["BTCUSD"].ContractSize.ToString()));
        Assert.Equal((MarginKind.Linear, "ETH", "0.005"), (phemex["ETHUSD"].Margin, phemex["ETHUSD"].Asset, phemex["ETHUSD"].ContractSize.ToString()));

        var kucoin = Recorded("kucoin", "kucoin_futures", line => line.Contains("FFWCSX", StringComparison.Ordinal));
        Assert.Equal((MarginKind.Linear, "BTC", "0.001"), (kucoin["XBTUSDTM"].Margin, kucoin["XBTUSDTM"].Asset, kucoin["XBTUSDTM"].ContractSize.ToString()));
        Assert.Equal((MarginKind.Inverse, "1"), (kucoin["XBTUSDM"].Margin, kucoin["XBTUSDM"].ContractSize.ToString()));

        var mexc = Recorded("mexc", "mexc_futures", line => line.Contains("\"contractSize\"", StringComparison.Ordinal));
        Assert.Equal("0.0001", mexc["BTC_USDT"].ContractSize.ToString());
        Assert.Equal("BTC", Recorded("bingx", "bingx", line => line.Contains("\"contractId\"", StringComparison.Ordinal))["BTC-USDT"].Asset);
        Assert.Equal("BTC", Recorded("cryptocom", "cryptocom", line => line.Contains("get-instruments", StringComparison.Ordinal))["BTCUSD-PERP"].Asset);
    }

    private static Dictionary<string, Instrument> Recorded(string id, string folder, Func<string, bool> isList)
    {
        var venue = VenueCatalog.Find(id)!;
        var instruments = new ContractList();
        foreach (var line in Recordings.Files(folder).SelectMany(File.ReadLines).Where(isList))
            OnlyJsonException(() => venue.ReadInstruments(venue.InstrumentRequests[0], Encoding.UTF8.GetBytes(line), instruments));
        return instruments.GroupBy(instrument => instrument.Symbol).ToDictionary(group => group.Key, group => group.Last());
    }

    private static List<Instrument> Listed(IVenue venue) =>
        [.. FixtureText.Instruments(venue, Path.Combine(AppContext.BaseDirectory, "Fixtures", venue.Profile.Id, "instruments.jsonl"))];

    /// <summary>Open interests in a line, found by the venue's own word for it wherever it stands; in the packs by place.</summary>
    private static int Sent(string id, string line)
    {
        var words = id switch
        {
            "mexc" => ["holdVol"],
            "cryptocom" => ["oi"],
            "phemex" => ["openInterest", "openInterestRv"],
            "woox" => ["oi", "openInterest"],
            "whitebit" => ["open_interest"],
            _ => new[] { "openInterest" },
        };
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (id == "phemex" && line.Contains("perp_market24h_pack_p", StringComparison.Ordinal))
            return root.GetProperty("data").GetArrayLength();
        // A position of one's own has a "holdVol" too. The history of open interest has rows of a number and a time only.
        if (line.Contains("push.personal.", StringComparison.Ordinal))
            return 0;
        return Count(root);

        int Count(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().Sum(Count),
            JsonValueKind.Object when element.EnumerateObject().Count() == 2 && element.TryGetProperty("ts", out _) => 0,
            JsonValueKind.Object => words.Count(word => element.TryGetProperty(word, out _)) + element.EnumerateObject().Sum(property => Count(property.Value)),
            _ => 0,
        };
    }

    private static string Text(MarketReading reading)
    {
        var parts = new List<string> { $"oi={reading.OpenInterest} {reading.OpenInterestUnit}" };
        if (reading.Mark is { } mark)
            parts.Add($"mark={mark}");
        if (reading.Index is { } index)
            parts.Add($"index={index}");
        if (reading.FundingRate is { } funding)
            parts.Add($"funding={funding}");
        return string.Join(' ', parts);
    }
}
