namespace LiqMon.Context;

/// <summary>One number that somebody published about the market.</summary>
/// <param name="Source">Who: <c>coinbase</c>, or a venue's id.</param>
/// <param name="Name">What: <c>BTC-USD</c>; see the source's reader.</param>
/// <param name="TimeMs">The time it holds for, Unix milliseconds.</param>
/// <param name="Value">The number.</param>
public sealed record ContextSample(string Source, string Name, long TimeMs, double Value);
