using System.Diagnostics;
using System.Globalization;
using LiqMon.Packing;

namespace LiqMon.Benchmarks.Disk;

/// <summary>How small samples become, and how long it takes, by the length of a block.</summary>
internal static class PackingSize
{
    private const int Contracts = 1_200;
    private const int Hours = 24;

    internal static void Run()
    {
        var market = new SampledMarket(Contracts);
        var startMs = FullStore.Monday.ToUnixTimeMilliseconds();
        var marks = new MarkPriceCell[Contracts][];
        var openInterest = new OpenInterestCell[Contracts][];
        for (var contract = 0; contract < Contracts; contract++)
        {
            (marks[contract], openInterest[contract]) = (new MarkPriceCell[Hours * 60], new OpenInterestCell[Hours * 60]);
            for (var minute = 0; minute < Hours * 60; minute++)
            {
                var cell = startMs + (minute * 60_000L);
                var (open, mark) = market.Move(contract, cell);
                marks[contract][minute] = new(cell, mark.TimeMs, mark.Mark, mark.Index ?? double.NaN, mark.FundingRate ?? double.NaN, mark.NextFundingMs);
                openInterest[contract][minute] = new(cell, open.TimeMs, open.Contracts, open.Base, open.Usd);
            }
        }

        foreach (var hours in (int[])[1, 2, 4, 12, 24])
            Measure(marks, openInterest, startMs, hours * 60);
        // What is left of an old hour.
        var last = marks.Zip(openInterest).Sum(pair => SampleBlock.Pack(startMs + (23 * 3_600_000), pair.First.AsSpan(^1), pair.Second.AsSpan(^1)).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the last sample alone: {(double)last / Contracts:F0} B"));
    }

    private static void Measure(MarkPriceCell[][] marks, OpenInterestCell[][] openInterest, long startMs, int minutes)
    {
        var blocks = new List<byte[]>();
        var started = Stopwatch.GetTimestamp();
        for (var from = 0; from < Hours * 60; from += minutes)
        {
            for (var contract = 0; contract < Contracts; contract++)
                blocks.Add(SampleBlock.Pack(startMs + (from * 60_000L), marks[contract].AsSpan(from, minutes), openInterest[contract].AsSpan(from, minutes)));
        }

        var packing = Stopwatch.GetElapsedTime(started);
        var unpacker = new SampleUnpacker();
        var took = new double[3];
        foreach (var parts in Enum.GetValues<SampleParts>())
        {
            started = Stopwatch.GetTimestamp();
            foreach (var block in blocks)
                _ = unpacker.TryRead(block, startMs, parts) ? true : throw new InvalidOperationException("a block cannot be read");
            took[(int)parts] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / blocks.Count;
        }

        var bytes = blocks.Sum(static block => (long)block.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{minutes / 60,2} h: {(double)bytes / Contracts / (Hours * 60):F2} B a contract and minute, {(double)bytes / blocks.Count:F0} B a block; "
            + $"packing {packing.TotalMicroseconds / blocks.Count:F0} us a block, unpacking cells {took[0]:F1}, marks {took[1]:F1}, all {took[2]:F1} us"));
    }
}
