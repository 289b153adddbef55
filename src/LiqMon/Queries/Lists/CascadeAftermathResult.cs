using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Windows;

namespace LiqMon.Queries;

/// <summary>What the price of one asset did after its cascades, beside random moments of equal volatility.</summary>
public sealed record CascadeAftermathResult
{
    /// <summary>The asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Start of the span.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the span.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Least dollars of a cascade that counts.</summary>
    public required decimal MinUsd { get; init; }

    /// <summary>Cascades that are needed to say anything, of one side.</summary>
    public required int Least { get; init; }

    /// <summary>The sides requested.</summary>
    public required IReadOnlyList<AftermathSide> Sides { get; init; }
}

/// <summary>After the cascades of one side.</summary>
/// <param name="Side">The positions that were closed.</param>
/// <param name="Cascades">Cascades of the side that are over.</param>
/// <param name="Verdict">What follows, in a sentence.</param>
/// <param name="Horizons">What followed; none with too few cascades or prices.</param>
public sealed record AftermathSide(LiquidatedSide Side, int Cascades, string Verdict, IReadOnlyList<AftermathHorizon> Horizons);

/// <summary>What followed at one horizon. Changes of the mark price as fractions.</summary>
/// <param name="Seconds">How long after the end.</param>
/// <param name="After">After cascades.</param>
/// <param name="Random">After random moments.</param>
/// <param name="MedianDifference">Interval (95 %) of the difference of the medians.</param>
/// <param name="Differs">Whether it lies wholly on one side of zero.</param>
public sealed record AftermathHorizon(
    long Seconds, AftermathSpread After, AftermathSpread Random, IntervalResult MedianDifference, bool Differs);

/// <summary>How changes were spread.</summary>
/// <param name="Count">How many.</param>
/// <param name="Median">Median.</param>
/// <param name="LowerQuartile">A quarter lay below.</param>
/// <param name="UpperQuartile">A quarter lay above.</param>
/// <param name="ShareUp">Part of them above zero.</param>
public sealed record AftermathSpread(int Count, decimal Median, decimal LowerQuartile, decimal UpperQuartile, decimal ShareUp)
{
    internal static AftermathSpread Of(Spread spread)
    {
        ArgumentNullException.ThrowIfNull(spread);
        return new AftermathSpread(
            spread.Count, Rounded(spread.Median), Rounded(spread.Lower), Rounded(spread.Upper), Rounded(spread.ShareUp));
    }

    private static decimal Rounded(double number) => Math.Round((decimal)number, 6);
}
