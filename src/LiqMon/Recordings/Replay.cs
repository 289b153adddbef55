using System.Threading.Channels;
using LiqMon.Ingestion;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Recordings;

/// <summary>What to replay, and how fast.</summary>
public sealed record ReplayRequest
{
    /// <summary>Recordings, or files of bare frames, in order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Venue of bare frames; of a recording, the only venue to take. Null takes all venues of a recording.</summary>
    public IVenue? Venue { get; init; }

    /// <summary>REST answers that list the venue's contracts, each on one line or laid out over several.</summary>
    public IReadOnlyList<string> InstrumentFiles { get; init; } = [];

    /// <summary>1 for the pace of the recording, 10 for ten times that; null for as fast as possible.</summary>
    public double? Speed { get; init; }

    /// <summary>Grid to which open interest and prices are thinned out.</summary>
    public TimeSpan SampleGrid { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Sends recorded frames the way live ones go: the same reading, valuation, store and identity, so a frame that was
/// already seen changes nothing.
/// </summary>
public sealed class Replay
{
    private readonly ReplayRequest _request;
    private readonly EventStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, ReplayedVenue> _venues = [];
    private long _otherVenues;
    private long _withoutVenue;
    private (long RecordedMs, long Started)? _pace;
    private CommandCommits? _commits;

    private ChannelWriter<StoreItem> Lane => _commits?.Items ?? throw new InvalidOperationException("Nothing is replayed yet.");

    /// <summary>A replay into an open store.</summary>
    public Replay(ReplayRequest request, EventStore store, TimeProvider time, ILogger log)
    {
        _request = request;
        _store = store;
        _time = time;
        _log = log;
    }

    /// <summary>Replays everything and commits it.</summary>
    /// <param name="progress">Receives the number of frames taken, from time to time; null for silence.</param>
    /// <param name="cancellation">Stops after what was read is committed.</param>
    /// <exception cref="IOException">A file cannot be read; what was read before it is committed.</exception>
    public async Task<ReplaySummary> RunAsync(Action<long>? progress, CancellationToken cancellation)
    {
        using var commits = new CommandCommits(_store, _time, _log, cancellation);
        _commits = commits;
        try
        {
            await ProcessAllAsync(progress, commits.Reading).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The store failed for good; its own failure is thrown at the end.
        }
        finally
        {
            await FlushAsync(commits.GivingUp).ConfigureAwait(false);
            await commits.EndAsync().ConfigureAwait(false);
        }

        return ReplaySummary.Of(_venues.Values.Select(venue => venue.Intake.Counters), commits.Counters, _otherVenues, _withoutVenue) with
        {
            RefusedContracts = [.. _venues.Values.OrderBy(venue => venue.Id, StringComparer.Ordinal).SelectMany(venue => venue.Refused)],
            UnreadableLists = _venues.Values.Sum(venue => venue.UnreadableLists),
        };
    }

    /// <summary>Hands over what the venues still hold, unless the store has been given up.</summary>
    private async Task FlushAsync(CancellationToken givingUp)
    {
        try
        {
            foreach (var venue in _venues.Values)
            {
                await venue.Intake.FlushAsync(givingUp).ConfigureAwait(false);
                await venue.WriteCoverageAsync(Lane, givingUp).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (givingUp.IsCancellationRequested)
        {
            // What is not stored is counted at the end.
        }
    }

    private async Task ProcessAllAsync(Action<long>? progress, CancellationToken cancellation)
    {
        foreach (var file in _request.InstrumentFiles)
        {
            await foreach (var frame in RecordingReader.ReadLaidOutAsync(file, cancellation).ConfigureAwait(false))
                await ReadInstrumentsAsync(frame, cancellation).ConfigureAwait(false);
        }

        var taken = 0L;
        foreach (var file in _request.Files)
        {
            await foreach (var frame in RecordingReader.ReadAsync(file, cancellation).ConfigureAwait(false))
            {
                await PaceAsync(frame.ReceivedMs, cancellation).ConfigureAwait(false);
                await ProcessAsync(frame, cancellation).ConfigureAwait(false);
                if (++taken % 1_000 == 0)
                    progress?.Invoke(taken);
            }
        }

        progress?.Invoke(taken);
    }

    private async ValueTask ProcessAsync(RecordedFrame frame, CancellationToken cancellation)
    {
        if (VenueOf(frame) is not { } venue)
            return;
        if (frame.RestName?.StartsWith("instruments", StringComparison.Ordinal) == true)
        {
            await ReadInstrumentsAsync(frame, cancellation).ConfigureAwait(false);
            return;
        }

        if (venue.ReadAccounts(frame))
            return;
        var outcome = frame.RestName is { } name
            ? await venue.Intake.TakePollAsync(name, venue.ReadingsOf(frame), frame.Frame, frame.ReceivedMs, cancellation).ConfigureAwait(false)
            : await venue.Intake.TakeFrameAsync(venue.ReadingsOf(frame), frame.Frame, frame.ReceivedMs, "replay", cancellation).ConfigureAwait(false);
        if (frame.RestName is null && frame.ReceivedMs is { } receivedMs)
            venue.Cover(frame, receivedMs, outcome);
    }

    private async ValueTask ReadInstrumentsAsync(RecordedFrame frame, CancellationToken cancellation)
    {
        if (VenueOf(frame) is { } venue && venue.ReadInstruments(frame) is { Count: > 0 } listed)
            await Lane.WriteAsync(StoreItem.Of(new ListedInstruments(venue.Id, listed)), cancellation).ConfigureAwait(false);
    }

    private ReplayedVenue? VenueOf(RecordedFrame frame)
    {
        var requested = _request.Venue?.Profile.Id;
        if ((frame.Venue ?? requested) is not { } id)
        {
            _withoutVenue++;
            return null;
        }

        if (requested is not null && requested != id)
        {
            _otherVenues++;
            return null;
        }

        if (_venues.TryGetValue(id, out var venue))
            return venue;
        if (VenueCatalog.Find(id) is not { } known)
        {
            _otherVenues++;
            return null;
        }

        var options = new FrameProcessorOptions { SampleGrid = _request.SampleGrid };
        return _venues[id] = new ReplayedVenue(known, _store.Rollups.Instruments(), Lane, options, _time, _log);
    }

    private async ValueTask PaceAsync(long? receivedMs, CancellationToken cancellation)
    {
        if (_request.Speed is not { } speed || receivedMs is not { } recordedMs)
            return;
        _pace ??= (recordedMs, _time.GetTimestamp());
        var due = TimeSpan.FromMilliseconds((recordedMs - _pace.Value.RecordedMs) / speed);
        var ahead = due - _time.GetElapsedTime(_pace.Value.Started);
        if (ahead > TimeSpan.Zero)
            await Task.Delay(ahead, _time, cancellation).ConfigureAwait(false);
    }
}
