using System.IO.Compression;
using System.Runtime.InteropServices;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads what destinations have to receive: by the list of changes, or by time. Used by one thread at a time.</summary>
internal sealed class OutboxReader : IDisposable
{
    private const long SameRunMs = 50;

    private readonly StoreReader _reader;
    private readonly bool _isBorrowed;
    private readonly Database _database;
    private readonly InstrumentCatalog _names;
    private readonly AssetMinutes _assets;

    private OutboxReader(StoreReader reader, bool isBorrowed = false)
    {
        _reader = reader;
        _isBorrowed = isBorrowed;
        _database = reader.Connection;
        _names = new InstrumentCatalog(_database);
        _assets = new AssetMinutes(_database, _names);
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
    internal OutboxBatch ByList(long after, long upTo, int changes) => _database.Snapshot(() =>
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
        LookUp(found, batch);
        return batch;
    });

    /// <summary>Reads all that is stored of some minutes.</summary>
    /// <param name="fromMs">Start of the first.</param>
    /// <param name="rows">How many rows are enough.</param>
    /// <returns>What is stored, with the start of the next minute that has anything, or null.</returns>
    internal (OutboxBatch Batch, long? NextMs) ByTime(long fromMs, int rows) => _database.Snapshot(() =>
    {
        var batch = new OutboxBatch();
        var next = NextMinute(UnixTime.Minute(fromMs));
        while (next is { } minute && batch.Rows < rows)
        {
            ReadMinute(minute, minute + UnixTime.MinuteMs, batch);
            if (_assets.Of(minute) is { Assets.Count: > 0 } openInterest)
                batch.OpenInterestMinutes.Add(openInterest);
            next = NextMinute(minute + UnixTime.MinuteMs);
        }

        return (batch, next);
    });

