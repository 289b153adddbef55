using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class LabelRuleTests
{
    private static readonly LabelFacts Squeeze = new()
    {
        ShortShare = 0.671,
        LogReturn = 0.16,
        Sigma = 0.06,
        OpenInterestChange = -0.04,
        OpenInterestShare = 1,
        Coverage = 0.97,
    };

    [Theory]
    [InlineData(0.65, 0.1501, 0.1, -0.01, SqueezeLabel.ShortSqueeze)]
    [InlineData(0.6499, 0.2, 0.1, -0.01, SqueezeLabel.Covering)]
    [InlineData(0.9, 0.15, 0.1, -0.01, SqueezeLabel.Covering)]
    [InlineData(0.9, 0.2, 0.1, 0.01, SqueezeLabel.NewLongs)]
    [InlineData(0.35, -0.1501, 0.1, -0.01, SqueezeLabel.LongSqueeze)]
    [InlineData(0.3501, -0.2, 0.1, -0.01, SqueezeLabel.LongClosing)]
    [InlineData(0.1, -0.2, 0.1, 0.01, SqueezeLabel.NewShorts)]
    [InlineData(0.1, 0.2, 0.1, -0.01, SqueezeLabel.Covering)]
    [InlineData(0.5, 0.0099, 0.1, 0.01, SqueezeLabel.Quiet)]
    [InlineData(0.5, 0.05, 0.1, 0.0009, SqueezeLabel.Quiet)]
    public void The_rule_is_the_one_that_is_published(double shorts, double move, double sigma, double change, SqueezeLabel expected) =>
        Assert.Equal(
            (expected, null),
            LabelRule.Decide(Squeeze with { ShortShare = shorts, LogReturn = move, Sigma = sigma, OpenInterestChange = change }));

    [Fact]
    public void What_is_not_known_is_not_labelled_and_it_is_said_why()
    {
        Assert.Equal((null, NoLabelReason.Coverage), LabelRule.Decide(Squeeze with { Coverage = 0.7999 }));
        Assert.Equal((null, NoLabelReason.Coverage), LabelRule.Decide(Squeeze with { Coverage = double.NaN }));
        Assert.Equal((null, NoLabelReason.Price), LabelRule.Decide(Squeeze with { LogReturn = null }));
        Assert.Equal((null, NoLabelReason.OpenInterest), LabelRule.Decide(Squeeze with { OpenInterestChange = null }));
        Assert.Equal((null, NoLabelReason.OpenInterest), LabelRule.Decide(Squeeze with { OpenInterestShare = 0.79 }));
        Assert.Equal((null, NoLabelReason.Volatility), LabelRule.Decide(Squeeze with { Sigma = null }));
        Assert.Equal((null, NoLabelReason.Volatility), LabelRule.Decide(Squeeze with { Sigma = 0 }));
        Assert.Equal((SqueezeLabel.Covering, null), LabelRule.Decide(Squeeze with { ShortShare = null }));
    }

    [Fact]
    public void The_mirrored_market_has_the_mirrored_label()
    {
        var mirror = new Dictionary<SqueezeLabel, SqueezeLabel>
        {
            [SqueezeLabel.ShortSqueeze] = SqueezeLabel.LongSqueeze,
            [SqueezeLabel.LongSqueeze] = SqueezeLabel.ShortSqueeze,
            [SqueezeLabel.NewLongs] = SqueezeLabel.NewShorts,
            [SqueezeLabel.NewShorts] = SqueezeLabel.NewLongs,
            [SqueezeLabel.Covering] = SqueezeLabel.LongClosing,
            [SqueezeLabel.LongClosing] = SqueezeLabel.Covering,
            [SqueezeLabel.Quiet] = SqueezeLabel.Quiet,
        };
        var parts = from shorts in Gen.Choose(0, 64)
                    from move in Gen.Choose(-400, 400)
                    from change in Gen.Choose(-100, 100)
                    select (Shorts: shorts / 64.0, Move: move / 1_000.0, Change: change / 1_000.0);
        Prop.ForAll(parts.ToArbitrary(), at =>
        {
            var facts = Squeeze with { ShortShare = at.Shorts, LogReturn = at.Move, OpenInterestChange = at.Change };
            var mirrored = facts with { ShortShare = 1 - at.Shorts, LogReturn = -at.Move };
            return mirror[LabelRule.Decide(facts).Label!.Value] == LabelRule.Decide(mirrored).Label!.Value || at.Move == 0;
        }).QuickCheckThrowOnFailure();
    }
}
