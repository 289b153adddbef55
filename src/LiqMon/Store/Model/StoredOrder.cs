using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>One order as the store or a page of history holds it, with what distinguishes it from others.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="TimeMs">Venue time, Unix milliseconds.</param>
/// <param name="Identity">Identity within symbol and millisecond; see <see cref="EventIdentity"/>.</param>
/// <param name="Side">The position that was closed.</param>
/// <param name="Quantity">Filled quantity as the venue sent it.</param>
public readonly record struct StoredOrder(string Symbol, long TimeMs, ulong Identity, LiquidatedSide Side, double Quantity)
{
    /// <summary>Normalised asset; null while the contract is not known.</summary>
    public string? Asset { get; init; }

    /// <summary>When the store first received it, Unix milliseconds; 0 where that is not known.</summary>
    public long ReceivedMs { get; init; }
}
