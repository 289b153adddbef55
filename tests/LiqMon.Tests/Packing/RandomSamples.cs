using LiqMon.Packing;

namespace LiqMon.Tests.Packing;

/// <summary>Samples of one contract over an hour as venues send them, and as none ever should.</summary>
internal static class RandomSamples
{
    private static readonly double[] Odd =
    [
        0, -0.0, 1, -1, 0.1, 1e-9, 1e17, 1e300, -1e300, 1e-300, double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity,
        double.NegativeInfinity, double.NaN, 1.0 / 3, 123_456_789.123, 9_007_199_254_740_993, 4_000_000, 100_000_000_000_000,
    ];

    internal static (MarkPriceCell[] Marks, OpenInterestCell[] OpenInterest) Of(Random random, long startMs)
    {
        var grid = random.Next(6) switch { 0 => 1_000L, 1 => 420_000L, 2 => 7L, _ => 60_000L };
        var (oddity, price, size) = (random.Next(4) == 0 ? 0.3 : 0, Math.Pow(10, random.Next(-6, 6)) * (1 + random.NextDouble()), Math.Pow(10, random.Next(-4, 4)));
        var (digits, way) = (random.Next(0, 9), random.Next(4));
        var (cells, openCells) = (Cells(random, startMs, grid), Cells(random, startMs, grid));
        if (random.Next(2) == 0)
            openCells = cells;
        var marks = new List<MarkPriceCell>();
        foreach (var cell in cells)
        {
            price *= 1 + ((random.NextDouble() - 0.5) / 500);
            marks.Add(new(
                cell, Time(cell), Number(Math.Round(price, digits)), Number(Math.Round(price * 1.0003, digits + 2)),
                random.Next(3) == 0 ? double.NaN : Number(Math.Round(random.NextDouble() / 1_000, 8)),
                random.Next(5) == 0 ? null : random.NextDouble() < oddity ? random.NextInt64() : (cell / 28_800_000 + 1) * 28_800_000));
        }

        var amount = (double)random.Next(1, 100_000_000);
        var openInterest = new List<OpenInterestCell>();
        foreach (var (i, cell) in openCells.Index())
        {
            amount = Math.Max(0, amount + random.Next(-100, 100));
            var mark = i < marks.Count ? marks[i].Mark : price;
            var contracts = amount * size;
            openInterest.Add(way switch
            {
                // What is sent: contracts of coins, contracts of dollars, coins alone, dollars alone.
                0 => new(cell, Time(cell), Number(contracts), Number(contracts * size), Number(contracts * size * mark)),
                1 => new(cell, Time(cell), Number(amount), Number(amount * 100 / mark), Number(amount * 100)),
                2 => new(cell, Time(cell), Number(double.NaN), Number(contracts), Number(double.NaN)),
                _ => new(cell, Time(cell), Number(amount / mark / size), Number(amount / mark), Number(amount)),
            });
        }

        return ([.. marks], [.. openInterest]);

        double Number(double usual) => random.NextDouble() < oddity ? Odd[random.Next(Odd.Length)] : usual;
        long Time(long cell) => random.NextDouble() < oddity ? random.NextInt64(long.MinValue, long.MaxValue) : cell + random.NextInt64(Math.Max(1, grid));
    }

    private static long[] Cells(Random random, long startMs, long grid)
    {
        var (most, share) = ((int)Math.Min(3_600_000 / grid, 200), random.Next(4) == 0 ? random.NextDouble() : 1);
        return [.. Enumerable.Range(0, most).Where(_ => random.NextDouble() < share).Select(cell => startMs + (cell * grid))];
    }
}
