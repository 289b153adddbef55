using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>Reads the frames of a fixture and writes what a venue makes of them, one line an outcome.</summary>
internal static class FixtureText
{
    public static string Describe(IVenue venue, string folder)
    {
        var symbols = new SymbolRegistry();
        symbols.Update(Instruments(venue, Path.Combine(Path.GetDirectoryName(folder)!, "instruments.jsonl")), 0);
        var readings = new FrameReadings(symbols);
        var text = new StringBuilder();
        var receivedMs = Received(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            // frames.jsonl is what a socket sent; rest.<name>.jsonl what a REST poll answered; backfill.<name>.jsonl the
            // pages of the venue's first call of that name for history, or of any call with its address before the answer.
            var parts = Path.GetFileName(file).Split('.');
            var number = 0;
            RestRequest? page = null;
            foreach (var line in File.ReadLines(file))
            {
                readings.Clear(receivedMs);
                var bytes = Encoding.UTF8.GetBytes(line);
                FrameKind kind;
                RestRequest? next = null;
                try
                {
                    kind = parts[0] switch
                    {
                        "rest" => venue.ReadPoll(parts[1], bytes, readings),
                        "backfill" => ReadHistory(venue, page ?? FirstCall(venue, folder, parts, line), line, Span(folder), readings, out next),
                        _ => venue.Read(bytes, readings),
                    };
                }
                catch (JsonException)
                {
                    kind = readings.Malformed("not JSON");
                }

                Append(text, $"{string.Join('.', parts[..^1])} {++number}: {kind}{Suffix(readings)}{(next is null ? "" : $" next={next.Name} {next.Url.PathAndQuery}")}");
                page = line.StartsWith('{') || line.StartsWith('[') ? next ?? page : null;
                for (var i = 0; i < readings.Liquidations.Count; i++)
                    Append(text, "  " + Describe(readings.Liquidations[i]) + Duplicate(readings.Liquidations, i));
                foreach (var reading in readings.Market)
                    Append(text, "  " + Describe(reading));
                foreach (var reason in readings.Rejections)
                    Append(text, $"  rejected {reason}");
            }
        }

        return text.ToString();
    }

    public static IReadOnlyList<Instrument> Instruments(IVenue venue, string file)
    {
        var instruments = new ContractList();
        if (File.Exists(file))
        {
            foreach (var line in File.ReadLines(file))
                venue.ReadInstruments(new("instruments", venue.InstrumentRequests[0].Url), Encoding.UTF8.GetBytes(line), instruments);
        }

        return instruments;
    }

    /// <summary>
    /// When the frames arrived, where their venue sends no times: the moment in the case's or the venue's
    /// <c>received.txt</c>. Unknown without one, or when it is empty.
    /// </summary>
    private static long? Received(string folder)
    {
        var file = Path.Combine(folder, "received.txt");
        if (!File.Exists(file))
            file = Path.Combine(Path.GetDirectoryName(folder)!, "received.txt");
        return File.Exists(file) && TryTime(File.ReadAllText(file).Trim(), out var received) ? received : null;
    }

    /// <summary>The span asked for: the two times in the case's <c>span.txt</c>, else 2026-11-06 21:00 to 22:00 UTC.</summary>
    private static (long FromMs, long ToMs) Span(string folder)
    {
        var file = Path.Combine(folder, "span.txt");
        return File.Exists(file) && File.ReadAllText(file).Trim().Split(' ') is [var from, var to]
            && TryTime(from, out var fromMs) && TryTime(to, out var toMs)
            ? (fromMs, toMs)
            : (1_793_998_800_000, 1_794_002_400_000);
    }

    private static bool TryTime(string text, out long ms)
    {
        var read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        ms = read ? time.ToUnixTimeMilliseconds() : 0;
        return read;
    }

    private static RestRequest FirstCall(IVenue venue, string folder, string[] parts, string line)
    {
        if (line.StartsWith("http", StringComparison.Ordinal))
            return CallOf(venue, folder, new Uri(line.Split(' ', 2)[0]));
        var instruments = Instruments(venue, Path.Combine(Path.GetDirectoryName(folder)!, "instruments.jsonl"));
        var (fromMs, toMs) = Span(folder);
        var name = parts.Length > 2 ? "backfill:" + parts[1] : "backfill:";
        var calls = venue.BackfillRequests(instruments, fromMs, toMs);
        return calls.FirstOrDefault(call => call.Name == name) ?? calls.First(call => call.Name.StartsWith(name, StringComparison.Ordinal));
    }

