using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using LiqMon.Market;
using LiqMon.Windows;
using Microsoft.Data.Sqlite;

namespace LiqMon.Store;

/// <summary>
/// The one writer of the data folder. What a commit returns is durable; a commit that throws changed nothing, and the
/// same items may be committed again. Committing and pruning may be called from any thread, one at a time.
/// </summary>
public sealed class EventStore : IDisposable
{
    internal const string FileName = "liqmon.db";

    /// <summary>For how long losses are remembered.</summary>
    private const long RememberMs = 7 * 86_400_000L;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly FolderLock _lock;
    private readonly Database _database;
    private readonly DiskReserve _reserve;
    private readonly StoreTransaction _transaction;
    private readonly Outbox _outbox;
    private readonly CommitTransaction _work;
    private readonly Retention _retention;
    private readonly Dictionary<int, ExceptionDispatchInfo> _refusedParts = [];
    private readonly CascadeRows _cascades;
    private readonly CascadeWatermark _searched;
    private readonly MarkFile _mark;
    private long _commitMs;
    private bool _disposed;

    private EventStore(StoreOptions options, TimeProvider time, FolderLock folderLock, Database database, Database reading)
    {
        (_time, _lock, _database) = (time, folderLock, database);
        Rollups = new RollupReader(reading);
        _reserve = new DiskReserve(options, time);
        _outbox = new Outbox(database, options, time.GetUtcNow().ToUnixTimeMilliseconds());
        _work = new CommitTransaction(database, options, _outbox);
        _transaction = new StoreTransaction(
            database, new StoreFiles(Path.Combine(options.DataDirectory, FileName)), _work, _outbox);
        _retention = new Retention(database, options, _work.Unpacked);
        SampleHold = options.SampleHold;
        _cascades = new CascadeRows(database);
        _searched = new CascadeWatermark(database);
        Sequence = database.Scalar("SELECT sequence FROM state") ?? 0;
        _commitMs = Sequence == 0 ? 0 : database.Scalar("SELECT last_commit_ms FROM state") ?? 0;
        _mark = MarkFile.Open(options.DataDirectory);
        LastRun = _mark.Last is not { } last ? LastRun.Unknown : last.IsOpen ? LastRun.CutOff : LastRun.Stopped;
        Lost = Missing(_mark.Last, time.GetUtcNow().ToUnixTimeMilliseconds());
        Mark(isOpen: true);
    }

    /// <summary>Number of the last commit; 0 in a new store.</summary>
    public long Sequence { get; private set; }

    /// <summary>How the last process that wrote the store ended.</summary>
    public LastRun LastRun { get; }

    /// <summary>Commits that were found missing when the store was opened, now or in the last seven days; null for none.</summary>
    public LostCommits? Lost { get; }

    /// <summary>Whether <see cref="Lost"/> was found by this opening.</summary>
    public bool IsLossNew => Lost is not null && Lost != _mark.Last?.Lost;

    /// <summary>How long samples may wait to be written together.</summary>
    internal TimeSpan SampleHold { get; }

    /// <summary>The sums from which rolling windows are kept and rebuilt.</summary>
    public RollupReader Rollups { get; }

