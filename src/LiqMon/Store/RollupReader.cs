using System.Runtime.InteropServices;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Reads the sums from which rolling windows are kept and rebuilt, on a connection of its own.</summary>
internal sealed class RollupReader(Database database) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Names _names = new(database);

    internal List<Instrument> Instruments()
    {
        lock (_gate)
        {
            return database.Snapshot(() => StoredInstruments.Newest(database));
        }
    }

    internal List<WindowCell> Minute(long startMs)
    {
        lock (_gate)
        {
            return database.Snapshot(() =>
            {
                var cells = new List<WindowCell>();
                Each(CellRows.Minutes, startMs, startMs + 1, cells.Add);
                return cells;
            });
        }
    }

    internal List<WindowCell> Seconds(long fromMs, long toMs)
    {
        lock (_gate)
        {
            return database.Snapshot(() =>
            {
                var cells = new List<WindowCell>();
                var second = new Dictionary<(string, string, AssetClass, LiquidatedSide), WindowCell>();
                var start = long.MinValue;
                Each(CellRows.Events, fromMs, toMs, cell =>
                {
                    var at = Span.Floor(cell.StartMs, Span.SecondMs);
                    if (at != start)
                    {
                        cells.AddRange(second.Values);
                        second.Clear();
                        start = at;
                    }

                    Add(second, cell with { StartMs = at });
                });
                cells.AddRange(second.Values);
                return cells;
            });
        }
    }

    internal List<WindowCell> Sums(long fromMs, long toMs)
    {
        lock (_gate)
        {
            return database.Snapshot(() =>
            {
                var sums = new Dictionary<(string, string, AssetClass, LiquidatedSide), WindowCell>();
                foreach (var (part, from, to) in SpanParts.Of(fromMs, toMs))
                {
                    var sql = part switch
                    {
                        SpanPart.Hours => CellRows.Hours,
                        SpanPart.Minutes => CellRows.Minutes,
                        _ => throw new ArgumentException("Both ends must be whole minutes.", nameof(fromMs)),
                    };
                    Each(sql, from, to, cell => Add(sums, cell with { StartMs = fromMs }));
                }

                return sums.Values.ToList();
            });
        }
    }

    internal List<WindowCell> LargestChain(long fromMs, long toMs)
    {
        lock (_gate)
        {
            return database.Snapshot(() => new LargestChain(database, _names).Find(fromMs, toMs));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            database.Dispose();
        }
    }

    private static void Add(Dictionary<(string, string, AssetClass, LiquidatedSide), WindowCell> cells, in WindowCell added)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(
            cells, (added.Venue, added.Asset, added.AssetClass, added.Side), out var exists);
        cell = exists ? cell.Plus(added) : added;
    }

    private void Each(string sql, long fromMs, long toMs, Action<WindowCell> take)
    {
        using var rows = database.Prepare(sql).Bind(1, fromMs).Bind(2, toMs).Query();
        while (rows.Step())
            take(CellRows.Read(rows, _names));
    }
}
