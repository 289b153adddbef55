namespace LiqMon.Simulator;

/// <summary>A stretch of minutes in which the market was forced one way.</summary>
/// <param name="Asset">The asset that led; null for all alike.</param>
/// <param name="FromMinute">First minute.</param>
/// <param name="Minutes">Length.</param>
/// <param name="Move">By what fraction of its price the leading asset moved over the stretch; the others by half of it.</param>
/// <param name="Flow">By how much more was liquidated than otherwise, at its height.</param>
internal sealed record PastEvent(string? Asset, int FromMinute, int Minutes, double Move, double Flow)
{
    /// <summary>How strongly it acts in a minute, 0 to 1: it rises in a third of its length and fades.</summary>
    public double StrengthAt(int minute)
    {
        var place = (minute - FromMinute + 0.5) / Minutes;
        return place is <= 0 or >= 1 ? 0 : place < 1.0 / 3 ? place * 3 : (1 - place) * 1.5;
    }
}

/// <summary>What happened over the days before a simulation, counted back from its start, so that every view has something to show.</summary>
internal static class PastEvents
{
    private const int Day = 1_440;

    /// <summary>
    /// Two cascades that stand out (longs of one asset, shorts of another), a week in which rising prices squeeze shorts, and
    /// smaller shocks at random places.
    /// </summary>
    /// <param name="minutes">Length of the past.</param>
    /// <param name="assets">The assets; the first two lead the cascades.</param>
    /// <param name="draw">Places the smaller ones.</param>
    public static IReadOnlyList<PastEvent> Of(int minutes, IReadOnlyList<string> assets, Random draw)
    {
        var leading = assets[0];
        var other = assets[Math.Min(1, assets.Count - 1)];
        List<PastEvent> events =
        [
            new(leading, minutes - (21 * Day) - 400, 26, -0.062, 60),
            new(other, minutes - (5 * Day) + 200, 22, 0.071, 60),
            new(null, minutes - (14 * Day), 7 * Day, 0.09, 1.2),
        ];
        // Ordinary days have a sharp half hour now and then.
        for (var day = 0; day * Day < minutes; day++)
        {
            var asset = assets[draw.Next(Math.Min(5, assets.Count))];
            var move = (0.008 + (0.014 * draw.NextDouble())) * (draw.Next(2) == 0 ? -1 : 1);
            events.Add(new(asset, (day * Day) + draw.Next(Day - 60), 12 + draw.Next(20), move, 6 + draw.Next(10)));
        }

        return [.. events.Where(it => it.FromMinute >= 0)];
    }
}
