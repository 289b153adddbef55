using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Dashboard;

/// <summary>The table of what followed cascades.</summary>
internal static class AftermathOfPage
{
    internal static PageTable Table(CascadeAftermathResult aftermath) => new()
    {
        Id = "after",
        Title = "After cascades",
        Note = "mark price in 30 days, beside random times of equal volatility; "
            + string.Join("; ", aftermath.Sides.Select(side => $"{EnumNames.Of(side.Side)}s: {side.Verdict}")),
        IsFixed = true,
        Columns =
        [
            new("side", "cascade of", "w"), new("after", "after", "w"), new("cascades", "count", "n off"), new("median", "median", "n"),
            new("lower_quartile", "quarter below", "n off"), new("upper_quartile", "quarter above", "n off"), new("share_up", "up", "n off"),
            new("random_median", "random", "n"), new("random_share_up", "random up", "n off"), new("differs", "differs"),
        ],
        Rows =
        [
            .. aftermath.Sides.SelectMany(side => side.Horizons.Select(at => new PageRow($"{EnumNames.Of(side.Side)}-{at.Seconds}",
            [
                PageCell.Of(EnumNames.Of(side.Side) + "s") with { Class = PageText.SideOf(side.Side) },
                new(LengthText.Of(at.Seconds * 1_000), at.Seconds),
                new(NumberText.Count(at.After.Count), at.After.Count),
                Change(at.After.Median), Change(at.After.LowerQuartile), Change(at.After.UpperQuartile),
                new(NumberText.Percent(at.After.ShareUp), at.After.ShareUp),
                Change(at.Random.Median),
                new(NumberText.Percent(at.Random.ShareUp), at.Random.ShareUp),
                new(at.Differs ? "yes" : "no", at.Differs ? "yes" : "no"),
            ]))),
        ],
    };

    private static PageCell Change(decimal change) => new((change * 100).ToString("+0.00;-0.00;0.00", System.Globalization.CultureInfo.InvariantCulture) + "%", change);
}
