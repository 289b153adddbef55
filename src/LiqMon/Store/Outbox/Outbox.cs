namespace LiqMon.Store;

/// <summary>
/// The list of what other databases have still to receive. A commit adds one row to it, in its own transaction, that says
/// where the changes are and not what they are: whoever delivers them reads the tables, so an event that comes late, a minute
/// that changes again and a pending event that is valued after days are all delivered, as they are by then. A row goes when every
/// destination has received it; without destinations nothing is written.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Refused points that are kept, the newest.</summary>
    internal const int RefusedRows = 1_000;

    private readonly Database _database;
    private readonly long _limitBytes;
    private readonly ChangeList _changes = new();
    private State _state;
    private State _committed;

    internal Outbox(Database database, StoreOptions options, long nowMs)
    {
        _database = database;
        _limitBytes = options.OutboxBytes;
        if (options.Destinations is { } names)
            Configure(names, options.Targets, nowMs - (long)options.FirstTelling.TotalMilliseconds);
        IsUsed = database.Scalar("SELECT count(*) FROM destination") > 0;
        _state = new State(
            Math.Max(database.Scalar("SELECT max(id) FROM outbox") ?? 0, database.Scalar("SELECT max(done) FROM destination") ?? 0),
            database.Scalar("SELECT sum(coalesce(length(changes), 0) + coalesce(length(points), 0)) FROM outbox") ?? 0);
        _committed = _state;
    }

    /// <summary>Whether there is any destination.</summary>
    internal bool IsUsed { get; }

    internal void Changed(ChangeKind kind, long timeMs, int instrument)
    {
        if (IsUsed)
            _changes.Add(new Change(kind, timeMs, instrument));
    }

    /// <summary>Adds a row for what has changed in the running transaction, if anything has.</summary>
    /// <param name="nowMs">The present.</param>
    /// <param name="points">Points that are to be delivered as they are, gzipped.</param>
    /// <param name="counts">How many points of which measurement these are.</param>
    internal void Write(long nowMs, ReadOnlySpan<byte> points = default, PointCounts? counts = null)
    {
        if (!IsUsed || (_changes.Bytes.IsEmpty && points.IsEmpty))
            return;
        _database.Prepare("INSERT INTO outbox(id, committed_ms, oldest_ms, changes, points, point_counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, ++_state.Last)
            .Bind(2, nowMs)
            .Bind(3, Math.Min(nowMs, _changes.OldestMs))
            .Bind(4, _changes.Bytes)
            .Bind(5, points)
            .Bind(6, counts?.ToString())
            .Run();
        _state.Bytes += _changes.Bytes.Length + points.Length;
        if (_state.Bytes > _limitBytes)
            Collapse(nowMs);
    }

    internal void Committed()
    {
        _changes.Clear();
        _committed = _state;
    }

    internal void RolledBack()
    {
        _changes.Clear();
        _state = _committed;
    }

    internal void SaveProgress(DestinationProgress progress)
    {
        var refused = 0L;
        foreach (var (line, reason) in progress.Refused)
        {
            _database.Prepare(
                "INSERT INTO refused_point(destination, refused_ms, reason, line) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")
                .Bind(1, progress.Destination)
                .Bind(2, progress.NowMs)
                .Bind(3, reason)
                .Bind(4, line.Span)
                .Run();
            refused += _database.Changes();
        }

        if (refused > 0)
        {
            _database.Prepare("DELETE FROM refused_point WHERE id <= (SELECT max(id) FROM refused_point) - ?1")
                .Bind(1, RefusedRows)
                .Run();
        }

        // Another reader may have been requested meanwhile, because the list grew too long: then that one counts.
        _database.Prepare(
            """
            UPDATE destination SET
                done = max(done, ?2),
                cascade_revision = max(cascade_revision, ?11),
                resync_from_ms = CASE WHEN resync_from_ms IS ?3 THEN ?4 ELSE resync_from_ms END,
                points = points + ?5,
                expired = expired + ?6,
                refused = refused + ?7,
                written_ms = coalesce(?8, written_ms),
                fault = ?9,
                fault_ms = ?10
            WHERE name = ?1
            """)
            .Bind(1, progress.Destination)
            .Bind(2, progress.Done)
            .Bind(3, progress.ResyncWasFromMs)
            .Bind(4, progress.ResyncFromMs)
            .Bind(5, progress.Points)
            .Bind(6, progress.Expired)
            .Bind(7, refused)
            .Bind(8, progress.WrittenMs)
            .Bind(9, progress.Fault)
            .Bind(10, progress.FaultMs)
            .Bind(11, progress.CascadeRevision)
            .Run();
        Trim();
    }

    private void Configure(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> targets, long firstFromMs)
    {
        List<string> known = [];
        using (var rows = _database.Prepare("SELECT name FROM destination").Query())
        {
            while (rows.Step())
                known.Add(rows.Text(0));
        }

        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            // What no longer receives would keep the list growing for ever; coming back it counts as new.
            foreach (var name in known.Except(names, StringComparer.Ordinal))
                _database.Prepare("DELETE FROM destination WHERE name = ?1").Bind(1, name).Run();
            foreach (var name in names.Except(known, StringComparer.Ordinal))
            {
                _database.Prepare("INSERT INTO destination(name, done, resync_from_ms) VALUES (?1, coalesce((SELECT max(id) FROM outbox), 0), ?2)")
                    .Bind(1, name)
                    .Bind(2, firstFromMs)
                    .Run();
            }

            foreach (var (name, target) in targets)
                Aim(name, target, firstFromMs);
            if (names.Count == 0)
                _database.Execute("DELETE FROM outbox");
            _database.Execute("COMMIT");
        }
        catch
        {
            _database.RollBack();
            throw;
        }
    }

    /// <summary>A destination that stands for something else than before begins anew.</summary>
    private void Aim(string name, string target, long firstFromMs)
    {
        _database.Prepare(
            """
            UPDATE destination SET
                done = coalesce((SELECT max(id) FROM outbox), done), cascade_revision = 0, resync_from_ms = ?3,
                points = 0, expired = 0, refused = 0, written_ms = NULL, fault = NULL, fault_ms = NULL
            WHERE name = ?1 AND target IS NOT NULL AND target <> ?2
            """)
            .Bind(1, name)
            .Bind(2, target)
            .Bind(3, firstFromMs)
            .Run();
        if (_database.Changes() > 0)
            _database.Prepare("DELETE FROM refused_point WHERE destination = ?1").Bind(1, name).Run();
        _database.Prepare("UPDATE destination SET target = ?2 WHERE name = ?1").Bind(1, name).Bind(2, target).Run();
    }

    /// <summary>
    /// The list has grown too long: what is on it will be found by reading the tables by time instead. Points of the moment
    /// will not, and are counted.
    /// </summary>
    private void Collapse(long nowMs)
    {
        CountDropped(nowMs);
        _database.Prepare(
            """
            UPDATE destination SET
                resync_from_ms = min(coalesce(resync_from_ms, 9223372036854775807),
                    (SELECT min(oldest_ms) FROM outbox WHERE id > destination.done)),
                done = ?1
            WHERE done < ?1
            """)
            .Bind(1, _state.Last)
            .Run();
        _database.Execute("DELETE FROM outbox");
        _state.Bytes = 0;
    }

    private void CountDropped(long nowMs)
    {
        var dropped = new PointCounts();
        using (var rows = _database.Prepare(
            "SELECT point_counts FROM outbox WHERE id > (SELECT min(done) FROM destination) AND point_counts IS NOT NULL").Query())
        {
            while (rows.Step())
                dropped.AddText(rows.Text(0));
        }

        foreach (var (measurement, points) in dropped.All)
        {
            _database.Prepare(
                """
                INSERT INTO dropped_point AS row(measurement, points, dropped_ms) VALUES (?1, ?2, ?3)
                ON CONFLICT (measurement) DO UPDATE SET points = row.points + excluded.points, dropped_ms = excluded.dropped_ms
                """)
                .Bind(1, measurement)
                .Bind(2, points)
                .Bind(3, nowMs)
                .Run();
        }
    }

    private void Trim()
    {
        using (var rows = _database.Prepare(
            """
            SELECT sum(coalesce(length(changes), 0) + coalesce(length(points), 0)) FROM outbox
            WHERE id <= (SELECT min(done) FROM destination)
            """).Query())
        {
            rows.Step();
            _state.Bytes -= rows.IntegerOrNull(0) ?? 0;
        }

        _database.Prepare("DELETE FROM outbox WHERE id <= (SELECT min(done) FROM destination)").Run();
    }

    private record struct State(long Last, long Bytes);
}

