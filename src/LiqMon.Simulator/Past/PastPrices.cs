namespace LiqMon.Simulator;

/// <summary>
/// The price of one asset by the minute before a simulation began, as a factor of the price at which it begins: a walk with
/// livelier and calmer hours and the events of the market, bent so that it ends at 1.
/// </summary>
internal sealed class PastPrices
{
    /// <summary>A walk of this size in a minute makes about 3 % in a day.</summary>
    private const double CalmStep = 0.0008;

    private readonly double[] _logs;

    private PastPrices(double[] logs) => _logs = logs;

    /// <summary>The factor at the start of a minute; the one after the last is 1.</summary>
    public double FactorAt(int minute) => Math.Exp(_logs[minute]);

    /// <summary>The change within a minute, in steps of a calm minute.</summary>
    public double MoveIn(int minute) => (_logs[minute + 1] - _logs[minute]) / CalmStep;

    /// <summary>The walk of all assets together.</summary>
    public static double[] Common(int minutes, Random draw)
    {
        var steps = new double[minutes];
        var mood = 0.0;
        for (var minute = 0; minute < minutes; minute++)
        {
            if (minute % 60 == 0)
                mood = (0.9 * mood) + (0.25 * Normal(draw));
            steps[minute] = CalmStep * 0.7 * Math.Exp(mood) * Normal(draw);
        }

        return steps;
    }

    /// <summary>The walk of one asset.</summary>
    public static PastPrices Of(string asset, IReadOnlyList<double> common, IReadOnlyList<PastEvent> events, Random draw)
    {
        var logs = new double[common.Count + 1];
        for (var minute = 0; minute < common.Count; minute++)
            logs[minute + 1] = logs[minute] + common[minute] + (CalmStep * 0.7 * Normal(draw));
        foreach (var happened in events)
        {
            var share = happened.Asset is null || happened.Asset == asset ? 1.0 : 0.5;
            var sum = 0.0;
            for (var minute = happened.FromMinute; minute < common.Count; minute++)
            {
                if (minute < happened.FromMinute + happened.Minutes)
                    sum += happened.StrengthAt(minute) * 2 / happened.Minutes;
                // Half of what a shock of minutes moved comes back over the next hours.
                var back = happened.Asset is null ? 0 : 0.5 * Math.Min(1, Math.Max(0, minute - happened.FromMinute - happened.Minutes) / 600.0);
                logs[minute + 1] += happened.Move * share * sum * (1 - back);
            }
        }

        var end = logs[^1];
        for (var minute = 0; minute < logs.Length; minute++)
            logs[minute] -= end * minute / (logs.Length - 1);
        return new PastPrices(logs);
    }

    private static double Normal(Random draw) =>
        Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble());
}
