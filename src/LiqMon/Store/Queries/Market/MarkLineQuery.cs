using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>The mark prices of one contract, cell by cell of the raster.</summary>
internal sealed class MarkLineQuery(Database database, InstrumentCatalog names)
{
    internal List<MarkPoint> Run(ContractKey contract, long fromMs, long toMs)
    {
        var versions = names.VersionsOf(contract).Select(version => version.Id).ToList();
        var points = new List<MarkPoint>();
        var samples = new SampleReader(database);
        for (var cell = UnixTime.Minute(fromMs); cell < toMs; cell += UnixTime.MinuteMs)
        {
            foreach (var id in versions)
            {
                if (samples.At(SampleRows.MarkPriceKind, cell, id) is { First: { } mark, TimeMs: var timeMs } && timeMs >= fromMs && timeMs < toMs)
                    points.Add(new MarkPoint(timeMs, mark));
            }
        }

        return points;
    }
}

/// <summary>A mark price at a moment.</summary>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Mark">In the contract's quote currency.</param>
public readonly record struct MarkPoint(long TimeMs, double Mark);
