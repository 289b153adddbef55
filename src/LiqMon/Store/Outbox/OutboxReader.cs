using System.IO.Compression;

namespace LiqMon.Store;

/// <summary>Reads what destinations have to receive: by the list of changes, or by time. Used by one thread at a time.</summary>
internal sealed class OutboxReader : IDisposable
{
    private readonly StoreReader _reader;
    private readonly bool _isBorrowed;
    private readonly Database _database;
    private readonly InstrumentCatalog _names;
    private readonly SampleReader _samples;
    private readonly OutboxRows _rows;
    private readonly AssetMinutes _assets;

    private OutboxReader(StoreReader reader, bool isBorrowed = false)
    {
        _reader = reader;
        _isBorrowed = isBorrowed;
        _database = reader.Connection;
        _names = new InstrumentCatalog(_database);
        _samples = new SampleReader(_database);
        _rows = new OutboxRows(_database, _samples, _names);
        _assets = new AssetMinutes(_database, _samples, _names);
    }

    /// <summary>Opens the store of a data folder for reading.</summary>
    /// <exception cref="StoreException">There is none, it is damaged, or a newer program wrote it.</exception>
    internal static OutboxReader Open(string dataDirectory) => new(StoreReader.Open(dataDirectory));

    /// <summary>Reads by a connection of somebody else, who closes it.</summary>
    internal static OutboxReader Over(StoreReader reader) => new(reader, isBorrowed: true);

