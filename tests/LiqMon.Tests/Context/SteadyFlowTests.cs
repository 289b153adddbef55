using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class SteadyFlowTests
{
    [Fact]
    public void Equal_slices_of_one_side_are_steady()
    {
        var bought = SteadyFlow.Of([.. Restless(22), .. Steady(120, buyShare: 0.7)])!.Value;
        Assert.Equal((FlowState.Buying, 1.0), (bought.State, bought.BuyMinutes));
        Assert.True(bought.Variation < bought.VariationLimit);
        Assert.Equal(FlowState.Selling, SteadyFlow.Of([.. Restless(22), .. Steady(120, buyShare: 0.2)])!.Value.State);
    }

    [Fact]
    public void Neither_restless_nor_even_flow_is()
    {
        Assert.Equal(FlowState.None, SteadyFlow.Of(Restless(23))!.Value.State);
        Assert.Equal(FlowState.None, SteadyFlow.Of([.. Restless(22), .. Steady(120, buyShare: 0.55)])!.Value.State);
    }

    [Fact]
    public void Four_of_five_minutes_must_agree()
    {
        var enough = Steady(120, 0.7).Select((minute, at) => at % 5 == 0 ? minute with { TakerBuy = minute.Volume / 2 } : minute);
        var tooFew = Steady(120, 0.7).Select((minute, at) => at % 5 == 0 || at == 1 ? minute with { TakerBuy = minute.Volume / 2 } : minute);
        Assert.Equal(FlowState.Buying, SteadyFlow.Of([.. Restless(22), .. enough])!.Value.State);
        Assert.Equal(FlowState.None, SteadyFlow.Of([.. Restless(22), .. tooFew])!.Value.State);
    }

    [Fact]
    public void Without_enough_whole_history_nothing_is_said()
    {
        Assert.Null(SteadyFlow.Of([]));
        Assert.Null(SteadyFlow.Of(Restless(20)));
        Assert.NotNull(SteadyFlow.Of(Restless(21)));
        var holed = Restless(23);
        holed.RemoveAt(holed.Count - 30);
        Assert.Null(SteadyFlow.Of(holed));
    }

    private static IEnumerable<FlowMinute> Steady(int count, double buyShare) =>
        Enumerable.Range(0, count).Select(at => new FlowMinute((22L * 120 + at) * 60_000, 10, 10 * buyShare));

    private static List<FlowMinute> Restless(int stretches)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, stretches * 120).Select(at =>
        {
            var volume = 1 + 100 * Math.Pow(random.NextDouble(), 4);
            return new FlowMinute(at * 60_000L, volume, volume * random.NextDouble());
        })];
    }
}
