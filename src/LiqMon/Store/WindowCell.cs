using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Sum of one venue's liquidations of one asset and side that begin in one span: a second, a minute, or a whole
/// window. Where two orders are equally large, the earlier one counts as the largest, then the one whose symbol sorts
/// first, then the lower price.
/// </summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Asset">Normalised asset.</param>
/// <param name="AssetClass">Crypto or traditional.</param>
/// <param name="Side">The positions that were closed.</param>
/// <param name="StartMs">Start of the span, Unix milliseconds.</param>
/// <param name="MicroUsd">Dollars × 1,000,000.</param>
/// <param name="Orders">Number of liquidations.</param>
/// <param name="LargestMicroUsd">Dollars × 1,000,000 of the largest one.</param>
/// <param name="LargestTimeMs">Its venue time, Unix milliseconds.</param>
/// <param name="LargestSymbol">Its symbol.</param>
/// <param name="LargestPrice">Its price.</param>
public readonly record struct WindowCell(
    string Venue,
    string Asset,
    AssetClass AssetClass,
    LiquidatedSide Side,
    long StartMs,
    long MicroUsd,
    long Orders,
    long LargestMicroUsd,
    long LargestTimeMs,
    string LargestSymbol,
    double LargestPrice);
