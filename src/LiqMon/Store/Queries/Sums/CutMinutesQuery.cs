using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>Adds up the events of the minutes that a span cuts; their stored sums also hold what lies outside.</summary>
internal sealed class CutMinutesQuery(Database database, InstrumentCatalog names, LiquidationFilter filter)
{
    internal List<Bucket> Run()
    {
        var series = new SeriesFilter(filter);
        var cells = new List<Bucket>();
        var sums = new BucketSums(names);
        var minute = long.MinValue;
        using var rows = database.Prepare(BucketSql.Events).Bind(1, filter.FromMs).Bind(2, filter.ToMs).Query();
        while (rows.Step())
        {
            if (!series.Includes(names.Series(rows.Series())))
                continue;
            var start = UnixTime.Minute(rows.Start());
            if (start != minute)
                sums.MoveTo(cells, minute);
            minute = start;
            sums.Add(rows);
        }

        sums.MoveTo(cells, minute);
        return cells;
    }
}
