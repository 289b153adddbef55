using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Reports.Tables;

/// <summary>The tables of a report, in the order in which they are read.</summary>
public static class ReportTables
{
    /// <summary>All tables.</summary>
    public static IReadOnlyList<ReportTable> Of(WeeklyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            Summary(report),
            .. EstimateTable.Of(report),
            Coverage(report),
            Days(report),
            Venues(report),
            VenueDays(report),
            Assets(report),
            Orders(report),
            Cascades(report),
            .. AftermathTable.Of(report),
            .. CaughtTable.Of(report),
            OpenInterestByVenue(report),
            OpenInterestByAsset(report),
            Funding(report),
            Prices(report),
            .. ContextTables.Of(report),
            Hours(report),
            Data(report),
        ];
    }

    private static ReportTable Summary(WeeklyReport report)
    {
        var headline = report.Headline;
        var known = headline.Covered > 0 || headline.LongOrders + headline.ShortOrders > 0;
        return Table(
            "summary", "Totals", new Section<ReportHeadline>([headline], null),
            new("total_usd", "total", CellKind.Usd, row => Known(known, row.TotalUsd)),
            new("short_usd", "shorts", CellKind.Usd, row => Known(known, row.ShortUsd)),
            new("long_usd", "longs", CellKind.Usd, row => Known(known, row.LongUsd)),
            new("short_minus_long_usd", "shorts minus longs", CellKind.UsdChange, row => Known(known, row.ShortMinusLongUsd)),
            new("short_share", "shorts %", CellKind.Share, row => row.ShortShare),
            new("short_orders", "short orders", CellKind.Count, row => Known(known, row.ShortOrders)),
            new("long_orders", "long orders", CellKind.Count, row => Known(known, row.LongOrders)),
            new("floor", "floor", CellKind.Text, row => row.Floor ? "yes" : "no"),
            new("covered", "covered", CellKind.Coverage, row => row.Covered),
            new("deficits", "missing", CellKind.Text, row => string.Join("; ", DeficitText.Of(row.Deficits))),
            new("simulated", "simulated", CellKind.Text, _ => report.Simulated ? "yes" : "no"),
            new("previous_total_usd", "week before", CellKind.Usd, row => row.PreviousTotalUsd),
            new("week_on_week", "change", CellKind.Change, row => row.WeekOnWeek),
            new("rank", "rank", CellKind.Count, row => row.Rank),
            new("ranked_weeks", "of weeks", CellKind.Count, row => row.RankedWeeks));
    }

    private static ReportTable Coverage(WeeklyReport report) => Table(
        "coverage", "How complete it is", report.Coverage,
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("coverage", "covered", CellKind.Coverage, row => row.Share),
        new("missing_hours", "hours missing", CellKind.Amount, row => row.MissingHours),
        new("reasons", "because", CellKind.Text, row => row.Reasons.Replace('_', ' ')),
        new("class", "class", CellKind.Text, row => EnumNames.Of(row.Class)),
        new("publishes", "the venue publishes", CellKind.Text, row => row.Publishes));

    private static ReportTable Days(WeeklyReport report) => Table(
        "days", "Day by day", report.Days,
        new("day", "day (UTC)", CellKind.Day, row => row.Day),
        new("short_usd", "shorts", CellKind.Usd, row => Known(row.IsKnown, row.ShortUsd)),
        new("long_usd", "longs", CellKind.Usd, row => Known(row.IsKnown, row.LongUsd)),
        new("short_minus_long_usd", "shorts − longs", CellKind.UsdChange, row => Known(row.IsKnown, row.ShortMinusLongUsd)),
        new("total_usd", "total", CellKind.Usd, row => Known(row.IsKnown, row.TotalUsd)),
        new("short_share", "shorts %", CellKind.Share, row => row.ShortShare),
        new("short_orders", "short orders", CellKind.Count, row => Known(row.IsKnown, row.ShortOrders)),
        new("long_orders", "long orders", CellKind.Count, row => Known(row.IsKnown, row.LongOrders)),
        new("coverage", "covered", CellKind.Coverage, row => row.Coverage));

    private static ReportTable Venues(WeeklyReport report) => Table(
        "venues", "By venue", report.Venues,
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("share", "of total", CellKind.Share, row => Known(row.IsKnown, row.Share)),
        new("short_usd", "shorts", CellKind.Usd, row => Known(row.IsKnown, row.ShortUsd)),
        new("long_usd", "longs", CellKind.Usd, row => Known(row.IsKnown, row.LongUsd)),
        new("short_minus_long_usd", "shorts − longs", CellKind.UsdChange, row => Known(row.IsKnown, row.ShortMinusLongUsd)),
        new("total_usd", "total", CellKind.Usd, row => Known(row.IsKnown, row.TotalUsd)),
        new("long_share", "longs %", CellKind.Share, row => row.LongShare),
        new("orders", "orders", CellKind.Count, row => Known(row.IsKnown, row.Orders)),
        new("class", "class", CellKind.Text, row => EnumNames.Of(row.Class)),
        new("coverage", "covered", CellKind.Coverage, row => row.Coverage),
        new("floor", "floor", CellKind.Text, row => row.Floor ? "yes" : "no"));

    private static ReportTable VenueDays(WeeklyReport report) => Table(
        "venue_days", "By venue and day", report.VenueDays,
        new("day", "day (UTC)", CellKind.Day, row => row.Day),
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("short_usd", "shorts", CellKind.Usd, row => row.ShortUsd),
        new("long_usd", "longs", CellKind.Usd, row => row.LongUsd));

    private static ReportTable Assets(WeeklyReport report) => Table(
        "assets", "The most liquidated assets", report.Assets,
        new("rank", "#", CellKind.Count, row => row.Rank),
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("share", "of total", CellKind.Share, row => row.Share),
        new("short_usd", "shorts", CellKind.Usd, row => row.ShortUsd),
        new("long_usd", "longs", CellKind.Usd, row => row.LongUsd),
        new("short_minus_long_usd", "shorts − longs", CellKind.UsdChange, row => row.ShortMinusLongUsd),
        new("total_usd", "total", CellKind.Usd, row => row.TotalUsd),
        new("short_share", "shorts %", CellKind.Share, row => row.ShortShare),
        new("orders", "orders", CellKind.Count, row => row.Orders),
        new("largest_usd", "largest", CellKind.Usd, row => row.LargestUsd));

    private static ReportTable Orders(WeeklyReport report) => Table(
        "orders", "The largest orders", report.Orders,
        new("rank", "#", CellKind.Count, row => row.Rank),
        new("time", "time (UTC)", CellKind.Time, row => row.Time),
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("symbol", "symbol", CellKind.Text, row => row.Symbol),
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("side", "side", CellKind.Text, row => EnumNames.Of(row.Side)),
        new("usd", "usd", CellKind.Usd, row => row.Usd),
        new("price", "price", CellKind.Price, row => row.Price));

    private static ReportTable Cascades(WeeklyReport report) => Table(
        "cascades", "Cascades", report.Cascades,
        new("start", "start (UTC)", CellKind.Time, row => row.Start),
        new("end", "end (UTC)", CellKind.Time, row => row.End),
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("side", "side", CellKind.Text, row => EnumNames.Of(row.Side)),
        new("usd", "usd", CellKind.Usd, row => row.Usd),
        new("peak_minute_usd", "peak minute", CellKind.Usd, row => row.PeakMinuteUsd),
        new("multiple", "× normal", CellKind.Multiple, row => row.Multiple),
        new("price_change", "price", CellKind.Change, row => row.PriceChange),
        new("oi_change", "open interest", CellKind.Change, row => row.OiChange),
        new("coverage", "covered", CellKind.Coverage, row => row.Coverage));

    private static ReportTable OpenInterestByVenue(WeeklyReport report) => Table(
        "open_interest_by_venue", "Open interest by venue", report.OpenInterestByVenue,
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("usd", "usd", CellKind.Usd, row => row.Usd),
        new("usd_change", "change", CellKind.UsdChange, row => row.UsdChange),
        new("change", "change %", CellKind.Change, row => row.Change),
        new("coin", "coins", CellKind.Amount, row => row.Coin),
        new("coin_change", "coins changed", CellKind.AmountChange, row => row.CoinChange),
        new("contracts", "contracts", CellKind.Count, row => row.Contracts));

    private static ReportTable OpenInterestByAsset(WeeklyReport report) => Table(
        "open_interest_by_asset", "Open interest by asset", report.OpenInterestByAsset,
        new("rank", "#", CellKind.Count, row => row.Rank),
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("usd", "usd", CellKind.Usd, row => row.Usd),
        new("usd_change", "change", CellKind.UsdChange, row => row.UsdChange),
        new("change", "change %", CellKind.Change, row => row.Change),
        new("coin", "coins", CellKind.Amount, row => row.Coin),
        new("coin_change", "coins changed", CellKind.AmountChange, row => row.CoinChange));

    private static ReportTable Funding(WeeklyReport report) => Table(
        "funding", "Funding", report.Funding,
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("contracts", "contracts", CellKind.Count, row => row.Contracts),
        new("mean", "mean", CellKind.Rate, row => row.Mean),
        new("least", "least", CellKind.Rate, row => row.Least),
        new("most", "most", CellKind.Rate, row => row.Most),
        new("annualised", "a year", CellKind.Change, row => row.Annualised));

    private static ReportTable Prices(WeeklyReport report) => Table(
        "prices", "Prices", report.Prices,
        new("asset", "asset", CellKind.Text, row => row.Asset),
        new("venue", "venue", CellKind.Text, row => row.Venue),
        new("symbol", "symbol", CellKind.Text, row => row.Symbol),
        new("open", "open", CellKind.Price, row => row.Open),
        new("high", "high", CellKind.Price, row => row.High),
        new("low", "low", CellKind.Price, row => row.Low),
        new("close", "close", CellKind.Price, row => row.Close),
        new("change", "change", CellKind.Change, row => row.Change));

    private static ReportTable Hours(WeeklyReport report) => Table(
        "hours", "Hour by hour", report.Hours,
        new("hour", "hour (UTC)", CellKind.Time, row => row.Hour),
        new("short_usd", "shorts", CellKind.Usd, row => Known(row.IsKnown, row.ShortUsd)),
        new("long_usd", "longs", CellKind.Usd, row => Known(row.IsKnown, row.LongUsd)),
        new("short_orders", "short orders", CellKind.Count, row => Known(row.IsKnown, row.ShortOrders)),
        new("long_orders", "long orders", CellKind.Count, row => Known(row.IsKnown, row.LongOrders)),
        new("coverage", "covered", CellKind.Coverage, row => row.Coverage),
        new("watched", "watched", CellKind.Text, row => row.Watched ? "yes" : "no"));

    private static ReportTable Data(WeeklyReport report) => Table(
        "data", "What it was made of", new Section<DataHash>(report.Appendix.Hashes, null),
        new("data", "data", CellKind.Text, row => row.Data.Replace('_', ' ')),
        new("rows", "rows", CellKind.Count, row => row.Rows),
        new("sha256", "SHA-256", CellKind.Text, row => row.Sha256),
        new("line", "of lines", CellKind.Text, row => row.Line));

    // Nothing that was watched and nothing that was found is not zero.
    private static object? Known(bool isKnown, object? number) => isKnown ? number : null;

    internal static ReportTable Table<T>(string id, string title, Section<T> section, params IReadOnlyList<Cell<T>> columns) => new(
        id,
        title,
        [.. columns.Select(column => new ReportColumn(column.Name, column.Title, column.Kind))],
        [.. section.Rows.Select(row => columns.Select(column => column.Value(row)).ToList())],
        section.Note);

    internal sealed record Cell<T>(string Name, string Title, CellKind Kind, Func<T, object?> Value);
}
