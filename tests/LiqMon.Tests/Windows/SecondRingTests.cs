using System.Runtime.CompilerServices;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

/// <summary>Seconds of 24 hours are held exactly and take little memory.</summary>
public sealed class SecondRingTests
{
    [Fact]
    public void A_cell_takes_16_bytes_and_a_second_of_an_asset_48()
    {
        Assert.Equal((16, 48), (Unsafe.SizeOf<SecondRing.Cell>(), Unsafe.SizeOf<SecondSums>()));
    }

    [Fact]
    public void Sums_are_exact_for_any_mix_of_series_sides_and_numbers_of_orders()
    {
        var random = new Random(7);
        var ring = new SecondRing();
        var expected = new Dictionary<(long Second, int Series, LiquidatedSide Side), (Int128 MicroUsd, long Orders)>();
        for (var i = 0; i < 200_000; i++)
        {
            var (second, series, side) = (random.Next(0, 300), random.Next(10) < 8 ? random.Next(40) : SecondRing.Cell.MostSeries - random.Next(3), (LiquidatedSide)random.Next(2));
            var (microUsd, orders) = (random.Next(100) == 0 ? long.MaxValue - random.Next(5) : random.NextInt64(1_000_000_000), random.Next(50) == 0 ? random.Next(10_000) : 1);
            ring.Add(second, series, side, microUsd, orders);
            var (sum, count) = expected.GetValueOrDefault((second, series, side));
            expected[(second, series, side)] = (sum + microUsd, count + orders);
            if (i % 1_000 == 0)
            {
                // A second that is emptied gives its cells to others.
                var emptied = random.Next(0, 300);
                ring.Clear(emptied);
                foreach (var key in expected.Keys.Where(key => key.Second == emptied).ToList())
                    expected.Remove(key);
            }
        }

        var held = new Dictionary<(long Second, int Series, LiquidatedSide Side), (Int128 MicroUsd, long Orders)>();
        for (var second = 0; second < 300; second++)
        {
            for (var index = ring.First(second); index >= 0; index = ring[index].Next)
            {
                var cell = ring[index];
                var (sum, count) = held.GetValueOrDefault((second, cell.Series, cell.Side));
                held[(second, cell.Series, cell.Side)] = (sum + cell.MicroUsd, count + cell.Orders);
            }
        }

        Assert.Equal(expected.OrderBy(pair => pair.Key), held.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void A_million_orders_take_at_most_17_MB_and_a_second_day_none()
    {
        var ring = new SecondRing();

        var first = GC.GetAllocatedBytesForCurrentThread();
        Day(0);
        var second = GC.GetAllocatedBytesForCurrentThread();
        Day(SecondRing.Seconds);
        var third = GC.GetAllocatedBytesForCurrentThread();

        Assert.InRange(second - first, 15_000_000, 17_000_000);
        Assert.InRange(third - second, 0, 200_000);

        void Day(long from)
        {
            for (var order = 0; order < 1_000_000; order++)
            {
                var at = from + (order * (long)SecondRing.Seconds / 1_000_000);
                if (order == 0 || at != from + ((order - 1) * (long)SecondRing.Seconds / 1_000_000))
                    ring.Clear(at);
                ring.Add(at, order % 4_000, LiquidatedSide.Long, 1, 1);
            }
        }
    }

    [Fact]
    public void More_series_than_fit_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecondRing().Add(0, SecondRing.Cell.MostSeries + 1, LiquidatedSide.Long, 1, 1));
}
