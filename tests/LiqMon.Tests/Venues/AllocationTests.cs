using System.Text;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>Reading and valuing a liquidation of a known contract leaves nothing to collect.</summary>
public sealed class AllocationTests
{
    public static TheoryData<string> Venues() =>
        [.. VenueCatalog.All.Where(venue => venue.Profile.FeedClass != FeedClass.None).Select(venue => venue.Profile.Id)];

    [Theory]
    [MemberData(nameof(Venues))]
    public void A_known_liquidation_allocates_nothing(string id)
    {
        var venue = VenueCatalog.Find(id)!;
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", id);
        var frames = Path.Combine(folder, "several-orders", "frames.jsonl");
        if (!File.Exists(frames))
        {
            // Only a venue whose liquidations come over REST alone has no socket frames.
            var instruments = FixtureText.Instruments(venue, Path.Combine(folder, "instruments.jsonl"));
            Assert.Contains(venue.Polls(instruments), poll => poll.Feed is not null);
            return;
        }

        var symbols = new SymbolRegistry();
        symbols.Update(FixtureText.Instruments(venue, Path.Combine(folder, "instruments.jsonl")), 0);
        var readings = new FrameReadings(symbols);
        var bytes = File.ReadLines(frames).Select(Encoding.UTF8.GetBytes).ToArray();

        Assert.True(Run(venue, readings, bytes, 100) > 0);
        // A collection that another test causes makes the thread's count jump by its unused share of memory. What is
        // allocated for a frame shows in every run.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated(venue, readings, bytes)));
    }

    private static long Allocated(IVenue venue, FrameReadings readings, byte[][] frames)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(venue, readings, frames, 3_000);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Run(IVenue venue, FrameReadings readings, byte[][] frames, int times)
    {
        long total = 0;
        for (var i = 0; i < times; i++)
        {
            foreach (var frame in frames)
            {
                readings.Clear(1_794_000_060_000);
                venue.Read(frame, readings);
                foreach (ref readonly var reading in readings.LiquidationSpan)
                {
                    if (reading.Value(1_794_000_060_000, out var liquidation) == ValuationOutcome.Valued)
                        total += liquidation.NotionalMicroUsd;
                }
            }
        }

        return total;
    }
}
