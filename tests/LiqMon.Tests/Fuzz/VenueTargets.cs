using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Tests.Venues;
using LiqMon.Venues;

namespace LiqMon.Tests.Fuzz;

/// <summary>Everything that a venue's reader reads: frames, polls, lists of contracts, history, series, probes and accounts.</summary>
internal sealed class VenueTargets
{
    private const long SpanMs = 3_600_000;
    private const int FreshNames = 512;

    private readonly IVenue _venue;
    private readonly IReadOnlyList<Instrument> _contracts;
    private FrameReadings _readings;
    private int _reads;

    private VenueTargets(IVenue venue)
    {
        _venue = venue;
        _contracts = FixtureText.Instruments(venue, Path.Combine(FuzzCorpus.Folder(venue.Profile.Id), "instruments.jsonl"));
        _readings = NewReadings();
    }

    public static IEnumerable<FuzzTarget> Of(IVenue venue)
    {
        var id = venue.Profile.Id;
        var targets = new VenueTargets(venue);
        var recorded = FuzzCorpus.Recorded(id);
        byte[][] frames = [.. FuzzCorpus.Fixtures(id, "frames"), .. recorded];
        byte[][] polls = [.. FuzzCorpus.Fixtures(id, "rest."), .. recorded.Take(20)];
        byte[][] lists = [.. FuzzCorpus.Fixtures(id, "instruments")];
        byte[][] pages = [.. FuzzCorpus.Fixtures(id, "backfill."), .. polls.Take(5)];
        if (frames.Length > 0)
            yield return new($"{id} frames", 12, frames, targets.Frame);
        var names = venue.Polls(targets._contracts).Select(poll => poll.Request).DistinctBy(request => request.Name).ToArray();
        if (names.Length > 0 && polls.Length > 0)
            yield return new($"{id} polls", 6, polls, (ReadOnlyMemory<byte> input, ref FuzzRandom random) => targets.Poll(input, random.Of<RestRequest>(names)));
        yield return new($"{id} contracts", 6, lists, targets.List);
        var calls = venue.BackfillRequests(targets._contracts, Sane.NowMs - SpanMs, Sane.NowMs).ToArray();
        if (calls.Length > 0 && pages.Length > 0)
            yield return new($"{id} history", 5, pages, (ReadOnlyMemory<byte> input, ref FuzzRandom random) => targets.History(input, random.Of<RestRequest>(calls)));
        if (venue.AccountRequest is not null)
            yield return new($"{id} accounts", 1, FuzzCorpus.Fixtures(id, "accounts"), targets.Accounts);
        if (venue.Series is { } series)
            yield return new($"{id} series", 1, SeriesAnswers, (ReadOnlyMemory<byte> input, ref FuzzRandom _) => targets.Series(series, input));
        if (venue.Probes.Count > 0 && (polls.Length > 0 || frames.Length > 0))
            yield return new($"{id} probes", 1, [.. polls, .. frames.Take(10)], targets.Probe);
    }

    private static byte[][] SeriesAnswers { get; } =
    [
        """[[1793995200000,"1.5","2","1","1.7","5"],[1793980800000,"1","2","1","1","5"]]"""u8.ToArray(),
        """{"retCode":0,"result":{"list":[["1793995200000","1","2","1","1"]]}}"""u8.ToArray(),
        """{"code":"0","data":[["1793995200000","1","2","1","1","1"]],"msg":""}"""u8.ToArray(),
        """[{"symbol":"BTCUSDT","longShortRatio":"1.5","longAccount":"0.6","shortAccount":"0.4","timestamp":"1793995200000"}]"""u8.ToArray(),
        """{"retCode":0,"result":{"list":[{"symbol":"BTCUSDT","buyRatio":"0.75","sellRatio":"0.25","timestamp":"1793995200000"}]}}"""u8.ToArray(),
        """{"code":"0","data":[["1793995200000","0.9"]],"msg":""}"""u8.ToArray(),
    ];

    private FrameReadings NewReadings()
    {
        var symbols = new SymbolRegistry();
        symbols.Update(_contracts, 0);
        return new FrameReadings(symbols);
    }