    /// <summary>Opens the store for writing; makes it when there is none.</summary>
    /// <exception cref="StoreException">Another process holds it, a newer program wrote it, or it cannot be written.</exception>
    public static EventStore Open(StoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampleGrid, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.SampleGrid, TimeSpan.FromHours(1));
        var folderLock = FolderLock.Acquire(options.DataDirectory);
        Database? database = null;
        Database? reading = null;
        try
        {
            var path = Path.Combine(options.DataDirectory, FileName);
            database = StoreOpening.ForWriting(path, options);
            reading = Database.Open(path, SqliteOpenMode.ReadOnly, options.BusyTimeout);
            return new EventStore(options, time, folderLock, database, reading);
        }
        catch (Exception exception)
        {
            reading?.Dispose();
            database?.Dispose();
            folderLock.Dispose();
            if (exception is SqliteException failure)
                throw StoreException.From(failure);
            throw;
        }
    }

    /// <summary>Writes all items in one transaction.</summary>
    /// <param name="items">What to write.</param>
    /// <param name="stored">A list to be emptied and filled with what is new, for callers that are done with it before the
    /// next commit; without it each commit makes its own.</param>
    /// <exception cref="StoreException">Nothing was written; the same items can be tried again.</exception>
    public CommitResult Commit(ReadOnlySpan<StoreItem> items, List<Liquidation>? stored = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _reserve.Require();
            stored ??= [];
            stored.Clear();
            var counts = new CommitStats(stored);
            var nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
            try
            {
                _transaction.Begin();
                _work.Write(items, counts);
                _searched.Back(stored);
                _outbox.Write(nowMs);
                _database.Prepare("UPDATE state SET sequence = ?1, last_commit_ms = ?2")
                    .Bind(1, Sequence + 1)
                    .Bind(2, nowMs)
                    .Run();
                _transaction.Commit();
            }
            catch (Exception exception)
            {
                stored.Clear();
                _transaction.RollBack();
                if (exception is SqliteException failure)
                    throw StoreException.From(failure);
                throw;
            }

            _work.Committed();
            _outbox.Committed();
            Sequence++;
            _commitMs = nowMs;
            Mark(isOpen: true);
            _searched.Committed(Sequence);
            return new CommitResult
            {
                Stored = stored,
                Duplicates = counts.Duplicates,
                PendingAdded = counts.PendingAdded,
                PendingValued = counts.PendingValued,
                Quarantined = counts.Quarantined,
                Expired = counts.Expired,
                QuarantinedLiquidations = counts.QuarantinedLiquidations,
                PendingDropped = counts.PendingDropped,
                Sequence = Sequence,
            };
        }
    }

    /// <summary>Writes all items in one transaction; see <see cref="Commit(ReadOnlySpan{StoreItem}, List{Liquidation})"/>.</summary>
    public CommitResult Commit(IReadOnlyList<StoreItem> items, List<Liquidation>? stored = null) => items switch
    {
        List<StoreItem> list => Commit(CollectionsMarshal.AsSpan(list), stored),
        StoreItem[] array => Commit(array.AsSpan(), stored),
        _ => Commit(items.ToArray().AsSpan(), stored),
    };

    /// <summary>
    /// Removes what is past its time, and packs samples of past hours, in some small steps, so that a commit never waits long.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="StoreException">The store cannot be written, or nothing is left to do but what it refuses.</exception>
    public bool Prune(long nowMs)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var more = false;
            var parts = _retention.Parts;
            for (var part = 0; part < parts.Count; part++)
                more |= !_refusedParts.ContainsKey(part) && Prune(part, parts[part], nowMs);
            if (!more && _refusedParts.Count > 0)
            {
                var refused = _refusedParts.Values.First();
                _refusedParts.Clear();
                refused.Throw();
            }

            return more;
        }
    }

    /// <summary>One part of it, in its own transaction. What is refused waits until the other parts are done.</summary>
    private bool Prune(int part, Func<long, bool> step, long nowMs)
    {
        try
        {
            _transaction.Begin();
            var more = step(nowMs);
            var rawFromMs = _database.Scalar("SELECT raw_from_ms FROM state") ?? 0;
            _transaction.Commit();
            _work.RawFromMs = rawFromMs;
            return more;
        }
        catch (Exception exception)
        {
            _transaction.RollBack();
            _retention.RolledBack();
            var failure = exception is SqliteException fault ? StoreException.From(fault) : exception;
            if (failure is StoreException { Failure: not StoreFailure.Refused })
                throw failure;
            _refusedParts[part] = ExceptionDispatchInfo.Capture(failure);
            return false;
        }
    }

    /// <summary>Writes cascades in one transaction, each in the place of the one with its asset, side and start.</summary>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public void Write(IReadOnlyList<CascadeWrite> cascades)
    {
        ArgumentNullException.ThrowIfNull(cascades);
        Transact(() =>
        {
            foreach (var cascade in cascades)
                _cascades.Write(cascade);
            return true;
        });
    }

    /// <summary>
    /// Writes what a search for cascades has found, and notes in the same transaction that they have been looked for in
    /// everything before a moment, but for what commits have brought that the search has not seen.
    /// </summary>
    /// <param name="found">Cascades that are new or different.</param>
    /// <param name="beforeMs">The moment, Unix milliseconds.</param>
    /// <param name="sequence">The last commit that was looked at.</param>
    /// <exception cref="StoreException">Nothing was written.</exception>
    public void Searched(IReadOnlyList<CascadeWrite> found, long beforeMs, long sequence)
    {
        ArgumentNullException.ThrowIfNull(found);
        Transact(() =>
        {
            foreach (var cascade in found)
                _cascades.Write(cascade);
            _searched.Forward(beforeMs, sequence);
            return true;
        });
    }

    /// <summary>Puts finished points of the moment, which no table holds, into the list of what is to be delivered.</summary>
    /// <param name="points">Gzipped line protocol.</param>
    /// <param name="counts">How many points of which measurement these are.</param>
    /// <exception cref="StoreException">Nothing was added.</exception>
    internal void Enqueue(byte[] points, PointCounts? counts = null) => Transact(() =>
    {
        _outbox.Write(_time.GetUtcNow().ToUnixTimeMilliseconds(), points, counts);
        return true;
    });

    /// <summary>Notes what has been delivered to a destination, and forgets what all have received.</summary>
    /// <exception cref="StoreException">Nothing was noted; it will be delivered again.</exception>
    internal void SaveProgress(DestinationProgress progress) => Transact(() =>
    {
        _outbox.SaveProgress(progress);
        return true;
    });

    /// <summary>Moves everything into the database file and closes it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            Rollups.Dispose();
            try
            {
                // A reader that is still at work is not waited for: what it needs stays in the log.
                _database.Execute("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)");
            }
            catch (SqliteException)
            {
                // Nothing is lost: what is in the log is read from there at the next start.
            }

            _database.Dispose();
            Mark(isOpen: false);
            _mark.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>Limits the database file, to make a full disk in tests.</summary>
    internal void LimitPages(long pages) => _database.Execute($"PRAGMA max_page_count = {pages}");

    /// <summary>The writing connection, for tests that make it fail.</summary>
    internal Database Connection => _database;

    /// <summary>What the mark says was committed and the database does not hold.</summary>
    private LostCommits? Missing(CommitMark? last, long nowMs)
    {
        // Who stops LiqMon and removes its database wants to begin again.
        if (last is not null && last.Sequence > Sequence && (last.IsOpen || Sequence > 0))
            return new(last.Sequence - Sequence, Sequence == 0 ? last.CommitMs : Math.Min(_commitMs, last.CommitMs), last.CommitMs, nowMs);
        return last?.Lost is { } known && nowMs - known.FoundMs < RememberMs ? known : null;
    }

    private void Mark(bool isOpen) => _mark.Write(new(Sequence, _commitMs, isOpen, Lost));

    private T Transact<T>(Func<T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _reserve.Require();
            try
            {
                _transaction.Begin();
                var result = work();
                _transaction.Commit();
                _outbox.Committed();
                return result;
            }
            catch (Exception exception)
            {
                _transaction.RollBack();
                if (exception is SqliteException failure)
                    throw StoreException.From(failure);
                throw;
            }
        }
    }
}
