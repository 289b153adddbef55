using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Reports;

/// <summary>What followed the cascades of the lead asset up to the end of a report.</summary>
internal static class ReportAftermath
{
    /// <summary>How far back cascades are looked at; as far as prices are kept by the minute.</summary>
    internal const int Days = 30;

    /// <summary>What followed; null where no side has enough cascades. Nothing of after the report's end is looked at.</summary>
    internal static CascadeAftermathResult? Of(StoreReader reader, string asset, long toMs)
    {
        var fromMs = toMs - (long)TimeSpan.FromDays(Days).TotalMilliseconds;
        var found = CascadeAftermathBuilder.Of(
            new SpanQuery
            {
                Filter = new LiquidationFilter { Assets = [asset], FromMs = fromMs, ToMs = toMs },
                DisplayFromMs = fromMs,
                DisplayToMs = toMs,
                NowMs = toMs,
            },
            reader);
        return found.Sides.Any(side => side.Horizons.Count > 0) ? found : null;
    }
}
