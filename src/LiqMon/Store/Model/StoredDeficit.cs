using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What belongs to the totals of a venue over a span and is not in them, for one contract and one reason.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol; empty when it is not known or when all contracts are meant.</param>
/// <param name="Asset">The contract's asset; null when it is not known, and then any asset may be meant.</param>
/// <param name="FromMs">Start of the part within the span, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End of the part within the span, Unix milliseconds, exclusive.</param>
/// <param name="IsOpen">Whether it still lasts.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">Orders or messages; 0 where only the span is known.</param>
/// <param name="MicroUsd">Dollars × 1,000,000 where they are known.</param>
public sealed record StoredDeficit(
    string Venue, string Symbol, string? Asset, long FromMs, long ToMs, bool IsOpen, DeficitReason Reason, long Count, long? MicroUsd)
{
    /// <summary>Crypto or traditional; crypto while the contract is not known.</summary>
    public AssetClass AssetClass { get; init; }

    /// <summary>Whether totals of some assets are touched; null asks for all assets.</summary>
    public bool Touches(IReadOnlyList<string>? assets) => assets is null || Asset is null || assets.Contains(Asset);
}
