using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Reads the sums from which rolling windows are kept and rebuilt, on a connection of its own.</summary>
internal sealed class RollupReader(Database database) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Names _names = new(database);

    internal List<Instrument> Instruments() => Read(() => StoredInstruments.Newest(database));

    internal List<WindowCell> Minute(long startMs) => Read(() =>
    {
        var cells = new List<WindowCell>();
        using var rows = Query(SpanPart.Minutes, startMs, startMs + 1);
        while (rows.Step())
            cells.Add(CellRows.Read(rows, _names));
        return cells;
    });

    internal List<WindowCell> Seconds(long fromMs, long toMs) => Read(() =>
    {
        var cells = new List<WindowCell>();
        var sums = new CellSums(_names);
        var second = long.MinValue;
        using var rows = Query(SpanPart.Events, fromMs, toMs);
        while (rows.Step())
        {
            var start = Span.Floor(rows.Start(), Span.SecondMs);
            if (start != second)
                sums.MoveTo(cells, second);
            second = start;
            sums.Add(rows);
        }

        sums.MoveTo(cells, second);
        return cells;
    });

    internal List<WindowCell> Sums(long fromMs, long toMs)
    {
        RequireMinutes(fromMs, toMs);
        return Read(() =>
        {
            var cells = new List<WindowCell>();
            var sums = new CellSums(_names);
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

    internal List<WindowCell> LargestChain(long fromMs, long toMs)
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
        if (Span.Minute(fromMs) != fromMs || Span.Minute(toMs) != toMs)
            throw new ArgumentException("Both ends must be whole minutes.", nameof(fromMs));
    }

    private T Read<T>(Func<T> work)
    {
        lock (_gate)
        {
            return database.Snapshot(work);
        }
    }

    private Statement.Rows Query(SpanPart part, long fromMs, long toMs) =>
        database.Prepare(CellRows.Of(part)).Bind(1, fromMs).Bind(2, toMs).Query();
}
