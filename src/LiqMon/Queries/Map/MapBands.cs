using LiqMon.Market;

namespace LiqMon.Queries;

/// <summary>Some neighbouring levels of one side together, for pictures.</summary>
/// <param name="Side">The positions that stand there.</param>
/// <param name="FromPrice">Lower end.</param>
/// <param name="ToPrice">Upper end.</param>
/// <param name="Usd">Their dollars.</param>
public sealed record MapBand(LiquidatedSide Side, double FromPrice, double ToPrice, decimal Usd);

/// <summary>Divides the range of a map into bands of equal width, those without anything too.</summary>
public static class MapBands
{
    /// <summary>The bands of one side, beginning at the price.</summary>
    /// <param name="answer">The map; it has a price.</param>
    /// <param name="side">Which side.</param>
    /// <param name="bands">How many bands.</param>
    public static IReadOnlyList<MapBand> Of(MapResult answer, LiquidatedSide side, int bands)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        var price = answer.Price?.Usd ?? throw new ArgumentException("A map without a price has no bands.", nameof(answer));
        var width = price * answer.Range / bands;
        var sums = new decimal[bands];
        foreach (var level in answer.Levels.Where(level => level.Side == side))
        {
            var distance = Math.Abs((level.FromPrice + level.ToPrice) / 2 - price);
            sums[(int)Math.Min(distance / width, bands - 1)] += level.Usd;
        }

        return [.. sums.Select((usd, at) => side == LiquidatedSide.Long
            ? new MapBand(side, price - (at + 1) * width, price - at * width, usd)
            : new MapBand(side, price + at * width, price + (at + 1) * width, usd))];
    }
}