    /// <summary>Open interest added up in the minutes of a span in which it was sampled.</summary>
    /// <param name="fromMs">Start of the first.</param>
    /// <param name="toMs">End of the last.</param>
    /// <returns>Each minute with its start, in order.</returns>
    internal List<(long StartMs, OpenInterestMinute Sums)> OpenInterestMinutes(long fromMs, long toMs) => _database.Snapshot(() =>
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
    internal long? NewestSampledMinute() => _database.Snapshot(_assets.Newest);

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

    private static byte[] Unpacked(ReadOnlySpan<byte> points)
    {
        using var packed = new MemoryStream(points.ToArray());
        using var unpacking = new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        unpacking.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private void LookUp(HashSet<Change> changes, OutboxBatch batch)
    {
        var times = new List<long>(changes.Count);
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Liquidation)
                times.Add(change.TimeMs);
            else if (IsTold(_names.Instrument(change.Instrument).Series))
                Sample(change, batch);
        }

        times.Sort();
        foreach (var (fromMs, toMs) in Runs(times))
            Liquidations($"{LiquidationColumns} WHERE time_ms >= ?1 AND time_ms < ?2 ORDER BY time_ms, instrument_id", fromMs, toMs, batch);
        var minutes = new HashSet<(long StartMs, int Series)>();
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(batch.Liquidations))
            minutes.Add((UnixTime.Minute(row.TimeMs), row.Instrument.Series.Id));
        foreach (var (startMs, series) in minutes)
            Minutes($"{MinuteColumns} WHERE start_ms = ?1 AND series_id = ?2", startMs, series, batch);
    }

    private void Sample(Change change, OutboxBatch batch)
    {
        switch (change.Kind)
        {
            case ChangeKind.OpenInterest:
                OpenInterest($"{OpenInterestColumns} WHERE grid_ms = ?1 AND instrument_id = ?2", change.TimeMs, change.Instrument, batch);
                break;
            case ChangeKind.MarkPrice:
                MarkPrices($"{MarkPriceColumns} WHERE grid_ms = ?1 AND instrument_id = ?2", change.TimeMs, change.Instrument, batch);
                break;
            default:
                throw new InvalidOperationException($"A change of kind {change.Kind} is unknown.");
        }
    }

    /// <summary>
    /// Spans [from, to) in which something has changed. Reading a busy span whole is several times faster than looking up
    /// its rows; a row between them that has not changed is delivered once more, which changes nothing.
    /// </summary>
    private static IEnumerable<(long FromMs, long ToMs)> Runs(List<long> times)
    {
        for (var start = 0; start < times.Count;)
        {
            var end = start + 1;
            while (end < times.Count && times[end] - times[end - 1] <= SameRunMs)
                end++;
            yield return (times[start], times[end - 1] + 1);
            start = end;
        }
    }

    private const string LiquidationColumns = "SELECT time_ms, instrument_id, identity, side, price, qty_base, usd_micro FROM liquidation";
    private const string MinuteColumns = "SELECT start_ms, series_id, side, usd_micro, orders, max_usd_micro FROM rollup_minute";
    private const string OpenInterestColumns = "SELECT instrument_id, grid_ms, contracts, base, usd FROM open_interest";
    private const string MarkPriceColumns = "SELECT instrument_id, grid_ms, mark, index_price, funding_rate FROM mark_price";

    private void ReadMinute(long fromMs, long toMs, OutboxBatch batch)
    {
        Liquidations($"{LiquidationColumns} WHERE time_ms >= ?1 AND time_ms < ?2 ORDER BY time_ms, instrument_id", fromMs, toMs, batch);
        Minutes($"{MinuteColumns} WHERE start_ms >= ?1 AND start_ms < ?2", fromMs, toMs, batch);
        OpenInterest($"{OpenInterestColumns} WHERE grid_ms >= ?1 AND grid_ms < ?2", fromMs, toMs, batch);
        MarkPrices($"{MarkPriceColumns} WHERE grid_ms >= ?1 AND grid_ms < ?2", fromMs, toMs, batch);
    }

    private void Liquidations(string sql, long first, long second, OutboxBatch batch)
    {
        using var rows = _database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var instrument = _names.Instrument((int)rows.Integer(1));
            if (IsTold(instrument.Series))
            {
                batch.Liquidations.Add(new StoredLiquidation(
                    instrument, rows.Integer(0), unchecked((ulong)rows.Integer(2)), (LiquidatedSide)rows.Integer(3), rows.Real(4),
                    rows.Real(5), rows.Integer(6)));
            }
        }
    }

    private void Minutes(string sql, long first, long second, OutboxBatch batch)
    {
        using var rows = _database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var series = _names.Series((int)rows.Integer(1));
            if (IsTold(series))
            {
                batch.Minutes.Add(new StoredMinute(
                    series, rows.Integer(0), (LiquidatedSide)rows.Integer(2), rows.Integer(3), rows.Integer(4), rows.Integer(5)));
            }
        }
    }

    private void OpenInterest(string sql, long first, long second, OutboxBatch batch)
    {
        using var rows = _database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var instrument = _names.Instrument((int)rows.Integer(0));
            if (IsTold(instrument.Series))
                batch.OpenInterest.Add(new StoredOpenInterest(instrument, rows.Integer(1), rows.RealOrNull(2), rows.RealOrNull(3), rows.RealOrNull(4)));
        }
    }

    private void MarkPrices(string sql, long first, long second, OutboxBatch batch)
    {
        using var rows = _database.Prepare(sql).Bind(1, first).Bind(2, second).Query();
        while (rows.Step())
        {
            var instrument = _names.Instrument((int)rows.Integer(0));
            if (IsTold(instrument.Series))
                batch.MarkPrices.Add(new StoredMarkPrice(instrument, rows.Integer(1), rows.RealOrNull(2), rows.RealOrNull(3), rows.RealOrNull(4)));
        }
    }

    private long? NextMinute(long fromMs)
    {
        using var rows = _database.Prepare(
            """
            SELECT min(first) FROM (
                SELECT min(start_ms) AS first FROM rollup_minute WHERE start_ms >= ?1
                UNION ALL SELECT min(grid_ms) FROM open_interest WHERE grid_ms >= ?1
                UNION ALL SELECT min(grid_ms) FROM mark_price WHERE grid_ms >= ?1)
            """)
            .Bind(1, fromMs).Query();
        return rows.Step() && rows.IntegerOrNull(0) is { } next ? UnixTime.Minute(next) : null;
    }

    // Totals are of crypto unless others are requested, and the points have no tag that would distinguish them.
    private static bool IsTold(SeriesName series) => series.AssetClass == AssetClass.Crypto;
}
