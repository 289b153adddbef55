using LiqMon.Maps;
using LiqMon.Market;

namespace LiqMon.Tests.Maps;

public sealed class MapScoringTests
{
    private const long HourMs = 3_600_000;

    [Fact]
    public void A_map_that_names_every_liquidated_level_scores_one()
    {
        var scoring = new Scoring(Map(), 100);
        scoring.Trade(89);
        scoring.Liquidate(LiquidatedSide.Long, 90, 2_000_000);
        scoring.Liquidate(LiquidatedSide.Long, 95, 6_000_000);

        var score = scoring.Of(LiquidatedSide.Long);
        Assert.Equal((1.0, 1, 0, 0, 2), (score.Share, score.Scored, score.Narrow, score.Blank, score.Orders));
        // 48 levels from 89 to 100.
        Assert.Equal(0.25, score.Baseline!.Value, 12);
    }

    [Fact]
    public void A_map_that_names_none_of_them_scores_no_more_than_its_equals()
    {
        var scoring = new Scoring(Map(), 100);
        scoring.Trade(89);
        scoring.Liquidate(LiquidatedSide.Long, 97, 1_000_000);

        // Two levels have something, ten more of the other 46 fill the quarter.
        Assert.Equal(10.0 / 46, scoring.Of(LiquidatedSide.Long).Share!.Value, 12);
    }

    [Fact]
    public void An_empty_map_scores_as_chance_does()
    {
        var scoring = new Scoring(new PositionMap(LeverageTiers.Default), 100);
        scoring.Trade(110);
        scoring.Liquidate(LiquidatedSide.Short, 101, 5_000_000);
        scoring.Liquidate(LiquidatedSide.Short, 109, 1_000_000);

        var score = scoring.Of(LiquidatedSide.Short);
        Assert.Equal((1, 1), (score.Scored, score.Blank));
        Assert.Equal(score.Baseline!.Value, score.Share!.Value, 12);
    }

    [Fact]
    public void Equal_liquidations_everywhere_score_as_chance_does()
    {
        var scoring = new Scoring(Map(), 100);
        scoring.Trade(89);
        for (var level = PriceLevels.Of(89); level <= PriceLevels.Of(100); level++)
            scoring.Liquidate(LiquidatedSide.Long, PriceLevels.LowerEnd(level) * 1.001, 1_000_000);

        var score = scoring.Of(LiquidatedSide.Long);
        Assert.Equal(score.Baseline!.Value, score.Share!.Value, 12);
    }

    [Fact]
    public void What_lies_beyond_the_traded_levels_counts_as_realised_only()
    {
        var scoring = new Scoring(Map(), 100);
        scoring.Trade(94);
        scoring.Liquidate(LiquidatedSide.Long, 90, 2_000_000);
        scoring.Liquidate(LiquidatedSide.Long, 95, 3_000_000);
        scoring.Liquidate(LiquidatedSide.Long, 101, 4_000_000);

        var score = scoring.Of(LiquidatedSide.Long);
        Assert.Equal((9_000_000, 3_000_000, 1.0), (score.RealisedMicroUsd, score.InRangeMicroUsd, score.Share));
    }

    [Fact]
    public void A_window_in_which_the_price_hardly_moved_is_not_scored()
    {
        var scoring = new Scoring(Map(), 100);
        scoring.Trade(99.6);
        scoring.Liquidate(LiquidatedSide.Long, 99.7, 2_000_000);

        var score = scoring.Of(LiquidatedSide.Long);
        Assert.Equal((1, 0, 1, null), (score.Windows, score.Scored, score.Narrow, score.Share));
    }

    [Fact]
    public void A_walk_forward_holds_the_map_still_at_each_start_and_leaves_out_the_unfinished_window()
    {
        var walk = new WalkForward(10 * HourMs, 2 * HourMs);
        var map = new PositionMap(LeverageTiers.TryParse("10:1:0", out var tiers) ? tiers : LeverageTiers.Default);
        Step(9, 100, opened: 10);
        walk.Liquidate(LiquidatedSide.Long, 90, 1_000_000);
        Step(10, 100);
        // Consumed within the window, but the map at its start had it.
        Step(11, 89);
        walk.Liquidate(LiquidatedSide.Long, 90, 3_000_000);
        Step(12, 92);
        walk.Liquidate(LiquidatedSide.Short, double.NaN, 1);
        walk.Liquidate(LiquidatedSide.Long, 85, 7_000_000);
        Step(13, 85);

        var longs = walk.Windows.Aggregate(new MapScore(), (sum, window) => sum + window.Longs.Places[Forecast.OpenInterest]);
        var shorts = walk.Windows.Aggregate(new MapScore(), (sum, window) => sum + window.Shorts.Places[Forecast.OpenInterest]);
        Assert.Equal((1, 1, 1.0, 3_000_000), (longs.Windows, longs.Scored, longs.Share, longs.InRangeMicroUsd));
        Assert.Equal((1, 0, 1), (shorts.Windows, shorts.Scored, shorts.Narrow));

        void Step(int hour, double price, double opened = 0)
        {
            map.Step(price, new OpenInterestChange(0, opened, 0));
            walk.Step(new Dictionary<Forecast, PositionMap> { [Forecast.OpenInterest] = map }, hour * HourMs);
        }
    }

    /// <summary>Longs that are forced out at 90 and at 95, more at 95; shorts at 110 and 105.</summary>
    private static PositionMap Map()
    {
        Assert.True(LeverageTiers.TryParse("10:1:0,20:3:0", out var tiers));
        var map = new PositionMap(tiers);
        map.Step(100, new OpenInterestChange(0, 10, 0));
        return map;
    }

    private sealed class Scoring(PositionMap map, double startPrice)
    {
        private readonly TradedWindow _window = new(startPrice);

        internal void Trade(double price) => _window.Trade(price);

        internal void Liquidate(LiquidatedSide side, double price, long microUsd) => _window.Liquidate(side, price, microUsd);

        internal MapScore Of(LiquidatedSide side) => MapScoring.Of(_window, side, map.Side(side).At);
    }
}