    /// <summary>How far delivery to a destination has got; null when there is none of that name.</summary>
    internal DestinationState? State(string destination) => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare(
            """
            SELECT done, resync_from_ms, points, expired, refused, written_ms, fault, fault_ms,
                (SELECT max(id) FROM outbox),
                (SELECT committed_ms FROM outbox WHERE id > done ORDER BY id LIMIT 1), cascade_revision
            FROM destination WHERE name = ?1
            """).Bind(1, destination).Query();
        if (!rows.Step())
            return null;
        var (done, newest) = (rows.Integer(0), Math.Max(rows.IntegerOrNull(8) ?? 0, rows.Integer(0)));
        return new DestinationState
        {
            Done = done,
            ResyncFromMs = rows.IntegerOrNull(1),
            Points = rows.Integer(2),
            Expired = rows.Integer(3),
            Refused = rows.Integer(4),
            WrittenMs = rows.IntegerOrNull(5),
            Fault = rows.TextOrNull(6),
            FaultMs = rows.IntegerOrNull(7),
            Newest = newest,
            Waiting = newest - done,
            WaitingSinceMs = rows.IntegerOrNull(9),
            CascadeRevision = rows.Integer(10),
        };
    });

    /// <summary>When the first commit after a row of the list was done, Unix milliseconds; null when there is none.</summary>
    internal long? CommittedAfter(long id) => _database.Snapshot(() =>
    {
        using var rows = _database.Prepare("SELECT committed_ms FROM outbox WHERE id > ?1 ORDER BY id LIMIT 1").Bind(1, id).Query();
        return rows.Step() ? rows.Integer(0) : (long?)null;
    });

    /// <summary>Reads whole commits from the list until enough changes are found.</summary>
    /// <param name="after">The row before the first.</param>
    /// <param name="upTo">The last row.</param>
    /// <param name="changes">How many changes are enough.</param>
    internal OutboxBatch ByList(long after, long upTo, int changes) => Read(() =>
    {
        var found = new HashSet<Change>();
        var batch = new OutboxBatch { Last = after };
        using (var rows = _database.Prepare("SELECT id, changes, points FROM outbox WHERE id > ?1 AND id <= ?2 ORDER BY id")
            .Bind(1, after).Bind(2, upTo).Query())
        {
            while (found.Count < changes && rows.Step())
            {
                batch.Last = rows.Integer(0);
                ChangeList.Read(rows.Blob(1), found);
                if (!rows.IsNull(2) && rows.Blob(2).Length > 0)
                    batch.Points.Add(Unpacked(rows.Blob(2)));
            }
        }

        if (found.Count < changes)
            batch.Last = Math.Max(batch.Last, upTo);
        _rows.LookUp(found, batch);
        return batch;
    });

    /// <summary>Reads from the list where something has changed, and not what.</summary>
    /// <param name="after">The row before the first.</param>
    /// <param name="upTo">The last row.</param>
    /// <param name="changes">Receives the changes, of whole commits until there are so many.</param>
    /// <param name="enough">How many changes are enough.</param>
    /// <returns>The last row that was read.</returns>
    internal long Changes(long after, long upTo, HashSet<Change> changes, int enough) => Read(() =>
    {
        var last = after;
        using var rows = _database.Prepare("SELECT id, changes FROM outbox WHERE id > ?1 AND id <= ?2 ORDER BY id").Bind(1, after).Bind(2, upTo).Query();
        while (changes.Count < enough && rows.Step())
        {
            last = rows.Integer(0);
            ChangeList.Read(rows.Blob(1), changes);
        }

        return changes.Count < enough ? Math.Max(last, upTo) : last;
    });

    /// <summary>The names of a contract version.</summary>
    internal InstrumentName Instrument(int id) => Read(() => _names.Instrument(id));

    /// <summary>Reads all that is stored of some minutes.</summary>
    /// <param name="fromMs">Start of the first.</param>
    /// <param name="rows">How many rows are enough.</param>
    /// <returns>What is stored, with the start of the next minute that has anything, or null.</returns>
    internal (OutboxBatch Batch, long? NextMs) ByTime(long fromMs, int rows) => Read(() =>
    {
        var batch = new OutboxBatch();
        var next = _rows.NextMinute(UnixTime.Minute(fromMs));
        while (next is { } minute && batch.Rows < rows)
        {
            _rows.ReadMinute(minute, minute + UnixTime.MinuteMs, batch);
            if (_assets.Of(minute) is { Assets.Count: > 0 } openInterest)
                batch.OpenInterestMinutes.Add(openInterest);
            next = _rows.NextMinute(minute + UnixTime.MinuteMs);
        }

        return (batch, next);
    });

    /// <summary>Open interest added up in the minutes of a span in which it was sampled.</summary>
    /// <param name="fromMs">Start of the first.</param>
    /// <param name="toMs">End of the last.</param>
    /// <returns>Each minute with its start, in order.</returns>
    internal List<(long StartMs, OpenInterestMinute Sums)> OpenInterestMinutes(long fromMs, long toMs) => Read(() =>
    {
        var found = new List<(long, OpenInterestMinute)>();
        while (_assets.FirstFrom(fromMs) is { } minute && minute + UnixTime.MinuteMs <= toMs)
        {
            found.Add((minute, _assets.Of(minute)));
            fromMs = minute + UnixTime.MinuteMs;
        }

        return found;
    });

    /// <summary>The start of the newest minute in which open interest was sampled.</summary>
    internal long? NewestSampledMinute() => Read(_assets.Newest);

    /// <summary>The same connection for other questions, as long as this reader lives.</summary>
    internal StoreReader Linked => _reader.OpenLinked();

    /// <summary>What has been written about cascades after a revision, in order.</summary>
    internal IReadOnlyList<CascadeRow> CascadesAfter(long revision, int limit) => _reader.Cascades.After(revision, limit);

    /// <summary>Points that a destination refused, the newest first.</summary>
    internal IReadOnlyList<RefusedPoint> Refused(string destination, int limit) => _database.Snapshot(() =>
    {
        var points = new List<RefusedPoint>();
        using var rows = _database.Prepare("SELECT refused_ms, reason, line FROM refused_point WHERE destination = ?1 ORDER BY id DESC LIMIT ?2")
            .Bind(1, destination).Bind(2, limit).Query();
        while (rows.Step())
            points.Add(new RefusedPoint(rows.Integer(0), rows.Text(1), System.Text.Encoding.UTF8.GetString(rows.Blob(2))));
        return points;
    });

    /// <summary>Points of the moment that no destination will receive, because the list grew too long; by measurement.</summary>
    internal IReadOnlyList<DroppedPoints> Dropped() => _database.Snapshot(() =>
    {
        var dropped = new List<DroppedPoints>();
        using var rows = _database.Prepare("SELECT measurement, points, dropped_ms FROM dropped_point ORDER BY measurement").Query();
        while (rows.Step())
            dropped.Add(new DroppedPoints(rows.Text(0), rows.Integer(1), rows.Integer(2)));
        return dropped;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isBorrowed)
            _reader.Dispose();
    }

    private T Read<T>(Func<T> work) => _database.Snapshot(() =>
    {
        _names.Refresh();
        _samples.Refresh();
        return work();
    });

    private static byte[] Unpacked(ReadOnlySpan<byte> points)
    {
        using var packed = new MemoryStream(points.ToArray());
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        unpacking.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
