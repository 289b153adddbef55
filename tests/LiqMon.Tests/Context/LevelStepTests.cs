using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

/// <summary>Round numbers stay where they are while a price crosses the boundary between two steps.</summary>
public sealed class LevelStepTests
{
    [Fact]
    public void A_price_that_moves_around_a_hundred_thousand_keeps_its_levels()
    {
        List<Close> history = [new(0, 97_400)];
        foreach (var price in (double[])[99_900, 100_100, 99_000, 104_000, 101_000, 108_000, 98_000])
        {
            history.Add(new(history.Count, price));
            var levels = KeyLevel.RoundNumbers(history, price);
            Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.Equal(5_000, pair.Second - pair.First));
        }

        Assert.Equal([110_000, 120_000, 130_000, 140_000], KeyLevel.RoundNumbers([.. history, new(99, 111_000)], 121_000));
        Assert.Equal([90_000, 100_000, 110_000, 120_000], KeyLevel.RoundNumbers([.. history, new(99, 111_000)], 104_000));
    }

    [Fact]
    public void A_price_that_stays_within_a_tenth_never_has_more_than_two_steps_and_changes_once() => Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(), Gen.Choose(0, 1_000).NonEmptyListOf().ToArbitrary(), (start, moves) =>
        {
            // Between the start and nine hundredths above it.
            var prices = moves.Select(move => start * (1 + (move / 1_000.0 * 0.09))).ToList();
            var steps = Enumerable.Range(1, prices.Count).Select(count => LevelStep.Of(prices.Take(count))).ToList();
            return steps.Distinct().Count() == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Levels_surround_the_price_and_lie_close() => Prop.ForAll(Gen.Choose(1, 100_000_000).ToArbitrary(), thousandths =>
    {
        var price = thousandths / 1_000.0;
        var levels = KeyLevel.RoundNumbers([], price);
        return levels.Any(level => level <= price) && levels.Any(level => level > price) && levels[^1] <= price * 2 && levels[0] >= price * 0.49;
    }).QuickCheckThrowOnFailure();
}
