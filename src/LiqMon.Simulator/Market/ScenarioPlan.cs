namespace LiqMon.Simulator;

/// <summary>Turns a scenario into phases over time. Depends only on seed and elapsed time.</summary>
internal sealed class ScenarioPlan(SimulationScenario scenario, int seed, IReadOnlyList<string> assets)
{
    private const double QuietFlow = 0.5;
    private const double MixedFlow = 7;
    private const double CascadeFlow = 40;

    // As much as the past before a demo has.
    private const double OrdinaryFlow = 0.3;
    private const double LivelyFlow = 3;

    /// <summary>The phase at a time since the start.</summary>
    public MarketPhase At(TimeSpan elapsed) => scenario switch
    {
        SimulationScenario.Quiet => new MarketPhase(QuietFlow, null, false),
        SimulationScenario.Cascade => Circle(elapsed, 30, 0, 5),
        SimulationScenario.Positions => Circle(elapsed, 600, 0, 570),
        SimulationScenario.Tour => Tour((long)elapsed.TotalSeconds),
        _ => Circle(elapsed, 120, 55, 90),
    };

    /// <summary>An hour: a cascade of falling prices from the first minute on, and a livelier half minute at the end of every five.</summary>
    private MarketPhase Tour(long second) => (second % 3_600) switch
    {
        >= 60 and < 105 => new MarketPhase(CascadeFlow, assets[(int)(second / 3_600 % Math.Min(3, assets.Count))], Falling: second / 3_600 % 2 == 0),
        var ofHour when ofHour % 300 >= 270 => new MarketPhase(LivelyFlow, null, false),
        _ => new MarketPhase(OrdinaryFlow, null, false),
    };

    /// <summary>A circle of mixed flow, quiet from one second on, a cascade from another to the end.</summary>
    private MarketPhase Circle(TimeSpan elapsed, int length, int quietFrom, int cascadeFrom)
    {
        var (circle, second) = Math.DivRem((long)elapsed.TotalSeconds, length);
        if (second >= cascadeFrom) return Cascade(circle);
        return new MarketPhase(quietFrom > 0 && second >= quietFrom ? QuietFlow : MixedFlow, null, false);
    }

    private MarketPhase Cascade(long circle)
    {
        var draw = new Random(unchecked((seed * 486_187_739) + (int)circle));
        // The first assets are the big ones; they are where cascades of note happen.
        var asset = assets[draw.Next(Math.Min(3, assets.Count))];
        return new MarketPhase(CascadeFlow, asset, draw.Next(2) == 0);
    }
}
