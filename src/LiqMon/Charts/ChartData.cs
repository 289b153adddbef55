namespace LiqMon.Charts;

/// <summary>One pair of bars: dollars of liquidated shorts upward, of longs downward.</summary>
/// <param name="Label">Below the bars, short.</param>
/// <param name="Name">The same in full, for the text that appears on the bar.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="IsKnown">Whether anything of its time was watched or found: nothing is drawn of what is not known but that.</param>
public sealed record SideBar(string Label, string Name, decimal ShortUsd, decimal LongUsd, bool IsKnown = true);

/// <summary>A value at a place.</summary>
/// <param name="Part">How far from the left edge, 0 to 1.</param>
/// <param name="Value">The value; finite.</param>
public readonly record struct ChartPoint(double Part, double Value);

/// <summary>One column of a stack.</summary>
/// <param name="Label">Below it, short.</param>
/// <param name="Values">One value for each series, none negative, dollars.</param>
public sealed record Stack(string Label, IReadOnlyList<decimal> Values);

/// <summary>One field of a heat map.</summary>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
public sealed record HeatField(decimal ShortUsd, decimal LongUsd);

/// <summary>One bar of a map of positions.</summary>
/// <param name="Label">The price at its end away from the market, short.</param>
/// <param name="Name">What it is, for the text that appears on the bar.</param>
/// <param name="Usd">Dollars, not negative.</param>
public sealed record MapBar(string Label, string Name, decimal Usd);

/// <summary>An entry of a legend.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Class">Class of the style sheet that changes the colour in the dark; null for none.</param>
/// <param name="IsLine">Whether it is a line rather than an area.</param>
public sealed record LegendEntry(string Name, string Color, string? Class = null, bool IsLine = false);
