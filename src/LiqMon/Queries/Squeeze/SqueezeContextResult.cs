using System.Text.Json.Serialization;
using LiqMon.Context;

namespace LiqMon.Queries;

/// <summary>What a total means: beside price, open interest and spans of the same length before.</summary>
public sealed record SqueezeContextResult
{
    /// <summary>What moved the price, by a published rule; null when it cannot be known.</summary>
    public required SqueezeLabel? Label { get; init; }

    /// <summary>Why there is no label; null when there is one.</summary>
    public required string? NoLabel { get; init; }

    /// <summary>Part of the normal volume of the venues requested that was watched, 0 to 1.</summary>
    public required decimal Coverage { get; init; }

    /// <summary>The price over the span; null when several assets were requested or no contract has it at both ends.</summary>
    public required SpanPriceResult? Price { get; init; }

    /// <summary>Open interest over the span; null when no contract has it at both ends.</summary>
    public required SpanOpenInterestResult? OpenInterest { get; init; }

    /// <summary>Liquidated dollars in basis points of the open interest at the start; null while that is unknown.</summary>
    public required double? LiquidatedBps { get; init; }

    /// <summary>The span of the same length just before; null when nothing of it was watched.</summary>
    public required SpanBeforeResult? Before { get; init; }

    /// <summary>Place of the total among spans of the same length back to back, 1 for the largest; null without coverage.</summary>
    public required int? Rank { get; init; }

    /// <summary>How many spans are compared, this one included: those of the last 52 of whose normal volume 80 % was covered.</summary>
    public required int RankedSpans { get; init; }
}

/// <summary>The mark price of one contract at both ends of a span.</summary>
/// <param name="Venue">The venue of the dollar perpetual whose price stands for the asset everywhere.</param>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Start">Price at the start.</param>
/// <param name="End">Price at the end.</param>
/// <param name="Change">End over start, less one.</param>
/// <param name="Sigma">Standard deviation of the logarithm of such changes before the span; null without enough history.</param>
public sealed record SpanPriceResult(string Venue, string Symbol, double Start, double End, double Change, double? Sigma)
{
    /// <summary>Why it is not the first contract by the rule; left out when it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NotFirst { get; init; }
}

/// <summary>One-sided open interest at both ends of a span, of the contracts that have samples at both.</summary>
/// <param name="BaseStart">Coins at the start; null over several assets.</param>
/// <param name="BaseEnd">Coins at the end; null over several assets.</param>
/// <param name="BaseChange">End over start, less one.</param>
/// <param name="UsdStart">Dollars at the start.</param>
/// <param name="Contracts">Contracts with samples at both ends.</param>
/// <param name="Venues">Venues with such a contract.</param>
/// <param name="VenuesKnown">Venues with a sample at either end.</param>
public sealed record SpanOpenInterestResult(
    double? BaseStart, double? BaseEnd, double? BaseChange, double UsdStart, int Contracts, int Venues, int VenuesKnown);

/// <summary>The span before.</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
/// <param name="LongUsd">Dollars of liquidated longs.</param>
/// <param name="ShortUsd">Dollars of liquidated shorts.</param>
/// <param name="TotalUsd">Their sum.</param>
/// <param name="TotalChange">This span's total over that one's, less one; null unless 80 % of the normal volume was covered in both.</param>
/// <param name="Coverage">Part of the normal volume that was watched, 0 to 1.</param>
public sealed record SpanBeforeResult(
    DateTimeOffset From, DateTimeOffset To, decimal LongUsd, decimal ShortUsd, decimal TotalUsd, double? TotalChange, decimal Coverage);