    /// <summary>The venue's call with this address: one of its first calls, moved to the edge that the address names.</summary>
    private static RestRequest CallOf(IVenue venue, string folder, Uri url)
    {
        var instruments = Instruments(venue, Path.Combine(Path.GetDirectoryName(folder)!, "instruments.jsonl"));
        var (fromMs, toMs) = Span(folder);
        var (address, edge) = Cut(url);
        var first = venue.BackfillRequests(instruments, fromMs, toMs).First(call => Cut(call.Url).Address == address);
        var edgeMs = long.TryParse(edge, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms
            : DateTimeOffset.Parse(edge, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        // Kraken leaves out the moment that it is called with.
        return first with { Url = url, Tag = ((HistoryTag)first.Tag!) with { EdgeMs = venue.Profile.Id == "kraken" ? edgeMs - 1 : edgeMs } };

        static (string Address, string Edge) Cut(Uri url)
        {
            var parts = url.PathAndQuery.Split('?', '&');
            var edge = parts.First(part => part.Split('=')[0] is "start" or "start_timestamp" or "createdBeforeOrAt" or "lastTime");
            return (string.Join('&', parts.Where(part => part != edge)), Uri.UnescapeDataString(edge.Split('=')[1]));
        }
    }

    private static FrameKind ReadHistory(
        IVenue venue, RestRequest call, string line, (long FromMs, long ToMs) span, FrameReadings readings, out RestRequest? next)
    {
        var body = line.StartsWith("http", StringComparison.Ordinal) ? line.Split(' ', 2)[1] : line;
        next = venue.ReadBackfill(call, Encoding.UTF8.GetBytes(body), span.FromMs, span.ToMs, readings).Next;
        return FrameKind.Data;
    }

    private static string Describe(in LiquidationReading reading)
    {
        var outcome = reading.Value(reading.TimeMs, out var event_);
        var sent = $"{reading.Side} {reading.Quantity} @ {reading.Price} ({reading.PriceKind})";
        return outcome == ValuationOutcome.Valued
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"liquidation {reading.Symbol} {event_.Instrument.Asset}{Class(event_.Instrument)} {sent} = {event_.NotionalMicroUsd / 1e6:F6} USD, {event_.BaseQuantity:R} base, {event_.Contracts:R} contracts, {Time(reading.TimeMs)}{Twin(reading)}")
            : $"liquidation {reading.Symbol} {sent}, {Time(reading.TimeMs)}: {outcome}{Twin(reading)}";
    }

    private static string Class(Instrument instrument) => instrument.AssetClass == AssetClass.Crypto ? "" : $" ({instrument.AssetClass})";

    /// <summary>Which of several equal events of one frame this is; nothing for the first, or for a venue with ids.</summary>
    private static string Twin(in LiquidationReading reading)
    {
        for (var ordinal = 1; ordinal < 10; ordinal++)
        {
            if (reading.Identity == EventIdentity.OfContent(reading.Side, reading.TimeMs, reading.Price, reading.Quantity, ordinal))
                return $", twin {ordinal}";
        }

        return "";
    }

    /// <summary>Whether an earlier event of the frame has the same identity, so that the store keeps one of them.</summary>
    private static string Duplicate(IReadOnlyList<LiquidationReading> all, int at)
    {
        for (var i = 0; i < at; i++)
        {
            if (all[i].Symbol == all[at].Symbol && all[i].TimeMs == all[at].TimeMs && all[i].Identity == all[at].Identity)
                return $", same event as {i + 1}";
        }

        return "";
    }

    private static string Describe(in MarketReading reading)
    {
        var text = new StringBuilder($"market {reading.Symbol}");
        if (reading.Symbol.Instrument is { } instrument)
            text.Append(Class(instrument));
        text.Append(' ').Append(Time(reading.TimeMs));
        if (reading.OpenInterest is { } openInterest)
            text.Append(CultureInfo.InvariantCulture, $" oi={openInterest} {reading.OpenInterestUnit}");
        if (reading.OpenInterestUsd is { } usd)
            text.Append(CultureInfo.InvariantCulture, $" oi_usd={usd}");
        if (reading.Mark is { } mark)
            text.Append(CultureInfo.InvariantCulture, $" mark={mark}");
        if (reading.Index is { } index)
            text.Append(CultureInfo.InvariantCulture, $" index={index}");
        if (reading.FundingRate is { } funding)
            text.Append(CultureInfo.InvariantCulture, $" funding={funding}");
        if (reading.NextFundingMs is { } next)
            text.Append(CultureInfo.InvariantCulture, $" next={Time(next)}");
        return text.ToString();
    }

    private static string Suffix(FrameReadings readings)
    {
        var text = new StringBuilder();
        if (readings.AckId is { } id)
            text.Append(CultureInfo.InvariantCulture, $" id={id}");
        if (readings.Detail is { } detail)
            text.Append(CultureInfo.InvariantCulture, $" \"{detail}\"");
        if (readings.Reply.WrittenCount > 0)
            text.Append(CultureInfo.InvariantCulture, $" reply={Encoding.UTF8.GetString(readings.Reply.WrittenSpan)}");
        return text.ToString();
    }

    private static string Time(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, string line) => text.Append(line).Append('\n');
}