/// <summary>How far delivery to a destination has got.</summary>
internal sealed record DestinationProgress
{
    /// <summary>Its name.</summary>
    public required string Destination { get; init; }

    /// <summary>The present, Unix milliseconds.</summary>
    public required long NowMs { get; init; }

    /// <summary>Everything up to this row of the list has been delivered.</summary>
    public required long Done { get; init; }

    /// <summary>All cascades up to this revision have been delivered.</summary>
    public required long CascadeRevision { get; init; }

    /// <summary>From where the tables were to be read when the work began; null for not at all.</summary>
    public long? ResyncWasFromMs { get; init; }

    /// <summary>From where they are to be read now.</summary>
    public long? ResyncFromMs { get; init; }

    /// <summary>Points written since the last progress.</summary>
    public long Points { get; init; }

    /// <summary>Points since then that were older than the destination keeps.</summary>
    public long Expired { get; init; }

    /// <summary>Points that the destination refused, with its reason.</summary>
    public IReadOnlyList<(ReadOnlyMemory<byte> Line, string Reason)> Refused { get; init; } = [];

    /// <summary>When something was last written; null if nothing was since the last progress.</summary>
    public long? WrittenMs { get; init; }

    /// <summary>What stops delivery to the destination; null when nothing does.</summary>
    public string? Fault { get; init; }

    /// <summary>Since when.</summary>
    public long? FaultMs { get; init; }
}
