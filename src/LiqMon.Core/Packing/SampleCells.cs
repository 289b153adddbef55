namespace LiqMon.Packing;

/// <summary>Open interest of one cell of the raster. What is not known is not a number.</summary>
/// <param name="CellMs">Start of the cell, Unix milliseconds.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Contracts">In contracts.</param>
/// <param name="Base">In the normalised asset.</param>
/// <param name="Usd">In US dollars.</param>
public readonly record struct OpenInterestCell(long CellMs, long TimeMs, double Contracts, double Base, double Usd);

/// <summary>Prices of one cell of the raster. What is not known is not a number, or null.</summary>
/// <param name="CellMs">Start of the cell, Unix milliseconds.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="Mark">Mark price in the quote currency.</param>
/// <param name="Index">Index price in the quote currency.</param>
/// <param name="FundingRate">Funding rate of the running interval: 0.0001 is 0.01 %.</param>
/// <param name="NextFundingMs">When it is next paid, Unix milliseconds.</param>
public readonly record struct MarkPriceCell(
    long CellMs, long TimeMs, double Mark, double Index, double FundingRate, long? NextFundingMs);
