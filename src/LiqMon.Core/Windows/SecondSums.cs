using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>
/// An asset's liquidations of one second or of some, all venues. One order may be of nine trillion dollars: several of them
/// are more than 64 bits hold.
/// </summary>
/// <remarks>There are six hours of them for each asset, so they are kept small: 48 bytes.</remarks>
public readonly record struct SecondSums
{
    private readonly uint _second;
    private readonly uint _orders;

    /// <summary>The venues, as bits of <see cref="VenueBits"/>. Before the sums, which begin at a multiple of 16 bytes.</summary>
    public ulong Venues { get; }

    /// <summary>Sums of a second.</summary>
    /// <param name="second">The second, since 1970.</param>
    /// <param name="longMicroUsd">Dollars × 1,000,000 of liquidated longs.</param>
    /// <param name="shortMicroUsd">Dollars × 1,000,000 of liquidated shorts.</param>
    /// <param name="orders">Liquidations of both sides.</param>
    /// <param name="venues">The venues, as bits of <see cref="VenueBits"/>.</param>
    public SecondSums(long second, Int128 longMicroUsd, Int128 shortMicroUsd, long orders, ulong venues) =>
        (_second, LongMicroUsd, ShortMicroUsd, _orders, Venues) = (checked((uint)second), longMicroUsd, shortMicroUsd, checked((uint)orders), venues);

    /// <summary>The second, since 1970.</summary>
    public long Second => _second;

    /// <summary>Dollars × 1,000,000 of liquidated longs.</summary>
    public Int128 LongMicroUsd { get; }

    /// <summary>Dollars × 1,000,000 of liquidated shorts.</summary>
    public Int128 ShortMicroUsd { get; }

    /// <summary>Liquidations of both sides.</summary>
    public long Orders => _orders;

    /// <summary>Dollars × 1,000,000 of both sides.</summary>
    public Int128 MicroUsd => LongMicroUsd + ShortMicroUsd;

    /// <summary>Dollars × 1,000,000 of one side.</summary>
    public Int128 Of(LiquidatedSide side) => side == LiquidatedSide.Long ? LongMicroUsd : ShortMicroUsd;

    /// <summary>The sums of both, in this second.</summary>
    public SecondSums Plus(in SecondSums other) => new(
        Second, LongMicroUsd + other.LongMicroUsd, ShortMicroUsd + other.ShortMicroUsd, Orders + other.Orders, Venues | other.Venues);

    /// <summary>The sums without those that were added before, in this second; the venues stay.</summary>
    public SecondSums Without(in SecondSums other) => new(
        Second, LongMicroUsd - other.LongMicroUsd, ShortMicroUsd - other.ShortMicroUsd, Orders - other.Orders, Venues);

    /// <summary>Sums of one side.</summary>
    public static SecondSums Of(long second, LiquidatedSide side, long microUsd, long orders, ulong venue) =>
        side == LiquidatedSide.Long ? new(second, microUsd, 0, orders, venue) : new(second, 0, microUsd, orders, venue);
}

/// <summary>Venues as bits, so that a second's venues are one number. Not thread-safe.</summary>
public sealed class VenueBits
{
    private readonly List<string> _venues = [];

    /// <summary>The bit of a venue.</summary>
    /// <exception cref="InvalidOperationException">There are more than 64 venues.</exception>
    public ulong Of(string venue)
    {
        var index = _venues.IndexOf(venue);
        if (index < 0)
        {
            if (_venues.Count == 64)
                throw new InvalidOperationException("More than 64 venues.");
            index = _venues.Count;
            _venues.Add(venue);
        }

        return 1UL << index;
    }

    /// <summary>The venues of some bits, sorted.</summary>
    public IReadOnlyList<string> Names(ulong bits) =>
        [.. _venues.Where((_, index) => (bits >> index & 1) != 0).Order(StringComparer.Ordinal)];
}
