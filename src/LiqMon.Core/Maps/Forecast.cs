namespace LiqMon.Maps;

/// <summary>What may say beforehand where, and how much, will be liquidated: maps, and what a map has to be better than.</summary>
public enum Forecast : byte
{
    /// <summary>The map whose positions come from the path of the price alone, with constant turnover.</summary>
    PathMemory = 0,

    /// <summary>The map whose positions come from open interest.</summary>
    OpenInterest = 1,

    /// <summary>The same with open interest as it was seven days before.</summary>
    OpenInterestWeekOld = 2,

    /// <summary>The levels nearest to the price, without any map.</summary>
    Nearest = 3,

    /// <summary>The levels farthest from the price among those that were then traded, without any map.</summary>
    Farthest = 4,

    /// <summary>How far the price went: it says how much, not where.</summary>
    Range = 5,

    /// <summary>Levels drawn at random.</summary>
    Chance = 6,

    /// <summary>What was then liquidated: the most that can be had.</summary>
    Future = 7,
}
