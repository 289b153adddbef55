using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Reports.Tables;

/// <summary>The table of what followed the cascades of the lead asset, beside random times of equal volatility.</summary>
internal static class AftermathTable
{
    internal static IEnumerable<ReportTable> Of(WeeklyReport report)
    {
        if (report.Aftermath is not { } aftermath)
            yield break;
        yield return ReportTables.Table(
            "aftermath", $"After the cascades of {aftermath.Asset}, {ReportAftermath.Days} days", new Section<Row>([.. Rows(aftermath)], null),
            new("side", "cascade of", CellKind.Text, row => EnumNames.Of(row.Side.Side) + "s"),
            new("after", "after", CellKind.Text, row => row.At is { } at ? LengthText.Of(at.Seconds * 1_000) : null),
            new("cascades", "cascades", CellKind.Count, row => row.At?.After.Count ?? row.Side.Cascades),
            new("median", "median", CellKind.Change, row => row.At?.After.Median),
            new("lower_quartile", "quarter below", CellKind.Change, row => row.At?.After.LowerQuartile),
            new("upper_quartile", "quarter above", CellKind.Change, row => row.At?.After.UpperQuartile),
            new("share_up", "up", CellKind.Share, row => row.At?.After.ShareUp),
            new("random_median", "random times: median", CellKind.Change, row => row.At?.Random.Median),
            new("random_share_up", "random times: up", CellKind.Share, row => row.At?.Random.ShareUp),
            new("verdict", "verdict", CellKind.Text, row => row.At is { } at ? at.Differs ? "differs from random times" : "no different from random times" : row.Side.Verdict));
    }

    private static IEnumerable<Row> Rows(CascadeAftermathResult aftermath) => aftermath.Sides.SelectMany(side =>
        side.Horizons.Count == 0 ? [new Row(side, null)] : side.Horizons.Select(at => new Row(side, at)));

    /// <summary>One length after the cascades of one side.</summary>
    /// <param name="Side">The side.</param>
    /// <param name="At">What followed; null where too little is known.</param>
    private sealed record Row(AftermathSide Side, AftermathHorizon? At);
}
