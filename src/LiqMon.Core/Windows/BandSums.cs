namespace LiqMon.Windows;

/// <summary>Dollars × 1,000,000 and orders of both sides; any number of orders adds up exactly.</summary>
internal struct BandSums
{
    public Int128 LongMicroUsd;
    public Int128 ShortMicroUsd;
    public long LongOrders;
    public long ShortOrders;

    public static BandSums Of(Market.LiquidatedSide side, Int128 microUsd, long orders) => side == Market.LiquidatedSide.Long
        ? new() { LongMicroUsd = microUsd, LongOrders = orders }
        : new() { ShortMicroUsd = microUsd, ShortOrders = orders };

    public void Add(in BandSums other)
    {
        LongMicroUsd += other.LongMicroUsd;
        ShortMicroUsd += other.ShortMicroUsd;
        LongOrders += other.LongOrders;
        ShortOrders += other.ShortOrders;
    }

    public void Subtract(in BandSums other)
    {
        LongMicroUsd -= other.LongMicroUsd;
        ShortMicroUsd -= other.ShortMicroUsd;
        LongOrders -= other.LongOrders;
        ShortOrders -= other.ShortOrders;
    }
}
