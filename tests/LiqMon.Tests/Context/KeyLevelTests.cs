using FsCheck;
using FsCheck.Fluent;
using LiqMon.Context;

namespace LiqMon.Tests.Context;

public sealed class KeyLevelTests
{
    [Theory]
    [InlineData(40_099, "35000 40000 45000 50000")]
    [InlineData(97_400, "90000 95000 100000 105000")]
    [InlineData(100_000, "50000 100000 150000 200000")]
    [InlineData(9_999, "9000 9500 10000 10500")]
    [InlineData(0.2043, "0.15 0.2 0.25 0.3")]
    [InlineData(0.00001124, "5E-06 1E-05 1.5E-05 2E-05")]
    [InlineData(2.1e12, "1500000000000 2000000000000 2500000000000 3000000000000")]
    [InlineData(1, "0.5 1 1.5 2")]
    public void RoundNumbersAreThoseThatPeopleName(double price, string expected) =>
        Assert.Equal(expected, string.Join(' ', KeyLevel.RoundNumbers(price).Select(level => FormattableString.Invariant($"{level}"))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NoPriceHasNoLevels(double price) => Assert.Empty(KeyLevel.RoundNumbers(price));

    [Fact]
    public void ALevelTakenBackSaysSinceWhenAndFlipsAfterEnoughCloses()
    {
        // Above until 2, below until 5, above again.
        var closes = Closes(41, 42, 39, 38, 37, 40, 41, 43);
        Assert.Equal(new KeyLevel(true, 5, 3, true, 1), KeyLevel.Read(closes, 40, 3));
        Assert.Equal(new KeyLevel(true, 5, 3, false, 1), KeyLevel.Read(closes, 40, 4));
        Assert.Equal(new KeyLevel(true, 7, 1, true, null), KeyLevel.Read(closes, 42.5, 1));
        Assert.Equal(new KeyLevel(false, null, 8, false, null), KeyLevel.Read(closes, 50, 1));
        Assert.Null(KeyLevel.Read([], 40, 1));
    }

    [Fact]
    public void AFallIsTheMirrorImage()
    {
        var closes = Closes(38, 41, 42, 39, 38);
        Assert.Equal(new KeyLevel(false, 3, 2, true, 0), KeyLevel.Read(closes, 40, 2));
    }

    [Fact]
    public void WhatItSaysHoldsForEveryHistory() => Prop.ForAll(Gen.Choose(1, 9).NonEmptyListOf().ToArbitrary(), values =>
    {
        var closes = Closes([.. values.Select(value => (double)value)]);
        var read = KeyLevel.Read(closes, 5, 3)!.Value;
        var sides = closes.Select(close => close.Value >= 5).ToList();
        return read.IsAbove == sides[^1]
            && sides.TakeLast(read.Run).All(side => side == read.IsAbove)
            && (read.CrossedMs is { } crossed ? sides[(int)crossed - 1] != read.IsAbove && read.Run == closes.Count - crossed : read.Run == closes.Count)
            && (read.SinceMs is not { } since || (sides[(int)since] == read.IsAbove && sides.Skip((int)since + 1).Take((int)(read.CrossedMs! - since - 1)).All(side => side != read.IsAbove)))
            && read.Flipped == (read.CrossedMs is not null && read.Run >= 3);
    }).QuickCheckThrowOnFailure();

    private static List<Close> Closes(params double[] values) => [.. values.Select((value, at) => new Close(at, value))];
}