    private FrameReadings Cleared(bool isHistory = false)
    {
        // Names that damage invents stay until a table is full; then no new one would be tried any more.
        if (++_reads % FreshNames == 0)
            _readings = NewReadings();
        _readings.Clear(Sane.NowMs, isHistory);
        return _readings;
    }

    private void Frame(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var readings = Cleared();
        if (TryRead(() => _venue.Read(input.Span, readings)))
            Sane.Readings(readings);
    }

    private void Poll(ReadOnlyMemory<byte> input, RestRequest request)
    {
        var readings = Cleared();
        if (!TryRead(() => Check(_venue.ReadPoll(request.Name, input.Span, readings))))
            return;
        Sane.Readings(readings);

        FrameKind Check(FrameKind kind)
        {
            if (kind == FrameKind.Data)
                Sane.Step(_venue.PollStep(request, input.Span, Sane.NowMs - SpanMs));
            return kind;
        }
    }

    private void List(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var contracts = new ContractList();
        try
        {
            var next = _venue.ReadInstruments(_venue.InstrumentRequests[0], input.Span, contracts);
            Sane.Must(next is null || next.Url.IsAbsoluteUri, "an address");
        }
        catch (JsonException)
        {
            // What is no list may be said so after some rows of it: none of them is used then.
            return;
        }

        Sane.Contracts(contracts);
        if (random.Next(8) != 0)
            return;
        // What is made of the names of contracts: topics, addresses, calls.
        var listed = BareAssets.Of(contracts, new SymbolRegistry());
        _ = _venue.Sockets(listed).Sum(plan => plan.Messages.Count) + _venue.Polls(listed).Count
            + _venue.BackfillRequests(listed, Sane.NowMs - SpanMs, Sane.NowMs).Count;
    }

    private void History(ReadOnlyMemory<byte> input, RestRequest call)
    {
        var readings = Cleared(isHistory: true);
        if (!TryRead(() =>
        {
            Sane.Step(_venue.ReadBackfill(call, input.Span, Sane.NowMs - SpanMs, Sane.NowMs, readings));
            return FrameKind.Data;
        }))
            return;
        Sane.Readings(readings);
        foreach (ref readonly var order in readings.LiquidationSpan)
            Sane.Must(order.TimeMs is >= Sane.NowMs - SpanMs and < Sane.NowMs, "a time within the span");
    }

    private void Accounts(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        try
        {
            foreach (var address in _venue.ReadAccounts(input.Span).Addresses)
                Sane.Name(address, 128);
        }
        catch (JsonException)
        {
            // What the contract allows.
        }
    }

    private void Series(VenueMarketData series, ReadOnlyMemory<byte> input)
    {
        TryRead(() =>
        {
            foreach (var candle in series.ReadCandles(_contracts[0], input.Span, Sane.NowMs))
                Sane.Must(candle.OpenMs % 14_400_000 == 0 && double.IsFinite(candle.High) && candle.Low > 0 && candle.OpenMs is >= 1_483_228_800_000 and < Sane.NowMs, "a candle");
            return FrameKind.Data;
        });
        TryRead(() =>
        {
            foreach (var sample in series.ReadRatio("BTC", input.Span))
                Sane.Must(double.IsFinite(sample.Value) && sample is { Value: > 0, TimeMs: >= 1_483_228_800_000 and < 4_102_444_800_000 }, "a ratio");
            return FrameKind.Data;
        });
    }

    private void Probe(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var probe = _venue.Probes[random.Next(_venue.Probes.Count)];
        var answers = Enumerable.Repeat(input, probe.Requests.Count + (probe.Listen is null ? 0 : 2)).ToArray();
        TryRead(() =>
        {
            Sane.Must(probe.Read(answers).Text.Length is > 0 and < 2_000, "a finding");
            return FrameKind.Data;
        });
    }

    /// <summary>Reads; a <see cref="JsonException"/> is the one exception that a reader may throw.</summary>
    private static bool TryRead(Func<FrameKind> read)
    {
        try
        {
            return read() != FrameKind.Malformed;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
