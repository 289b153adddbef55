using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>A stored sample of open interest, or of prices. What is not known is null.</summary>
/// <param name="Instrument">Number of the contract version.</param>
/// <param name="CellMs">Start of its cell of the raster, Unix milliseconds.</param>
/// <param name="TimeMs">The venue's time, Unix milliseconds.</param>
/// <param name="First">Contracts, or the mark price.</param>
/// <param name="Second">Coins, or the index price.</param>
/// <param name="Third">Dollars, or the funding rate.</param>
/// <param name="NextFundingMs">Of prices: when funding is next paid, Unix milliseconds.</param>
internal readonly record struct Sample(
    int Instrument, long CellMs, long TimeMs, double? First, double? Second, double? Third, long? NextFundingMs)
{
    internal static Sample Of(int instrument, in MarkPriceCell cell) => new(
        instrument, cell.CellMs, cell.TimeMs, Known(cell.Mark), Known(cell.Index), Known(cell.FundingRate), cell.NextFundingMs);

    internal static Sample Of(int instrument, in OpenInterestCell cell) => new(
        instrument, cell.CellMs, cell.TimeMs, Known(cell.Contracts), Known(cell.Base), Known(cell.Usd), null);

    internal MarkPriceCell ToMarkPrice() => new(CellMs, TimeMs, First ?? double.NaN, Second ?? double.NaN, Third ?? double.NaN, NextFundingMs);

    internal OpenInterestCell ToOpenInterest() => new(CellMs, TimeMs, First ?? double.NaN, Second ?? double.NaN, Third ?? double.NaN);

    /// <summary>By cell, and in a cell by contract: the order of the tables.</summary>
    internal static int Compare(Sample one, Sample other) =>
        one.CellMs != other.CellMs ? one.CellMs.CompareTo(other.CellMs) : one.Instrument.CompareTo(other.Instrument);

    private static double? Known(double number) => double.IsNaN(number) ? null : number;
}
