namespace LiqMon.External;

/// <summary>
/// Liquidated dollars of one span as somebody else counted them. Kept beside LiqMon's own totals and never added to them.
/// </summary>
/// <param name="Source">Who counted, a short lower-case name: <c>coinglass</c>.</param>
/// <param name="Venue">Venue as the source names it, or <see cref="All"/> when it does not distinguish venues.</param>
/// <param name="Asset">Normalised asset, or <see cref="All"/> for a total of the whole market.</param>
/// <param name="StartMs">Start of the span, Unix milliseconds, inclusive.</param>
/// <param name="LengthMs">Length of the span in milliseconds, above 0.</param>
/// <param name="LongMicroUsd">Dollars × 1,000,000 of liquidated longs, not negative.</param>
/// <param name="ShortMicroUsd">Dollars × 1,000,000 of liquidated shorts, not negative.</param>
/// <param name="ImportedMs">When LiqMon took it, Unix milliseconds.</param>
public sealed record ExternalTotal(
    string Source, string Venue, string Asset, long StartMs, long LengthMs, long LongMicroUsd, long ShortMicroUsd, long ImportedMs)
{
    /// <summary>Stands for all venues, or all assets, counted together.</summary>
    public const string All = "ALL";

    /// <summary>Most dollars of one side of one total: far more than was ever liquidated, and sums of millions stay exact.</summary>
    public const long MaxUsd = 100_000_000_000;

    /// <summary>End of the span, Unix milliseconds, exclusive.</summary>
    public long EndMs => StartMs + LengthMs;
}

/// <summary>All totals of a source are to be removed.</summary>
/// <param name="Source">The source's name.</param>
public sealed record ExternalTotalsRemoved(string Source);
