using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>The mark prices of one contract, cell by cell of the raster: as many searches as minutes.</summary>
internal sealed class MarkLineQuery(Database database, InstrumentCatalog names)
{
    private const string OfCell = "SELECT time_ms, mark FROM mark_price WHERE grid_ms = ?1 AND instrument_id = ?2 AND mark IS NOT NULL";

    internal List<MarkPoint> Run(ContractKey contract, long fromMs, long toMs)
    {
        var versions = names.VersionsOf(contract).Select(version => version.Id).ToList();
        var points = new List<MarkPoint>();
        var query = database.Prepare(OfCell);
        for (var cell = UnixTime.Minute(fromMs); cell < toMs; cell += UnixTime.MinuteMs)
        {
            foreach (var id in versions)
            {
                using var rows = query.Bind(1, cell).Bind(2, id).Query();
                if (rows.Step() && rows.Integer(0) >= fromMs && rows.Integer(0) < toMs)
                    points.Add(new MarkPoint(rows.Integer(0), rows.Real(1)));
            }
        }

        return points;
    }
}

/// <summary>A mark price at a moment.</summary>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Mark">In the contract's quote currency.</param>
public readonly record struct MarkPoint(long TimeMs, double Mark);
