using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>What samples of open interest and prices weigh.</summary>
/// <param name="DayBytes">Bytes of the newest day that is packed, its last 24 hours.</param>
/// <param name="Contracts">How many contracts were sampled in the newest packed hour.</param>
/// <param name="Hours">How many hours are packed.</param>
/// <param name="Damaged">How many blocks cannot be read.</param>
/// <param name="RowsFromMs">Since when samples wait to be packed, Unix milliseconds; null when none do.</param>
/// <param name="FreeBytes">Bytes of the file that are free and used again.</param>
public sealed record SampleWeight(long DayBytes, int Contracts, int Hours, long Damaged, long? RowsFromMs, long FreeBytes);

/// <summary>Weighs samples, and looks whether all of them can be read.</summary>
internal sealed class SampleWeightQuery(Database database)
{
    // Key, header and pointer of a row.
    private const int RowBytes = 16;
    private const int HoursOfADay = 24;

    private readonly BlockTable _blocks = new(database);

    internal SampleWeight Run()
    {
        var (dayBytes, contracts, hours, damaged) = (0L, 0, 0, 0L);
        for (var hour = _blocks.LastHour(long.MaxValue); hour is { } hourMs; hour = _blocks.LastHour(hourMs), hours++)
        {
            var (blocks, bytes) = (0, 0L);
            _blocks.Each(hourMs, 0, SampleParts.Cells, (_, _) =>
            {
                blocks++;
                bytes += _blocks.Length + RowBytes;
                damaged += _blocks.IsDamaged ? 1 : 0;
                return true;
            });
            contracts = hours == 0 ? blocks : contracts;
            dayBytes += hours < HoursOfADay ? bytes : 0;
        }

        long?[] rows = [new SampleTable(database, SampleRows.OpenInterestKind).FirstFrom(long.MinValue), new SampleTable(database, SampleRows.MarkPriceKind).FirstFrom(long.MinValue)];
        var free = (database.Scalar("PRAGMA freelist_count") ?? 0) * (database.Scalar("PRAGMA page_size") ?? 0);
        // Of less than a day its share.
        return new(hours is > 0 and < HoursOfADay ? dayBytes * HoursOfADay / hours : dayBytes, contracts, hours, damaged, rows.Min(), free);
    }
}
