using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Something that belongs to a total and is not in it.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol; empty when it is not known or when all contracts are meant.</param>
/// <param name="Asset">Normalised asset; null when it is not known, and then any may be meant.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">Orders, messages or contracts; 0 where only the span is known.</param>
/// <param name="Usd">Dollars; null where they are not known.</param>
/// <param name="From">Start of the part that lies in the span, inclusive.</param>
/// <param name="To">End of the part that lies in the span, exclusive.</param>
/// <param name="Open">Whether it still lasts.</param>
public sealed record DeficitResult(
    string Venue, string Symbol, string? Asset, DeficitReason Reason, long Count, decimal? Usd, DateTimeOffset From, DateTimeOffset To, bool Open)
{
    /// <summary>The answer for a stored deficit.</summary>
    public static DeficitResult Of(StoredDeficit deficit)
    {
        ArgumentNullException.ThrowIfNull(deficit);
        return new DeficitResult(
            deficit.Venue, deficit.Symbol, deficit.Asset, deficit.Reason, deficit.Count,
            deficit.MicroUsd is { } micro ? MicroUsd.ToUsd(micro) : null,
            Timestamps.FromUnixMs(deficit.FromMs), Timestamps.FromUnixMs(deficit.ToMs), deficit.IsOpen);
    }
}
