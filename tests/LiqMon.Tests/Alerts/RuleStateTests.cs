using LiqMon.Alerts;

namespace LiqMon.Tests.Alerts;

/// <summary>When a rule is sent: <c>+</c> holds, <c>-</c> does not, <c>?</c> is not known, one letter for each ten seconds.</summary>
public sealed class RuleStateTests
{
    [Theory]
    // At once, and once.
    [InlineData("-+++-", 0, 0, ".F..C")]
    [InlineData("++--+", 0, 0, "F.C.F")]
    // Only what has held for twenty seconds, and what did not was never sent.
    [InlineData("++-+++++-", 20, 0, ".....F..C")]
    [InlineData("+-+-+-", 20, 0, "......")]
    // Again each thirty seconds while it holds.
    [InlineData("++++++++-", 0, 30, "F..F..F.C")]
    [InlineData("+++++++-", 20, 30, "..F..F.C")]
    // What is not known breaks the time before, and neither ends nor repeats what was sent.
    [InlineData("++?+++", 20, 0, ".....F")]
    [InlineData("+?????-", 0, 30, "F.....C")]
    [InlineData("?-?+", 0, 0, "...F")]
    public void A_rule_is_sent_when_it_has_held_and_once_when_it_is_over(string holds, int forSeconds, int repeatSeconds, string steps)
    {
        Assert.NotNull(RuleParser.Read("price(BTC) > 1", out _));
        var rule = new AlertRule(
            "r", "price(BTC) > 1", RuleParser.Read("price(BTC) > 1", out _)!, TimeSpan.FromSeconds(forSeconds),
            repeatSeconds == 0 ? null : TimeSpan.FromSeconds(repeatSeconds), []);
        var state = new RuleState(rule);

        var taken = holds.Select((letter, at) => state.Take(letter switch { '+' => true, '-' => false, _ => null }, TimeSpan.FromSeconds(at * 10)))
            .Select(step => step switch { RuleStep.Fire => 'F', RuleStep.Clear => 'C', _ => '.' });

        Assert.Equal(steps, string.Concat(taken));
    }
}
