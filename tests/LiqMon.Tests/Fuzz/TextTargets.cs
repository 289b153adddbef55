using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LiqMon.Configuration;
using LiqMon.Context.Sources;
using LiqMon.External;
using LiqMon.Hosting;
using LiqMon.Import;
using LiqMon.Queries;
using LiqMon.Recordings;
using LiqMon.Store;

namespace LiqMon.Tests.Fuzz;

/// <summary>Everything besides venues that reads what it did not write: recordings, queries, imports, external sums, settings.</summary>
internal sealed class TextTargets(string folder)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Sane.NowMs);

    private static readonly IReadOnlyList<KnownVenue> Venues = KnownVenues.Of(_ => true);

    private static readonly Grouping[] Groupings = [Grouping.None, Grouping.Asset, Grouping.Venue, Grouping.Day, Grouping.Hour];

    private readonly string _file = Path.Combine(folder, "input");

    public static IEnumerable<FuzzTarget> In(string folder)
    {
        var targets = new TextTargets(folder);
        yield return new("recorded lines", 12, Texts(
            """{"received":"2026-11-06T21:20:00.123Z","venue":"bybit","channel":"ws","frame":"{\"topic\":\"allLiquidation.BTCUSDT\"}"}""",
            """{"received":"2026-11-06T21:20:00Z","venue":"htx","channel":"rest:tickers","frame_base64":"eyJhIjoxfQ=="}""",
            """{"topic":"allLiquidation.BTCUSDT","received":1,"data":[]}"""), targets.RecordedLine);
        yield return new("recording files", 1, Texts(
            "{\"received\":\"2026-11-06T21:20:00.123Z\",\"venue\":\"bybit\",\"channel\":\"ws\",\"frame\":\"{}\"}\n{\n\"a\": [\n1\n]\n}\n",
            "[1,\n2]\n{\"b\":\"\\\"\"}\n"), targets.RecordingFile);
        yield return new("query parameters", 30, Texts(
            "BTC,ETH|binance,bybit|24h|||asset|coinglass|100000|long|50|10%",
            "1000PEPE||||2026-11-05T12:30:00|2026-11-06|hour||2500.50|short|100000|50",
            "BUFFI\\,UNISWAP_V3|all|7d|||day||0||1|1", "all|okx||2026-11-01|||||||"), targets.Query);
        yield return new("context parameters", 4, Texts("BTC|4h", "BUFFI\\,X|1d", "all|"), targets.ContextQueryText);
        yield return new("import fields", 10, Texts(
            "asset=coin,time=day,long=longs,short=shorts|2026-11-06|2026-11-06 21:00+00|1793995200|1793995200000",
            "time=t|2026-11-06T21:00:00.5Z|99999999999999|2026-02-30|0"), targets.ImportFields);
        yield return new("import files", 1, Texts(
            "symbol,ts_utc,liq_long_usd,liq_short_usd\nBTC,2026-11-05,100.5,0\nETH,2026-11-05T00:00:00Z,1e5,7\n",
            "\"symbol\",\"time\",\"long\",\"short\"\n\"BTC\",1793800800,1,2\n"), targets.ImportFile);
        yield return new("external sums", 8, Texts(
            """[{"name":"Binance","code":"A"},{"name":"Bybit","code":"6"}]""",
            """[{"symbol":"BTCUSDT_PERP.A","exchange":"A","base_asset":"BTC"},{"symbol":"1000PEPEUSDT_PERP.A","exchange":"A","base_asset":"1000PEPE"}]""",
            """[{"symbol":"BTCUSDT_PERP.A","history":[{"t":1793995200,"l":1.5,"s":0},{"t":1793995260,"l":1e3,"s":20}]}]"""), targets.External);
        yield return new("context sources", 8, Texts(
            """{"data":{"total_market_cap":{"usd":3.1e12},"market_cap_percentage":{"btc":57.2},"updated_at":1794000000}}""",
            """{"bid":"100000.5","ask":"100001","time":"2026-11-06T21:20:59.5Z","price":"100000"}""",
            """{"symbol":"BTCUSDT","bidPrice":"100000.5","askPrice":"100001"}""",
            """[[1793999940000,"1","2","0.5","1","12.5",1793999999999,"1","7","6.25","1","0"]]"""), targets.Sources);
        yield return new("settings of the environment", 2, Texts(
            "Data=x|DATA=y|Listen=http://127.0.0.1:8190|Store__LiquidationRetention=90d|Channels__Store=65536|Repairs__Enabled=true",
            "Venues__bybit__Enabled=false|Venues__binance__RestUrl=https://a.example:8443|Venues__okx__Assets=xbt, 1000PEPE|AllowedHosts=a,b",
            "Influx__Url=http://127.0.0.1:8086|Influx__Token=0123456789abcdef|Influx__Bucket=b|Influx__Org=o|Influx__Api=v2|Grafana__Url=http://127.0.0.1:3000",
            "Alerts__a__Service=discord|Alerts__a__Url=https://discord.example/x|Alerts__a__MinUsd=100000|Alerts__a__Events=cascade|Levels__BTC=40000,45000",
            "ApiKey=0123456789abcdef0123456789abcdef|Map__Tiers=10x:50,20x:50|Reports__Time=06:00|Reports__Formats=md,html|Context__Assets=10|ApiKeyFile=none"), targets.Settings)
        { AllocatedPerByte = 256 };
        yield return new("files of settings", 1, Texts(
            """{"Data":"x","Listen":"http://127.0.0.1:8190","Channels":{"Live":100},"Venues":{"bybit":{"Enabled":true,"Assets":["BTC","ETH"]}},"Levels":{"BTC":[40000]}}""",
            """{"Influx":{"Url":"http://127.0.0.1:8086","Bucket":"b"},"Alerts":{"a":{"Service":"json"}},"Logging":{"LogLevel":{"Default":"Warning"}}}"""), targets.SettingsFile)
        {
            // Each name that is unknown is answered with all that are known.
            AllocatedPerByte = 256,
        };
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The parts of an input between bars; missing ones are null.</summary>
    private static string?[] Parts(ReadOnlyMemory<byte> input, int count)
    {
        var parts = Encoding.UTF8.GetString(input.Span).Split('|');
        return [.. Enumerable.Range(0, count).Select(at => at < parts.Length && parts[at].Length > 0 ? parts[at] : null)];
    }

    private static void Frame(RecordedFrame frame)
    {
        if (frame.ReceivedMs is { } receivedMs)
            Sane.Must(receivedMs is > -62_135_596_800_001 and < 253_402_300_800_000, "a time of receipt");
        Sane.Must(frame.Channel is not null, "a channel");
    }

    private void RecordedLine(ReadOnlyMemory<byte> input, ref FuzzRandom random) =>
        Frame(RecordingReader.Parse(Encoding.UTF8.GetString(input.Span)));

    private void RecordingFile(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        using (var file = File.Create(_file))
        {
            if (random.Next(3) == 0)
            {
                // A gzip file that was cut short or hurt on its way.
                using var packed = new MemoryStream();
                using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                    zip.Write(input.Span);
                var bytes = packed.ToArray();
                if (bytes.Length > 0)
                    bytes[random.Next(bytes.Length)] ^= (byte)random.Next(256);
                file.Write(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            }
            else
            {
                file.Write(input.Span);
            }
        }

        try
        {
            var frames = random.Next(2) == 0 ? RecordingReader.ReadAsync(_file) : RecordingReader.ReadLaidOutAsync(_file);
            foreach (var frame in frames.ToBlockingEnumerable())
                Frame(frame);
        }
        catch (InvalidDataException)
        {
            // Damaged gzip data, as the contract says.
        }
        catch (EndOfStreamException)
        {
            // The same: an end before its time is an IOException.
        }
    }

    private void Query(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var parts = Parts(input, 11);
        var text = new RawQuery
        {
            Assets = parts[0] is { } assets ? [assets] : [],
            Venues = parts[1] is { } venues ? [venues] : [],
            Window = parts[2],
            From = parts[3],
            To = parts[4],
            By = parts[5],
            Compare = parts[6],
            MinUsd = parts[7],
            Side = parts[8],
            Limit = parts[9],
            Range = parts[10],
            WithEstimate = random.Next(2) == 0,
        };
        var parser = random.Next(4) == 0 ? MapQuery.Reading(Venues, name => name) : new QueryParser(Venues, name => name);
        var query = parser.Read(text, Groupings, Now);
        Sane.Must(query is null == (parser.Errors.Count > 0), "either a query or its errors");
        foreach (var error in parser.Errors)
            Sane.Must(error.Length is > 0 and < 2_000, "an error that can be shown");
        if (query is null)
            return;
        foreach (var asset in query.Filter.Assets ?? [])
            Sane.Name(asset, 64);
        Sane.Must(query.Filter.FromMs < query.Filter.ToMs && query.Filter.ToMs <= Sane.NowMs + 1, "a span");
        Sane.Must(query.DisplayToMs - query.DisplayFromMs <= 400L * 86_400_000, "a span of at most 400 days");
        Sane.Must(query.MinUsd is >= 0 and <= 1_000_000_000_000 && query.Limit is >= 1 and <= 100_000 && query.Range is >= 0.01 and <= 0.5, "a limit");
    }

    private void ContextQueryText(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var parts = Parts(input, 2);
        var query = ContextQuery.Read(parts[0], parts[1], name => name, out var errors);
        Sane.Must(query is null == (errors.Count > 0), "either a query or its errors");
        if (query is not null)
            Sane.Name(query.Asset, 64);
    }

    private void ImportFields(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var parts = Parts(input, 6);
        try
        {
            TotalsColumns.Find(["symbol", "ts_utc", "long", "short"], TotalsColumns.ReadMapping(parts[0]), needsAsset: true);
        }
        catch (ImportException)
        {
            // What the contract allows.
        }

        foreach (var text in parts[1..])
        {
            if (text is not null && TotalsFile.TimeMs(text) is { } ms)
                Sane.Must(ms is >= 0 and < 253_402_300_800_000, "a time of a total");
        }
    }

    private void ImportFile(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        File.WriteAllBytes(_file, input.Span);
        var file = new TotalsFile(_file, new Dictionary<string, string>(), random.Next(4) == 0 ? "BTC" : null,
            random.Next(4) == 0 ? AmountUnit.Coin : AmountUnit.Usd, Sane.NowMs);
        try
        {
            foreach (var line in file.Lines())
            {
                if (line.Wrong is not null)
                    continue;
                Sane.Name(line.Asset, 64);
                Sane.Must(line.StartMs is >= 0 and < Sane.NowMs, "a time of a total");
                Sane.Must(line.Long >= 0 && line.Short >= 0, "dollars of a total");
            }
        }
        catch (ImportException)
        {
            // What the contract allows.
        }
    }

    private void External(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        Read(() =>
        {
            _ = Coinalyze.ReadCode(input.Span, "binance");
        });
        Read(() =>
        {
            foreach (var market in Coinalyze.ReadMarkets(input.Span, "A"))
                Sane.Name(market.Asset, 64);
        });
        Read(() =>
        {
            foreach (var bucket in Coinalyze.ReadHistory(input.Span))
                Sane.Must(bucket is { LongMicroUsd: >= 0, ShortMicroUsd: >= 0, StartMs: > 0 and < 4_102_444_800_000 }, "a bucket");
        });
    }

    private void Sources(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        Read(() => Samples(GlobalMarket.Read(input.Span, Sane.NowMs)));
        Read(() => Samples(SpotTickers.ReadCoinbase(input.Span, SpotTickers.BtcUsd, Sane.NowMs)));
        Read(() => Samples(SpotTickers.ReadBinanceBook(input.Span, Sane.NowMs)));
        Read(() => Samples(SpotTickers.ReadBinanceMinutes(input.Span, Sane.NowMs)));

        static void Samples(IReadOnlyList<LiqMon.Context.ContextSample> samples)
        {
            foreach (var sample in samples)
                Sane.Must(double.IsFinite(sample.Value) && sample is { Value: >= 0, TimeMs: >= 0 and <= Sane.NowMs + 3_600_000 }, "a sample");
        }
    }

    private void Settings(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in Encoding.UTF8.GetString(input.Span).Split('|'))
        {
            if (setting.Split('=', 2) is [{ Length: > 0 } name, var value])
                environment["LIQMON_" + name] = value;
        }

        Options(environment, null);
    }

    private void SettingsFile(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        File.WriteAllBytes(_file, input.Span);
        Options([], _file);
    }

    private void Options(Dictionary<string, string> environment, string? file)
    {
        try
        {
            var options = OptionsReading.Read(SettingsSources.Read(folder, environment, file, new Dictionary<string, string?>()));
            Sane.Must(!options.Data.Contains('\0', StringComparison.Ordinal), "a folder");
            Sane.Must(options.Channels is { Store: >= 16, Windows: >= 16, Live: >= 16 }, "the size of a channel");
            Sane.Must(options.Venues.Count == Venues.Count, "a choice for each venue");
        }
        catch (OptionsException refused)
        {
            Sane.Must(refused.Errors.Count > 0, "a refusal that says why");
        }
    }

    /// <summary>A <see cref="JsonException"/> is the one exception that these readers may throw.</summary>
    private static void Read(Action read)
    {
        try
        {
            read();
        }
        catch (JsonException)
        {
            // What the contract allows.
        }
    }
}
