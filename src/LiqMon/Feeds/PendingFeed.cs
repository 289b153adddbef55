using LiqMon.Feeds.Coverage;
using LiqMon.Feeds.Polling;
using LiqMon.Http;
using LiqMon.Market;

namespace LiqMon.Feeds;

/// <summary>
/// Stands for the feeds of a venue while its contracts are not known, so that the venue has a status and an open gap with
/// its reason from the first second. One task changes it; its status may be read by others.
/// </summary>
internal sealed class PendingFeed
{
    /// <summary>Its name for people; in the store the gap is the whole venue's.</summary>
    public const string Name = "contracts";

    private readonly FeedContext _context;
    private readonly CoverageTracker _ledger;
    private readonly CoverageRecorder _writer;
    private readonly PollStatusTracker _story;
    private volatile bool _isOpen = true;

    public PendingFeed(FeedContext context)
    {
        _context = context;
        _ledger = new CoverageTracker(context.Profile.Id, CoveredSpan.WholeVenue);
        _writer = new CoverageRecorder(_ledger, context);
        _story = new PollStatusTracker(Name, context.Time);
    }

    /// <summary>Whether the venue's own feeds do not exist yet.</summary>
    public bool IsOpen => _isOpen;

    public FeedStatus Status => _story.Status;

    public Task BeginAsync(long sinceMs, CancellationToken cancellationToken)
    {
        _ledger.Begin(sinceMs, GapReason.Connecting);
        return _writer.WriteAsync(cancellationToken);
    }

    /// <summary>Takes over why the list of contracts could not be loaded.</summary>
    public Task UpdateAsync(InstrumentLoader.Progress progress, CancellationToken cancellationToken)
    {
        if (!_isOpen)
            return Task.CompletedTask;
        if (progress is { Error: { } detail, Reason: { } reason })
        {
            _ledger.Change(_context.NowMs, reason);
            _story.Update(FeedState.BackingOff, new ConnectionFailure(reason, detail));
        }

        return _writer.WriteAsync(cancellationToken);
    }

    /// <summary>The venue's own feeds have taken its place, or the venue is stopped.</summary>
    public async Task EndAsync()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        _ledger.End(0, _context.NowMs);
        await _writer.WriteLastAsync(Name);
        _story.Update(FeedState.Stopped, null);
    }
}
