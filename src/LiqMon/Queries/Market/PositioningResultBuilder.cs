using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>Puts together what is held in futures on an asset, and what it costs to hold it.</summary>
internal sealed class PositioningResultBuilder(StoreReader reader, string asset, long nowMs, List<MissingValue> absent)
{
    private const long HourMs = 3_600_000;
    private const double EightHoursMs = 8 * HourMs;

    /// <summary>Long enough to have seen two payments of those that are paid every eight hours.</summary>
    private const long PaymentsMs = 10 * HourMs;

    /// <summary>Of all contracts with a sample in the last hour.</summary>
    /// <param name="open">The contracts.</param>
    /// <param name="cap">Market capitalisation; null when it is not known.</param>
    internal PositioningResult? Of(IReadOnlyList<OpenInterestRow> open, MarketCapResult? cap)
    {
        var valued = open.Where(row => row.Usd is > 0 and var usd && double.IsFinite(usd)).ToList();
        if (valued.Count == 0)
        {
            absent.Add(new MissingValue("positioning", "no open interest in the last hour is stored"));
            return null;
        }

        var total = valued.Sum(row => row.Usd!.Value);
        var coins = valued.Where(row => row.Base is { } amount && double.IsFinite(amount)).Sum(row => row.Base!.Value);
        var (funding, funded) = Funding(valued);
        var basis = Weighted(valued, row => row is { FundingRate: not null, Mark: > 0, Index: > 0 } ? (row.Mark / row.Index - 1) * 10_000 : null).Mean;
        return new PositioningResult(
            Math.Round(total, 2), coins > 0 ? Math.Round(coins, 6) : null, valued.Count, Round(funding, 8), funded, Round(basis, 3),
            cap is null ? null : Math.Round(total / cap.Usd, 6));
    }

    private (double? Mean, int Contracts) Funding(List<OpenInterestRow> valued)
    {
        var intervals = reader.Market.Funding(new LiquidationFilter { Assets = [asset], FromMs = nowMs - PaymentsMs, ToMs = nowMs + 1, IncludeTraditional = true })
            .ToDictionary(row => row.Key, row => row.IntervalMs);
        var funding = Weighted(valued, row =>
            intervals.GetValueOrDefault(row.Key) is { } intervalMs ? row.FundingRate * EightHoursMs / intervalMs : null);
        if (funding.Contracts == 0)
            absent.Add(new MissingValue("funding", "of no contract two payments were seen, so that it is not known how often they come"));
        return funding;
    }

    private static (double? Mean, int Contracts) Weighted(List<OpenInterestRow> rows, Func<OpenInterestRow, double?> value)
    {
        var known = rows.Select(row => (Usd: row.Usd!.Value, Value: value(row))).Where(row => row.Value is { } number && double.IsFinite(number)).ToList();
        return (known.Count == 0 ? null : known.Sum(row => row.Usd * row.Value!.Value) / known.Sum(row => row.Usd), known.Count);
    }

    private static double? Round(double? number, int digits) => number is { } known ? Math.Round(known, digits) : null;
}
