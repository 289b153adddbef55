using LiqMon.Windows;

namespace LiqMon.Store;

/// <summary>
/// The sums of a span by hour, venue, asset and side, in an order that does not depend on what was stored first: two
/// stores that hold the same liquidations give the same.
/// </summary>
internal sealed class HourlyBuckets(Database database, InstrumentCatalog names, LiquidationFilter filter)
{
    internal IEnumerable<Bucket> Run()
    {
        var series = new SeriesFilter(filter);
        for (var hour = UnixTime.Hour(filter.FromMs); hour < filter.ToMs; hour += UnixTime.HourMs)
        {
            var cells = new List<Bucket>();
            var sums = new BucketSums(names);
            foreach (var (part, from, to) in SpanParts.Of(Math.Max(hour, filter.FromMs), Math.Min(hour + UnixTime.HourMs, filter.ToMs), SpanPart.Hours))
            {
                using var rows = database.Prepare(BucketSql.Of(part)).Bind(1, from).Bind(2, to).Query();
                while (rows.Step())
                {
                    if (series.Includes(names.Series(rows.Series())))
                        sums.Add(rows);
                }
            }

            sums.MoveTo(cells, hour);
            foreach (var cell in cells.OrderBy(c => c.Venue, StringComparer.Ordinal).ThenBy(c => c.Asset, StringComparer.Ordinal)
                .ThenBy(c => c.AssetClass).ThenBy(c => c.Side))
                yield return cell;
        }
    }
}
