using LiqMon.Maps;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Walks through a stored span: the map at each window's start against what was liquidated in the window.</summary>
internal static class MapScoreResultBuilder
{
    /// <summary>In the first quarter of the span the map only fills.</summary>
    private const int FillingParts = 4;

    internal static MapScoreResult Of(SpanQuery question, StoreReader reader, LeverageTiers tiers, TimeSpan horizon)
    {
        var filter = question.Filter;
        var fromMs = filter.FromMs + (filter.ToMs - filter.FromMs) / FillingParts;
        var samples = reader.Market.MapSamples(filter);
        var walk = new WalkForward(fromMs, (long)horizon.TotalMilliseconds);
        var map = new PositionMap(tiers);
        using (var liquidations = reader.Liquidations.List(filter with { FromMs = fromMs }, 0, int.MaxValue, newestFirst: false).GetEnumerator())
        {
            var more = liquidations.MoveNext();
            foreach (var step in samples.Steps)
            {
                for (; more && liquidations.Current.TimeMs < step.TimeMs; more = liquidations.MoveNext())
                    Add(walk, liquidations.Current);
                map.Step(step.Price, step.Change);
                walk.Step(map, step.TimeMs);
            }
        }

        return new MapScoreResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            Model = MapResultBuilder.Model,
            ScoredFrom = Timestamps.FromUnixMs(fromMs),
            HorizonSeconds = (long)horizon.TotalSeconds,
            PriceCoverage = CoverageResultBuilder.Share(samples.PriceCoverage),
            OpenInterestCoverage = CoverageResultBuilder.Share(samples.OpenInterestCoverage),
            Longs = Side(walk.Longs),
            Shorts = Side(walk.Shorts),
            Both = Side(walk.Longs + walk.Shorts),
        };
    }

    // Dollars over units: the price of one unit, whatever the contract is quoted in.
    private static void Add(WalkForward walk, LiquidationRow row) =>
        walk.Liquidate(row.Side, row.MicroUsd / 1e6 / row.BaseQuantity, row.MicroUsd);

    private static MapScoreSide Side(MapScore score) => new(
        Share(score.Share), Share(score.Baseline), MicroUsd.ToUsd(score.InRangeMicroUsd), MicroUsd.ToUsd(score.RealisedMicroUsd),
        score.Orders, score.Windows, score.Scored, score.Narrow, score.Blank);

    private static decimal? Share(double? share) => share is { } known ? Math.Round((decimal)known, 6) : null;
}
