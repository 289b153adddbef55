using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Reads the sums from which rolling windows are kept and rebuilt, on a connection of its own.</summary>
public sealed class RollupReader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Database _database;
    private readonly InstrumentCatalog _names;

    internal RollupReader(Database database) => (_database, _names) = (database, new InstrumentCatalog(database));

    /// <summary>The newest version of every known contract, each with its older versions behind it.</summary>
    public IReadOnlyList<Instrument> Instruments() => Read(() => StoredInstruments.Newest(_database));

    /// <summary>Until when each venue was last covered, Unix milliseconds; without those that never were.</summary>
    public IReadOnlyDictionary<string, long> CoveredUntil() => Read(() =>
    {
        var until = new Dictionary<string, long>(StringComparer.Ordinal);
        using var rows = _database.Prepare("SELECT venue, max(to_ms) FROM covered_span GROUP BY venue").Query();
        while (rows.Step())
            until[rows.Text(0)] = rows.Integer(1);
        return until;
    });

    /// <summary>The sums of one minute.</summary>
    public IReadOnlyList<Bucket> Minute(long startMs) => Read(() =>
    {
        var cells = new List<Bucket>();
        using var rows = Query(SpanPart.Minutes, startMs, startMs + 1);
        while (rows.Step())
            cells.Add(BucketSql.Read(rows, _names));
        return cells;
    });

    /// <summary>
    /// Hands out the sums of each second in [from, to) that has any, in order of time: all of a busy day together would fill
    /// hundreds of megabytes. The store is read meanwhile.
    /// </summary>
    public void Seconds(long fromMs, long toMs, Action<Bucket> take, CancellationToken cancellation = default) => Read(() =>
    {
        var cells = new List<Bucket>();
        var sums = new BucketSums(_names);
        var second = long.MinValue;
        using var rows = Query(SpanPart.Events, fromMs, toMs);
        while (rows.Step())
        {
            var start = UnixTime.Floor(rows.Start(), UnixTime.SecondMs);
            if (start != second)
                HandOut();
            second = start;
            sums.Add(rows);
        }

        HandOut();
        return true;

        void HandOut()
        {
            sums.MoveTo(cells, second);
            cells.ForEach(take);
            cells.Clear();
        }
    }, cancellation);

    /// <summary>One sum over [from, to) for each venue, asset and side. Both ends are whole minutes.</summary>
    public IReadOnlyList<Bucket> Sums(long fromMs, long toMs)
    {
        RequireMinutes(fromMs, toMs);
        return Read(() =>
        {
            var cells = new List<Bucket>();
            var sums = new BucketSums(_names);
            foreach (var (part, from, to) in SpanParts.Of(fromMs, toMs))
            {
                using var rows = Query(part, from, to);
                while (rows.Step())
                    sums.Add(rows);
            }

            sums.MoveTo(cells, fromMs);
            return cells;
        });
    }

    /// <summary>
    /// For each venue and asset the orders that can still become the largest while a window slides on: those no later
    /// minute of [from, to) exceeds, in order of time. Both ends are whole minutes. Each bucket is the sum of the
    /// minute and side of its order.
    /// </summary>
    public IReadOnlyList<Bucket> LargestChain(long fromMs, long toMs)
    {
        RequireMinutes(fromMs, toMs);
        return Read(() => new LargestChain(_database, _names).Find(fromMs, toMs));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
        }
    }

    private static void RequireMinutes(long fromMs, long toMs)
    {
        if (UnixTime.Minute(fromMs) != fromMs || UnixTime.Minute(toMs) != toMs)
            throw new ArgumentException("Both ends must be whole minutes.", nameof(fromMs));
    }

    private T Read<T>(Func<T> work, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return _database.Snapshot(work, cancellation);
        }
    }

    private Statement.Rows Query(SpanPart part, long fromMs, long toMs) =>
        _database.Prepare(BucketSql.Of(part)).Bind(1, fromMs).Bind(2, toMs).Query();
}
