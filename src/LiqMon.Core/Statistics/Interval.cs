namespace LiqMon.Statistics;

/// <summary>A range that holds a figure with a stated rate.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Interval(double Low, double High);
