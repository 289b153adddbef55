using LiqMon.Market;
using LiqMon.Tests.Feeds;

namespace LiqMon.Tests.Ingestion;

/// <summary>An order without an id that comes again in another frame: the same one, or its twin.</summary>
public sealed class RepeatedOrderTests
{
    private const long Now = ProcessorRig.Now;

    private static readonly string Order = FakeVenue.Liquidation(timeMs: Now).Replace("\"n\":\"0\"", "\"n\":\"\"", StringComparison.Ordinal);

    [Fact]
    public async Task It_counts_once_and_makes_its_minute_a_floor()
    {
        using var rig = new ProcessorRig();
        var readings = rig.Processor.NewReadings();
        await rig.SocketAsync(Order, readings);
        await rig.SocketAsync(FakeVenue.Tick(timeMs: Now), readings);
        await rig.SocketAsync(Order, readings);
        var (deficits, orders) = rig.Stored(Now - 60_000, Now + 60_000);
        Assert.Equal((DeficitReason.Repeated, "BTCUSDT", 1L), (Assert.Single(deficits).Reason, deficits[0].Symbol, deficits[0].Count));
        Assert.Equal(1, orders);
    }

    [Fact]
    public async Task Another_connection_repeats_what_the_first_one_brought()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(Order, rig.Processor.NewReadings());
        await rig.SocketAsync(Order, rig.Processor.NewReadings());
        var (deficits, orders) = rig.Stored(Now - 60_000, Now + 60_000);
        Assert.Empty(deficits);
        Assert.Equal(1, orders);
    }

    [Fact]
    public async Task An_id_shows_that_it_is_the_same()
    {
        using var rig = new ProcessorRig();
        var readings = rig.Processor.NewReadings();
        await rig.SocketAsync(FakeVenue.Liquidation(n: 5, timeMs: Now), readings);
        await rig.SocketAsync(FakeVenue.Liquidation(n: 5, timeMs: Now), readings);
        Assert.Empty(rig.Stored(Now - 60_000, Now + 60_000).Deficits);
    }
}
