namespace LiqMon.Maps;

/// <summary>How the open interest of an asset changed in a step. In the asset, one-sided.</summary>
/// <param name="Before">Open interest before, of all contracts that are known.</param>
/// <param name="Opened">Sum over the contracts in which it rose.</param>
/// <param name="Closed">Sum over the contracts in which it fell, as a number greater than zero.</param>
public readonly record struct OpenInterestChange(double Before, double Opened, double Closed)
{
    /// <summary>Open interest after.</summary>
    public double After => Before + Opened - Closed;
}
