using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Turns samples of open interest into answers.</summary>
public static class OpenInterestResultBuilder
{
    /// <summary>The answer for the newest samples of each contract.</summary>
    public static OpenInterestResult Of(SpanQuery question, IReadOnlyList<OpenInterestRow> rows)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(rows);
        var groups = rows
            .GroupBy(row => question.By == Grouping.Venue ? row.Venue : row.Asset, StringComparer.Ordinal)
            .Select(group => Total(group.Key, [.. group]))
            .OrderByDescending(total => total.Usd)
            .ThenBy(total => total.Group, StringComparer.Ordinal);
        return new OpenInterestResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            Totals = [.. groups],
            Instruments =
            [
                .. rows.Select(Instrument)
                    .OrderByDescending(i => i.Usd ?? -1)
                    .ThenBy(i => i.Venue, StringComparer.Ordinal)
                    .ThenBy(i => i.Symbol, StringComparer.Ordinal),
            ],
        };
    }

    private static OpenInterestTotal Total(string group, IReadOnlyList<OpenInterestRow> rows)
    {
        var oneAsset = rows.All(row => row.Asset == rows[0].Asset);
        return new OpenInterestTotal
        {
            Group = group,
            Usd = rows.Sum(row => Finite(row.Usd) ?? 0),
            Base = oneAsset ? SumOrNull(rows.Select(row => Finite(row.Base))) : null,
            UsdChange = SumOrNull(rows.Select(row => Change(row.Usd, row.UsdAtStart))),
            BaseChange = oneAsset ? SumOrNull(rows.Select(row => Change(row.Base, row.BaseAtStart))) : null,
            UsdStart = SumOrNull(rows.Select(row => Change(row.Usd, row.UsdAtStart) is null ? null : Finite(row.UsdAtStart))),
            BaseStart = oneAsset ? SumOrNull(rows.Select(row => Change(row.Base, row.BaseAtStart) is null ? null : Finite(row.BaseAtStart))) : null,
            Instruments = rows.Count,
            Unpriced = rows.Count(row => Finite(row.Usd) is null),
        };
    }

    private static OpenInterestInstrument Instrument(OpenInterestRow row) => new()
    {
        Venue = row.Venue,
        Symbol = row.Symbol,
        Asset = row.Asset,
        Margin = row.Margin,
        Time = Timestamps.FromUnixMs(row.TimeMs),
        Usd = Finite(row.Usd),
        Base = Finite(row.Base),
        Contracts = Finite(row.Contracts),
        UsdChange = Change(row.Usd, row.UsdAtStart),
        BaseChange = Change(row.Base, row.BaseAtStart),
        Mark = Finite(row.Mark),
        Index = Finite(row.Index),
        FundingRate = Finite(row.FundingRate),
    };

    private static double? Change(double? now, double? start) =>
        Finite(now) is { } end && Finite(start) is { } begin ? end - begin : null;

    private static double? SumOrNull(IEnumerable<double?> values)
    {
        double? sum = null;
        foreach (var value in values)
            sum = value is null ? sum : (sum ?? 0) + value;
        return sum;
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
