namespace LiqMon.Simulator;

/// <summary>The weather of the simulated market.</summary>
public enum SimulationScenario
{
    /// <summary>A liquidation every couple of seconds.</summary>
    Quiet,

    /// <summary>Mixed flow, then a quiet spell, then a one-sided cascade, in a circle of two minutes.</summary>
    Mixed,

    /// <summary>One-sided cascades one after another, with short breaks.</summary>
    Cascade,

    /// <summary>An ordinary day's flow, a cascade after a minute, and livelier half minutes every five minutes.</summary>
    Tour,

    /// <summary>Traders open positions with leverage, which are liquidated where their margin ends; the price moves most every ten minutes.</summary>
    Positions,
}
