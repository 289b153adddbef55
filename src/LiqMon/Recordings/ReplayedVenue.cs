using System.Text.Json;
using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Recordings;

/// <summary>One venue of a replay: its contracts, its intake, and what the recording proves to have been covered.</summary>
internal sealed class ReplayedVenue
{
    private readonly IVenue _venue;
    private readonly SymbolRegistry _symbols = new();
    private readonly ILogger _log;
    private readonly ReplayedCoverage _coverage;
    private readonly Dictionary<(string?, long), FrameReadings> _readings = [];
    private readonly HashSet<string> _lists = new(StringComparer.Ordinal);

    public ReplayedVenue(
        IVenue venue,
        IReadOnlyList<Instrument> stored,
        ChannelWriter<StoreItem> lane,
        FrameProcessorOptions options,
        TimeProvider time,
        ILogger log)
    {
        _venue = venue;
        _coverage = new ReplayedCoverage(venue);
        _log = log;
        _symbols.Update(stored.Where(instrument => instrument.Venue == Id), 0);
        Intake = new FrameProcessor(new()
        {
            Venue = venue,
            Symbols = _symbols,
            Store = lane,
            Options = options,
            Time = time,
            Logger = log,
        });
    }

    public string Id => _venue.Profile.Id;

    public FrameProcessor Intake { get; }

    /// <summary>The readings of a frame's connection, which has numbers of its own.</summary>
    public FrameReadings ReadingsOf(RecordedFrame frame)
    {
        var key = (frame.Feed, frame.Connection);
        return _readings.TryGetValue(key, out var readings) ? readings : _readings[key] = Intake.NewReadings();
    }

    /// <summary>Answers that should list contracts and cannot be read.</summary>
    public long UnreadableLists { get; private set; }

    /// <summary>Listed contracts that nothing is taken of, with the reason.</summary>
    public IEnumerable<ReplayedRefusal> Refused => _symbols.Refused.Select(refused => new ReplayedRefusal(Id, refused.Symbol, refused.Reason));

    /// <summary>The new and changed contracts of an answer; empty when it cannot be read.</summary>
    public IReadOnlyList<Instrument> ReadInstruments(RecordedFrame frame)
    {
        var listed = new ContractList();
        try
        {
            _venue.ReadInstruments(new(frame.RestName ?? "instruments", _venue.InstrumentRequests[0].Url), frame.Frame.Span, listed);
            if (frame.RestName is { } name)
                _lists.Add(name);
        }
        catch (JsonException)
        {
            UnreadableLists++;
            _log.RecordedListNotRead(Id);
        }

        _symbols.Refuse(listed.Refused);
        return _symbols.Update(BareAssets.Of(listed, _symbols), frame.ReceivedMs ?? 0);
    }

    /// <summary>Whether an answer lists the venue's own accounts; they are known from then on.</summary>
    public bool ReadAccounts(RecordedFrame frame)
    {
        if (_venue.AccountRequest is not { } request || frame.RestName != request.Name)
            return false;
        try
        {
            _symbols.Accounts = _venue.ReadAccounts(frame.Frame.Span);
        }
        catch (JsonException)
        {
            _log.RecordedAccountsNotRead(Id);
        }

        return true;
    }

    /// <summary>Notes what a socket frame proves.</summary>
    public void Cover(RecordedFrame frame, long receivedMs, in FrameOutcome outcome) => _coverage.Add(frame, receivedMs, outcome);

    public async ValueTask WriteCoverageAsync(ChannelWriter<StoreItem> lane, CancellationToken cancellation)
    {
        // Of a list that could not be read while it was recorded nobody knows which sockets it would have opened.
        if (_lists.Count > 0 && !_venue.InstrumentRequests.All(request => _lists.Contains(request.Name)))
            return;
        var contracts = _symbols.Symbols.Select(symbol => symbol.Instrument).OfType<Instrument>().ToList();
        foreach (var (fromMs, toMs) in _coverage.Spans(contracts, Intake.Counters))
            await lane.WriteAsync(StoreItem.Of(new CoveredSpan(Id, CoveredSpan.WholeVenue, fromMs, toMs)), cancellation).ConfigureAwait(false);
    }
}
