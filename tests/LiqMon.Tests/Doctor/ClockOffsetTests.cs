using LiqMon.Doctor;

namespace LiqMon.Tests.Doctor;

public sealed class ClockOffsetTests
{
    [Fact]
    public void Two_answers_tell_more_than_one()
    {
        var offset = new ClockOffset(-200, 900).And(new ClockOffset(300, 1_350));
        Assert.Equal((600, 300), (offset.Ms, offset.UncertaintyMs));
    }

    [Fact]
    public void Of_two_that_contradict_each_other_the_narrower_is_believed() =>
        Assert.Equal(new(5_000, 6_000), new ClockOffset(0, 3_000).And(new ClockOffset(5_000, 6_000)));
}
