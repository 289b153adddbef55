using System.Globalization;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Makes a map of positions from stored prices and open interest, and says what it assumes.</summary>
public static class MapResultBuilder
{
    private const string Unknown = "; nobody outside the venues knows the positions";

    private const string OpenInterest =
        "Open interest that rises opens as much long as short, at the price of the minute; what was opened before the span is not in the map.";

    private static readonly string PathMemory = string.Create(
        CultureInfo.InvariantCulture,
        $"At every moment as much is opened as closed, long and short, at the price of the minute; a position is held for {Turnover.DefaultDays:0.#} days on average. "
        + $"Changes of open interest are not looked at: on real hours they added nothing.");

    // Enough for levels that are 0.25 % apart.
    private const int Digits = 7;

    /// <summary>The map at the end of the span.</summary>
    public static MapResult Of(SpanQuery question, MapSamples samples, LeverageTiers tiers)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(tiers);
        var line = new MapLine(tiers, samples.Steps is [.., var newest] ? newest.Change.After : 0);
        foreach (var step in samples.Steps)
            line.Step(step);
        var map = line.Maps[question.Model];
        var levels = Levels(map, question.Range);
        return new MapResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(question.DisplayFromMs),
            To = Timestamps.FromUnixMs(question.DisplayToMs),
            MadeFrom = question.Model,
            Model = ModelOf(question.Model),
            Assumptions = Assumptions(question.Model, tiers),
            Tiers = [.. tiers.All.Select(tier => new MapTierResult(tier.Leverage, Weight(tier, tiers), tier.MaintenanceMargin))],
            Price = PriceOf(samples),
            Venues = samples.Venues,
            Contracts = samples.Contracts,
            OpenInterestUsd = MicroUsd.ToUsd(map.OpenInterestMicroUsd),
            PriceCoverage = CoverageResultBuilder.Share(samples.PriceCoverage),
            OpenInterestCoverage = CoverageResultBuilder.Share(samples.OpenInterestCoverage),
            Longs = Side(map, LiquidatedSide.Long, levels),
            Shorts = Side(map, LiquidatedSide.Short, levels),
            Range = question.Range,
            LevelWidth = PriceLevels.Width,
            Levels = levels,
        };
    }

    /// <summary>What stands above every map of a kind.</summary>
    internal static string ModelOf(Forecast model) => (model == Forecast.PathMemory
        ? "a model from the path of the price and assumed leverage, scaled to open interest"
        : "a model from open interest, price and assumed leverage") + Unknown;

    /// <summary>The newest price; null when none is stored.</summary>
    internal static MapPriceResult? PriceOf(MapSamples samples) => samples.Steps is [.., var last]
        ? new MapPriceResult(samples.Venue!, samples.Symbol!, last.Price, Timestamps.FromUnixMs(last.TimeMs))
        : null;

    /// <summary>What a map of a kind takes for granted, each in a sentence.</summary>
    internal static IReadOnlyList<string> Assumptions(Forecast model, LeverageTiers tiers) =>
    [
        model == Forecast.PathMemory ? PathMemory : OpenInterest,
        "Leverage is a guess: " + string.Join(", ", tiers.All.Select(tier => string.Create(
            CultureInfo.InvariantCulture, $"{tier.Leverage:0.##}x {Weight(tier, tiers) * 100:0.#}%")))
            + "; a position is forced out when its own margin has shrunk to the maintenance margin of "
            + string.Join(", ", tiers.All.Select(tier => tier.MaintenanceMargin).Distinct().Select(margin => string.Create(
                CultureInfo.InvariantCulture, $"{margin * 100:0.###}%"))) + ".",
        model == Forecast.PathMemory
            ? "A level is empty once the price has traded there. What is closed otherwise takes the same share of every level."
            : "A level is empty once the price has traded there. Open interest that falls by more takes the same share of every level.",
    ];

    private static decimal Weight(LeverageTier tier, LeverageTiers tiers) => Math.Round((decimal)tier.Weight / tiers.TotalWeight, 6);

    private static List<MapLevelResult> Levels(PositionMap map, double range)
    {
        if (map.Price is not { } price)
            return [];
        var (lowest, highest) = (PriceLevels.Of(price * (1 - range)), PriceLevels.Of(price * (1 + range)));
        return
        [
            .. map.Longs.Levels.Where(level => level.Level >= lowest).Select(level => Level(LiquidatedSide.Long, level)),
            .. map.Shorts.Levels.Where(level => level.Level <= highest).Select(level => Level(LiquidatedSide.Short, level)),
        ];
    }

    private static MapLevelResult Level(LiquidatedSide side, (int Level, long MicroUsd) level) => new(
        side, Rounded(PriceLevels.LowerEnd(level.Level)), Rounded(PriceLevels.LowerEnd(level.Level + 1)), MicroUsd.ToUsd(level.MicroUsd));

    private static MapSideResult Side(PositionMap map, LiquidatedSide which, List<MapLevelResult> levels)
    {
        var side = map.Side(which);
        return new MapSideResult(
            MicroUsd.ToUsd(side.BuiltMicroUsd),
            MicroUsd.ToUsd(side.StandingMicroUsd),
            MicroUsd.ToUsd(side.ConsumedMicroUsd),
            MicroUsd.ToUsd(side.LeftMicroUsd),
            levels.Where(level => level.Side == which).Sum(level => level.Usd),
            map.OpenInterestMicroUsd > 0
                ? CoverageResultBuilder.Share(Math.Min((double)side.StandingMicroUsd / map.OpenInterestMicroUsd, 1))
                : null);
    }

    /// <summary>A price with as many digits as its level needs.</summary>
    internal static double Rounded(double price) =>
        double.Parse(price.ToString("G" + Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
