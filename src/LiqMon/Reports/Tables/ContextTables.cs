using LiqMon.Text;

namespace LiqMon.Reports.Tables;

/// <summary>The tables of what surrounds the liquidations.</summary>
internal static class ContextTables
{
    // What levels of a price and of a market cap have in common.
    private static readonly ReportTables.Cell<LevelRow>[] AtLevel =
    [
        new("distance", "away", CellKind.Change, row => row.Distance),
        new("above", "last close", CellKind.Text, row => row.Above ? "above" : "below"),
        new("crossed", "crossed (UTC)", CellKind.Moment, row => row.Crossed),
        new("crossed_in_span", "in this span", CellKind.Text, row => YesNo(row.CrossedInSpan)),
        new("closes", "closes since", CellKind.Count, row => row.Closes),
        new("role", "now", CellKind.Text, row => row.Role is { } role ? EnumNames.Of(role) : null),
        new("first_time_since", "first time since (UTC)", CellKind.Moment, row => row.FirstTimeSince),
    ];

    internal static IEnumerable<ReportTable> Of(WeeklyReport report) => [Averages(report), Levels(report), Market(report), Milestones(report)];

    private static ReportTable Averages(WeeklyReport report) => ReportTables.Table(
        "averages", "Against the 50-day average", report.Averages,
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("symbol", "symbol", CellKind.Text, row => row.Symbol),
        new("price", "price", CellKind.Price, row => row.Price),
        new("mean", "average", CellKind.Price, row => row.Mean),
        new("deviation", "deviation", CellKind.Price, row => row.Deviation),
        new("score", "deviations above", CellKind.AmountChange, row => row.Score),
        new("state", "state", CellKind.Text, row => EnumNames.Of(row.State).Replace('_', ' ')));

    private static ReportTable Levels(WeeklyReport report) => ReportTables.Table(
        "levels", "Levels", report.Levels,
        [new("level", "level", CellKind.Price, row => row.Level), new("own", "own", CellKind.Text, row => YesNo(row.Own)), .. AtLevel]);

    private static ReportTable Milestones(WeeklyReport report) => ReportTables.Table(
        "milestones", "Milestones of market caps", report.Milestones,
        [new("of", "of", CellKind.Text, row => row.Of.Replace('_', ' ')), new("level_usd", "level", CellKind.Usd, row => row.Level), .. AtLevel]);

    private static ReportTable Market(WeeklyReport report) => ReportTables.Table(
        "market", "Premium and market cap", report.Market,
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("spot_premium_bps", "spot premium, bps", CellKind.AmountChange, row => row.SpotPremiumBps),
        new("basis_bps", "basis, bps", CellKind.AmountChange, row => row.BasisBps),
        new("market_cap_usd", "market cap", CellKind.Usd, row => row.MarketCapUsd),
        new("supply", "coins", CellKind.Amount, row => row.Supply),
        new("open_interest_share", "open interest of it", CellKind.Share, row => row.OpenInterestShare),
        new("all_coins_usd", "all coins", CellKind.Usd, row => row.AllCoinsUsd),
        new("btc_dominance", "bitcoin of them", CellKind.Share, row => row.BtcDominance));

    private static string YesNo(bool value) => value ? "yes" : "no";
}
