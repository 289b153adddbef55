namespace LiqMon.Windows;

/// <summary>Seconds of an asset that a search needs.</summary>
/// <param name="Asset">The asset; <see cref="Cascade.MarketWide"/> for all assets together.</param>
/// <param name="From">The first second, since 1970.</param>
/// <param name="To">The last second, since 1970.</param>
public readonly record struct SecondSpan(string Asset, long From, long To);

/// <summary>Hands out the seconds of a span, in order of time; empty ones may be missing.</summary>
public delegate ReadOnlySpan<SecondSums> SecondSource(SecondSpan span);

/// <summary>
/// Reads the seconds of many spans at once, so that one pass over all orders is enough: for each span, in the order given,
/// its seconds in order of time; empty ones may be missing.
/// </summary>
public delegate IReadOnlyList<SecondSums[]> OlderSeconds(IReadOnlyList<SecondSpan> spans);

/// <summary>Where one search of an asset looks.</summary>
/// <param name="LookedFrom">The first minute that is looked at, since 1970.</param>
/// <param name="Stretches">The seconds to go through, in order of time.</param>
internal sealed record SearchPlan(long LookedFrom, IReadOnlyList<SecondSpan> Stretches);
