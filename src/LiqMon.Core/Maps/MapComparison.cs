using LiqMon.Market;
using LiqMon.Statistics;

namespace LiqMon.Maps;

/// <summary>Puts a map beside what it has to be better than, over the same windows, with intervals by block bootstrap.</summary>
public sealed class MapComparison
{
    private static readonly LiquidatedSide[] Sides = [LiquidatedSide.Long, LiquidatedSide.Short];

    private readonly IReadOnlyList<ScoredWindow> _windows;
    private readonly BlockBootstrap _bootstrap;
    private readonly int[] _all;
    private readonly Dictionary<(Forecast, LiquidatedSide), RankCorrelation> _amounts = [];

    /// <summary>Compares.</summary>
    /// <param name="map">The map that is judged; the windows have it.</param>
    /// <param name="windows">The windows, in order of time, all with the same forecasts.</param>
    /// <param name="random">Draws the series of the intervals.</param>
    public MapComparison(Forecast map, IReadOnlyList<ScoredWindow> windows, Random random)
    {
        ArgumentNullException.ThrowIfNull(windows);
        (Map, _windows) = (map, windows);
        _bootstrap = new BlockBootstrap(windows.Count, BlockBootstrap.BlockOf(windows.Count), random);
        _all = [.. Enumerable.Range(0, windows.Count)];
        foreach (var forecast in windows.Count > 0 ? windows[0].Longs.Amounts.Keys : [])
        {
            foreach (var side in Sides)
                _amounts.Add((forecast, side), Correlation(forecast, side));
        }

        Scores = [.. Enum.GetValues<Forecast>().Where(Has).Select(Score)];
        Verdict = MapVerdict.Of(this);
    }

    /// <summary>The map that is judged.</summary>
    public Forecast Map { get; }

    /// <summary>How each forecast did, those that the windows have.</summary>
    public IReadOnlyList<ForecastScore> Scores { get; }

    /// <summary>What follows.</summary>
    public MapVerdict Verdict { get; }

    /// <summary>Windows that were looked at.</summary>
    public int Windows => _windows.Count;

    /// <summary>The score of a forecast; null when the windows do not have it.</summary>
    public ForecastScore? Of(Forecast forecast) => Scores.FirstOrDefault(score => score.Forecast == forecast);

    /// <summary>The score of a forecast on one side, all windows together.</summary>
    public MapScore Place(Forecast forecast, LiquidatedSide side) =>
        _windows.Aggregate(new MapScore(), (sum, window) => sum + window.Side(side).Places[forecast]);

    private bool Has(Forecast forecast) => _windows.Count > 0
        && (forecast == Forecast.Chance || _windows[0].Longs.Places.ContainsKey(forecast) || _windows[0].Longs.Amounts.ContainsKey(forecast));

    private ForecastScore Score(Forecast forecast)
    {
        var (sums, ofMap, isMap) = (Sums(forecast), Sums(Map)!, forecast == Map);
        return new ForecastScore(
            forecast,
            sums is null ? null : Sides.Select(side => Place(forecast == Forecast.Chance ? Map : forecast, side)).Aggregate(MapScore.Add),
            sums is null ? null : _bootstrap.Of(members => Share(sums, members)),
            sums is null || isMap ? null : _bootstrap.Of(members => Share(ofMap, members) - Share(sums, members)),
            Amount(forecast, LiquidatedSide.Long),
            Amount(forecast, LiquidatedSide.Short),
            isMap || forecast == Forecast.Range || !_amounts.ContainsKey((forecast, LiquidatedSide.Long))
                ? null
                : _bootstrap.Of(members => Partial(Map, members) - Partial(forecast, members)));
    }

    private AmountScore? Amount(Forecast forecast, LiquidatedSide side)
    {
        if (!_amounts.TryGetValue((forecast, side), out var amounts))
            return null;
        return forecast == Forecast.Range
            ? new AmountScore(amounts.Plain(_all), null, null)
            : new AmountScore(amounts.Plain(_all), amounts.Partial(_all), _bootstrap.Of(amounts.Partial));
    }

    private double? Partial(Forecast forecast, int[] members) =>
        (_amounts[(forecast, LiquidatedSide.Long)].Partial(members) + _amounts[(forecast, LiquidatedSide.Short)].Partial(members)) / 2;

    private RankCorrelation Correlation(Forecast forecast, LiquidatedSide side)
    {
        List<ScoredSide> sides = [.. _windows.Select(window => window.Side(side))];
        return new RankCorrelation(
            [.. sides.Select(it => it.Amounts[forecast])],
            [.. sides.Select(it => (double)it.RealisedMicroUsd)],
            [.. sides.Select(it => it.Distance)], [.. sides.Select(it => it.Range)], [.. sides.Select(it => it.Volatility)]);
    }

    private (double Top, double InRange)[]? Sums(Forecast forecast)
    {
        var of = forecast == Forecast.Chance ? Map : forecast;
        if (!_windows[0].Longs.Places.ContainsKey(of))
            return null;
        return [.. _windows.Select(window => Sides.Select(side => window.Side(side).Places[of]).Aggregate(MapScore.Add))
            .Select(sum => (forecast == Forecast.Chance ? sum.BaselineMicroUsd : sum.TopQuarterMicroUsd, (double)sum.InRangeMicroUsd))];
    }

    private static double? Share((double Top, double InRange)[] sums, int[] members)
    {
        var (top, inRange) = (0.0, 0.0);
        foreach (var member in members)
        {
            top += sums[member].Top;
            inRange += sums[member].InRange;
        }

        return inRange > 0 ? top / inRange : null;
    }
}
