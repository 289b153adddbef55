using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Lake;

/// <summary>
/// Writes each closed day once, and again what of it has changed since. What changes the store notes itself, behind a cursor
/// that survives restarts; that something has to be written again is kept beside the files before the cursor moves.
/// </summary>
public sealed class LakeLoop : IDisposable
{
    private const int ChangesOfAStep = 50_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly LakeSetup _setup;
    private readonly StoreReader _reader;
    private readonly OutboxReader _outbox;
    private readonly LakeDayWriter _writer;
    private readonly CoverageMarks _marks;
    private LakeDays? _days;
    private long? _lookedForDaysMs;
    private long? _lookedForCoverageMs;
    private string? _fault;

    private LakeLoop(LakeSetup setup, StoreReader reader)
    {
        (_setup, _reader) = (setup, reader);
        _outbox = OutboxReader.Over(reader);
        _writer = new LakeDayWriter(reader, setup.Plan, setup.Time);
        _marks = new CoverageMarks(reader.Connection);
    }

    /// <summary>What it has done.</summary>
    public LakeCounters Counters { get; } = new();

    /// <summary>A writer over an open store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static LakeLoop Open(LakeSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return new(setup, StoreReader.Open(setup.Options.DataDirectory));
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // A day takes seconds, for which nobody shall wait.
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await StepAsync(cancellation).ConfigureAwait(false) ? TimeSpan.Zero : _setup.Plan.Every;
                _fault = null;
                Counters.Well();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StoreException)
            {
                // What is known of the days is read again: a state that could not be kept must not be believed.
                _days = null;
                pause = RetryAfter;
                Counters.Failed(failure.Message);
                if (_fault != failure.Message)
                    _setup.Log.LakeNotWritten(_setup.Plan.Directory, pause.TotalSeconds, failure.Message);
                _fault = failure.Message;
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _setup.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Looks for changes, and writes one day; whether there may be more to do.</summary>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var days = _days ??= Begin();
        var nowMs = NowMs();
        TakeChanges(days, nowMs);
        LookForDays(days, nowMs);
        LookForCoverage(days, nowMs);
        days.Save();
        Counters.Stand(days.Written.Count, days.Pending);
        if (days.NextUnwritten(_setup.Plan, nowMs) is { } unwritten)
            await WriteAsync(days, unwritten, cancellation).ConfigureAwait(false);
        else if (days.NextPending(_setup.Plan, nowMs) is { } pending)
            await RewriteAsync(days, pending, cancellation).ConfigureAwait(false);
        else
        {
            Counters.Rested();
            return false;
        }

        Counters.Stand(days.Written.Count, days.Pending);
        return true;
    }

    private LakeDays Begin()
    {
        Directory.CreateDirectory(_setup.Plan.Directory);
        if (LakeFile.RemoveLeftovers(_setup.Plan.Directory) is > 0 and var removed)
            _setup.Log.LeftoversRemoved(removed);
        (_lookedForDaysMs, _lookedForCoverageMs) = (null, null);
        return LakeDays.Open(_setup.Plan.Directory);
    }

    /// <summary>Takes what has changed from the store's list, notes it beside the files, and only then moves the cursor.</summary>
    private void TakeChanges(LakeDays days, long nowMs)
    {
        var state = _outbox.State(LakePlan.Destination) ?? throw new InvalidOperationException("The store was opened without the lake.");
        if (state.ResyncFromMs is not null)
        {
            // The list does not reach back to what was written last; whoever compares all misses nothing.
            days.AllMayHaveChanged();
            days.Save();
            SaveProgress(state, state.Newest);
            return;
        }

        var changes = new HashSet<Change>();
        for (var after = state.Done; after < state.Newest;)
        {
            changes.Clear();
            after = _outbox.Changes(after, state.Newest, changes, ChangesOfAStep);
            foreach (var change in changes)
                Take(days, change, nowMs);
            days.Save();
            SaveProgress(state, after);
        }
    }

    private void Take(LakeDays days, Change change, long nowMs)
    {
        var day = UnixTime.Day(change.TimeMs);
        if (!LakeDays.IsClosed(day, _setup.Plan, nowMs) || _outbox.Instrument(change.Instrument).Series is not { AssetClass: AssetClass.Crypto } series)
            return;
        days.Changed(day, change.Kind switch
        {
            ChangeKind.Liquidation => LakePart.Orders,
            ChangeKind.OpenInterest => LakePart.OpenInterest,
            _ => LakePart.Marks,
        }, series.Venue, nowMs);
    }

    private void SaveProgress(DestinationState state, long done) => _setup.Store.SaveProgress(new DestinationProgress
    {
        Destination = LakePlan.Destination,
        NowMs = NowMs(),
        Done = done,
        CascadeRevision = 0,
        ResyncWasFromMs = state.ResyncFromMs,
    });

    /// <summary>Once after the start, and whenever another day is closed.</summary>
    private void LookForDays(LakeDays days, long nowMs)
    {
        var open = UnixTime.Day(nowMs - (long)_setup.Plan.Settle.TotalMilliseconds);
        if (_lookedForDaysMs == open)
            return;
        foreach (var day in new StoredDays(_reader.Connection).Before(open))
            days.Add(day);
        _lookedForDaysMs = open;
        _lookedForCoverageMs = null;
    }

    /// <summary>Compares what the coverage of closed days is with what it was when it was written. What is past its time stays.</summary>
    private void LookForCoverage(LakeDays days, long nowMs)
    {
        if (_lookedForCoverageMs is { } last && nowMs >= last && nowMs - last < _setup.Plan.CoverageEvery.TotalMilliseconds)
            return;
        foreach (var ((venue, day), mark) in _marks.Of(CoverageFromMs(nowMs), UnixTime.Day(nowMs - (long)_setup.Plan.Settle.TotalMilliseconds)))
        {
            if (days.Find(day) is not { } written)
                days.Add(day);
            else if (written.Coverage(venue) != mark)
                written.Mark(LakePart.Coverage, venue);
        }

        _lookedForCoverageMs = nowMs;
    }

    private long CoverageFromMs(long nowMs)
    {
        var kept = _setup.Options.CoverageRetention;
        if (_setup.Options.LiquidationRetention is { } single && single < kept)
            kept = single;
        return UnixTime.Day(nowMs - (long)kept.TotalMilliseconds) + (2 * UnixTime.DayMs);
    }

    private async Task WriteAsync(LakeDays days, long dayMs, CancellationToken cancellation)
    {
        var started = _setup.Time.GetTimestamp();
        var day = new LakeDay(dayMs);
        var (rows, files) = (0L, 0);
        foreach (var part in Enum.GetValues<LakePart>())
        {
            var written = await WriteAsync(day, part, null, cancellation).ConfigureAwait(false);
            (rows, files) = (rows + written.Rows, files + written.Files);
        }

        days.Took(day);
        day.Save(_setup.Plan.Directory);
        _setup.Log.DayWritten(LakeDay.NameOf(dayMs), rows, files, _setup.Time.GetElapsedTime(started).TotalSeconds);
    }

    private async Task RewriteAsync(LakeDays days, LakeDay day, CancellationToken cancellation)
    {
        foreach (var part in day.Pending.GroupBy(pending => pending.Part, pending => pending.Venue).OrderBy(part => part.Key).ToList())
        {
            var venues = part.ToList();
            var (_, files) = await WriteAsync(day, part.Key, venues.Contains(LakeDay.AllVenues) ? null : venues, cancellation).ConfigureAwait(false);
            day.Settle(part.Key, venues);
            day.Save(_setup.Plan.Directory);
            if (files > 0)
                _setup.Log.DayRewritten(LakeDay.NameOf(day.StartMs), files, EnumNames.Of(part.Key));
        }

        days.Settled(day);
    }

    private async Task<(long Rows, int Files)> WriteAsync(LakeDay day, LakePart part, IReadOnlyList<string>? venues, CancellationToken cancellation)
    {
        if (part != LakePart.Coverage)
            return Count(await _writer.WriteAsync(day, part, venues, cancellation).ConfigureAwait(false));
        // Before it is read: what changes meanwhile is found by the next look.
        var marks = _marks.Of(day.StartMs, day.StartMs + UnixTime.DayMs);
        var written = await _writer.WriteAsync(
            day, part, venues ?? [.. marks.Keys.Select(mark => mark.Venue).Order(StringComparer.Ordinal)], cancellation).ConfigureAwait(false);
        foreach (var ((venue, _), mark) in marks.Where(mark => venues?.Contains(mark.Key.Venue) != false))
            day.Covered(venue, mark);
        return Count(written);
    }

    private (long Rows, int Files) Count((long Rows, int Files) written)
    {
        Counters.Wrote(written.Rows, written.Files, NowMs());
        return written;
    }

    private long NowMs() => _setup.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
