using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>One contract at both ends of a span. What was not sampled near enough to an end is null.</summary>
public sealed record SpanEnds
{
    /// <summary>Venue id.</summary>
    public required string Venue { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>The contract.</summary>
    public ContractKey Key => new(Venue, Symbol);

    /// <summary>Normalised asset.</summary>
    public required string Asset { get; init; }

    /// <summary>Whether it is a perpetual whose price is in dollars, or a coin that keeps to them.</summary>
    public required bool IsDollarPerpetual { get; init; }

    /// <summary>Open interest in the asset at the start.</summary>
    public double? BaseAtStart { get; init; }

    /// <summary>Open interest in the asset at the end.</summary>
    public double? BaseAtEnd { get; init; }

    /// <summary>Open interest in dollars at the start.</summary>
    public double? UsdAtStart { get; init; }

    /// <summary>Mark price at the start.</summary>
    public double? MarkAtStart { get; init; }

    /// <summary>Mark price at the end.</summary>
    public double? MarkAtEnd { get; init; }
}
