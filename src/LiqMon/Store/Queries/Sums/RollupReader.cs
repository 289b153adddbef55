using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Reads the sums from which rolling windows are kept and rebuilt, on a connection of its own.</summary>
internal sealed class RollupReader(Database database) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly InstrumentCatalog _names = new(database);

    internal List<Instrument> Instruments() => Read(() => StoredInstruments.Newest(database));

    internal Dictionary<string, long> CoveredUntil() => Read(() =>
    {
        var until = new Dictionary<string, long>(StringComparer.Ordinal);
        using var rows = database.Prepare("SELECT venue, max(to_ms) FROM covered_span GROUP BY venue").Query();
        while (rows.Step())
            until[rows.Text(0)] = rows.Integer(1);
        return until;
    });

    internal List<Bucket> Minute(long startMs) => Read(() =>
    {
        var cells = new List<Bucket>();
        using var rows = Query(SpanPart.Minutes, startMs, startMs + 1);
        while (rows.Step())
            cells.Add(BucketSql.Read(rows, _names));
        return cells;
    });

    /// <summary>Hands out the sums of each second one after the other: a day of busy seconds would fill hundreds of megabytes.</summary>
    internal void Seconds(long fromMs, long toMs, Action<Bucket> take, CancellationToken cancellation) => Read(() =>
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

    internal List<Bucket> Sums(long fromMs, long toMs)
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

    internal List<Bucket> LargestChain(long fromMs, long toMs)
    {
        RequireMinutes(fromMs, toMs);
        return Read(() => new LargestChain(database, _names).Find(fromMs, toMs));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            database.Dispose();
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
            return database.Snapshot(work, cancellation);
        }
    }

    private Statement.Rows Query(SpanPart part, long fromMs, long toMs) =>
        database.Prepare(BucketSql.Of(part)).Bind(1, fromMs).Bind(2, toMs).Query();
}
