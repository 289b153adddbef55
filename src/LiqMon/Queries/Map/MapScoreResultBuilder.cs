using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Walks through a stored span: the maps at each window's start against what was liquidated in the window.</summary>
internal static class MapScoreResultBuilder
{
    /// <summary>In the first quarter of the span the map only fills.</summary>
    private const int FillingParts = 4;

    /// <summary>How old the open interest is that a map must be better than.</summary>
    private const long WeekMs = 7 * UnixTime.DayMs;

    /// <summary>Least share of readings of the older open interest with which it is compared.</summary>
    private const double LeastLagged = 0.5;

    /// <summary>Start of all randomness, so that equal questions have equal answers.</summary>
    private const int Seed = 1;

    internal static MapScoreResult Of(SpanQuery question, StoreReader reader, LeverageTiers tiers)
    {
        var (horizon, model) = (question.Horizon, question.Model);
        var filter = question.Filter;
        var fromMs = filter.FromMs + (filter.ToMs - filter.FromMs) / FillingParts;
        var samples = reader.Market.MapSamples(filter);
        var before = reader.Market.MapSamples(filter with { FromMs = filter.FromMs - WeekMs, ToMs = filter.ToMs - WeekMs });
        var line = new MapLine(tiers, 1, before.OpenInterestCoverage >= LeastLagged ? new LaggedChanges(before.Steps, WeekMs) : null);
        var walk = new WalkForward(fromMs, (long)horizon.TotalMilliseconds);
        var places = new PlacedOrders();
        using (var liquidations = reader.Liquidations.List(filter with { FromMs = fromMs }, 0, int.MaxValue, newestFirst: false).GetEnumerator())
        {
            var more = liquidations.MoveNext();
            foreach (var step in samples.Steps)
            {
                for (; more && liquidations.Current.TimeMs < step.TimeMs; more = liquidations.MoveNext())
                {
                    var row = liquidations.Current;
                    walk.Liquidate(row.Side, places.PriceOf(row, step.Price), row.MicroUsd);
                }

                line.Step(step);
                walk.Step(line.Maps, step.TimeMs);
            }
        }

        var comparison = new MapComparison(model, walk.Windows, new Random(Seed));
        var (longs, shorts) = (Place(comparison, model, LiquidatedSide.Long), Place(comparison, model, LiquidatedSide.Short));
        return new MapScoreResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            Model = MapResultBuilder.ModelOf(model),
            ScoredFrom = Timestamps.FromUnixMs(fromMs),
            HorizonSeconds = (long)horizon.TotalSeconds,
            PriceCoverage = CoverageResultBuilder.Share(samples.PriceCoverage),
            OpenInterestCoverage = CoverageResultBuilder.Share(samples.OpenInterestCoverage),
            PlacedAtMarkUsd = MicroUsd.ToUsd(places.AtMarkMicroUsd),
            Longs = Side(longs),
            Shorts = Side(shorts),
            Both = Side(longs + shorts),
            Forecasts = [.. comparison.Scores.Select(score => MapForecastResult.Of(score, comparison.Map))],
            Verdict = comparison.Verdict.Text,
        };
    }

    private static MapScore Place(MapComparison comparison, Forecast model, LiquidatedSide side) =>
        comparison.Windows == 0 ? new MapScore() : comparison.Place(model, side);

    private static MapScoreSide Side(MapScore score) => new(
        Share(score.Share), Share(score.Baseline), MicroUsd.ToUsd(score.InRangeMicroUsd), MicroUsd.ToUsd(score.RealisedMicroUsd),
        score.Orders, score.Windows, score.Scored, score.Narrow, score.Blank);

    private static decimal? Share(double? share) => share is { } known ? Math.Round((decimal)known, 6) : null;
}
