using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>
/// Finds the largest orders of a span without reading its events. A cell whose largest order is smaller than those of
/// enough other cells holds none of them: of a week few hours, of these few minutes, and of these few events are read.
/// </summary>
internal sealed class TopOrdersQuery(Database database, InstrumentCatalog names, LiquidationFilter filter, int count)
{
    private const string LargeEvents = $"{BucketSql.Events} AND l.usd_micro >= ?3";

    private static readonly Comparer<Entry> Largest =
        Comparer<Entry>.Create((one, other) => LargestFirst.Compare(one.Cell, other.Cell));

    private readonly SeriesFilter _series = new(filter);

    internal List<RankedOrder> Run()
    {
        var rawFromMs = database.Scalar("SELECT raw_from_ms FROM state") ?? 0;
        List<Entry> hours = [], minutes = [], orders = [];
        foreach (var (part, from, to) in SpanParts.Of(filter.FromMs, filter.ToMs, SpanPart.Hours))
        {
            var cells = part switch { SpanPart.Hours => hours, SpanPart.Minutes => minutes, _ => orders };
            Read(database.Prepare(BucketSql.Of(part)).Bind(1, from).Bind(2, to), cells);
        }

        foreach (var hour in Reaching(hours, out _))
        {
            for (var start = hour.Cell.StartMs; start < hour.Cell.StartMs + UnixTime.HourMs; start += UnixTime.MinuteMs)
                Read(database.Prepare(BucketSql.MinuteOfSeries).Bind(1, start).Bind(2, hour.Series), minutes, hour);
        }

        foreach (var minute in Reaching(minutes, out var least))
        {
            // Past their retention, of a minute's orders only the largest is still known.
            if (minute.Cell.StartMs < rawFromMs)
                orders.Add(minute);
            else
                Read(database.Prepare(LargeEvents).Bind(1, minute.Cell.StartMs).Bind(2, minute.Cell.StartMs + UnixTime.MinuteMs).Bind(3, least), orders, minute);
        }

        orders.Sort(Largest);
        return [.. orders.Take(count).Select(order => Ranked(order.Cell))];
    }

    /// <summary>The cells that may hold one of the largest orders, and how large these are at least.</summary>
    private List<Entry> Reaching(List<Entry> cells, out long leastMicroUsd)
    {
        var largest = new PriorityQueue<long, long>();
        foreach (var cell in cells)
        {
            if (largest.Count < count)
                largest.Enqueue(cell.Cell.LargestMicroUsd, cell.Cell.LargestMicroUsd);
            else
                largest.EnqueueDequeue(cell.Cell.LargestMicroUsd, cell.Cell.LargestMicroUsd);
        }

        var least = leastMicroUsd = largest.Count < count ? 0 : largest.Peek();
        return cells.FindAll(cell => cell.Cell.LargestMicroUsd >= least);
    }

    private void Read(Statement query, List<Entry> cells, Entry? within = null)
    {
        using var rows = query.Query();
        while (rows.Step())
        {
            if (within is { } cell ? rows.Series() == cell.Series && rows.Side() == cell.Cell.Side : _series.Includes(names.Series(rows.Series())))
                cells.Add(new Entry(rows.Series(), BucketSql.Read(rows, names)));
        }
    }

    private static RankedOrder Ranked(Bucket cell) => new(cell.Asset, new LargestOrder(
        cell.Venue, cell.LargestSymbol, cell.Side, cell.LargestMicroUsd, cell.LargestPrice, cell.LargestTimeMs));

    private readonly record struct Entry(int Series, Bucket Cell);
}

/// <summary>One of the largest orders of a span.</summary>
/// <param name="Asset">Normalised asset.</param>
/// <param name="Order">The order.</param>
public sealed record RankedOrder(string Asset, LargestOrder Order);
