namespace LiqMon.Market;

/// <summary>Mark prices of one contract over four hours of UTC, or over the part of them that was seen.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="OpenMs">When the first price was, Unix milliseconds.</param>
/// <param name="Open">The first price, in the quote currency.</param>
/// <param name="High">The highest price.</param>
/// <param name="Low">The lowest price.</param>
/// <param name="Close">The last price.</param>
/// <param name="CloseMs">When the last price was, Unix milliseconds; within the same four hours.</param>
public sealed record MarkCandle(
    Instrument Instrument, long OpenMs, double Open, double High, double Low, double Close, long CloseMs)
{
    /// <summary>Length of a candle, milliseconds.</summary>
    public const long LengthMs = 14_400_000;
}
