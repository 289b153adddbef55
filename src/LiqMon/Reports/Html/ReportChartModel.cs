using System.Globalization;
using LiqMon.Charts;
using LiqMon.Text;

namespace LiqMon.Reports.Html;

/// <summary>What the charts of a report draw, and what is to be seen in them, in words.</summary>
internal sealed class ReportChartModel
{
    private const int NamedVenues = 6;
    private readonly WeeklyReport _report;

    internal ReportChartModel(WeeklyReport report)
    {
        _report = report;
        var all = report.Venues.Rows.Where(venue => venue.TotalUsd > 0).Select(venue => venue.Venue).ToList();
        VenueNames = all.Count <= NamedVenues + 1 ? all : [.. all.Take(NamedVenues), "others"];
        RunningSum = Sum();
    }

    internal IReadOnlyList<SideBar> Bars => [.. _report.Days.Rows.Select(day => new SideBar(
        Label(day.Day), Name(day.Day), day.ShortUsd, day.LongUsd, day.IsKnown))];

    internal IReadOnlyList<string> DayLabels => [.. _report.Days.Rows.Select(day => Label(day.Day))];

    internal IReadOnlyList<ChartPoint> Price
    {
        get
        {
            var (from, to) = (FirstDay, _report.Days.Rows[^1].Day.AddDays(1));
            return [.. _report.PriceLine.Rows.Select(point => new ChartPoint((point.Time - from) / (to - from), point.Price))];
        }
    }

    internal string PriceName => (_report.Prices.Rows.Count > 0 ? _report.Prices.Rows[0].Asset : "price") + " price (right)";

    internal string DaysTitle
    {
        get
        {
            var most = _report.Days.Rows.MaxBy(day => day.TotalUsd)!;
            return $"{NumberText.Usd(most.TotalUsd)} on {most.Day.UtcDateTime.ToString("dddd", CultureInfo.InvariantCulture)}, "
                + (most.ShortUsd == most.LongUsd ? "as many shorts as longs" : most.ShortUsd > most.LongUsd ? "most of it shorts" : "most of it longs");
        }
    }

    internal string DaysSubtitle => "Liquidated a day: shorts up, longs down" + (Price.Count > 1 ? "; the line is the price" : "");

    internal string DaysInWords => string.Join(' ', _report.Days.Rows.Select(day =>
        day.IsKnown ? $"{Name(day.Day)}: shorts {NumberText.Usd(day.ShortUsd)}, longs {NumberText.Usd(day.LongUsd)}." : $"{Name(day.Day)}: not watched."));

    internal IReadOnlyList<ChartPoint> RunningSum { get; }

    internal string SumTitle => _report.Headline.ShortMinusLongUsd switch
    {
        > 0 => $"Shorts lost {NumberText.Usd(_report.Headline.ShortMinusLongUsd)} more than longs",
        < 0 => $"Longs lost {NumberText.Usd(-_report.Headline.ShortMinusLongUsd)} more than shorts",
        _ => "Shorts and longs lost the same",
    };

    internal string SumInWords =>
        $"The sum of shorts minus longs ran between {NumberText.SignedUsd(RunningSum.Min(point => point.Value))} and "
        + $"{NumberText.SignedUsd(RunningSum.Max(point => point.Value))} and ended at {NumberText.SignedUsd(_report.Headline.ShortMinusLongUsd)}.";

    internal IReadOnlyList<string> VenueNames { get; }

    internal IReadOnlyList<Stack> VenueStacks => [.. _report.Days.Rows.Select(day => new Stack(Label(day.Day), Values(day.Day)))];

    internal string VenuesTitle => _report.Venues.Rows[0] is { Share: { } share } first
        ? $"{first.Venue} holds {NumberText.Percent(share)} of the total"
        : "By venue";

    internal string VenuesInWords => string.Join(' ', _report.Venues.Rows.Where(venue => venue.TotalUsd > 0)
        .Select(venue => $"{venue.Venue}: {NumberText.Usd(venue.TotalUsd)}."));

    internal string HoursTitle
    {
        get
        {
            var most = _report.Hours.Rows.MaxBy(hour => hour.LongUsd + hour.ShortUsd)!;
            return $"The hour from {most.Hour.UtcDateTime.ToString("ddd HH:mm", CultureInfo.InvariantCulture)} UTC took {NumberText.Usd(most.LongUsd + most.ShortUsd)}";
        }
    }

    internal string HoursInWords => HoursTitle + ", the most of the week; each field is one hour.";

    internal IReadOnlyList<string> HeatRows => DayLabels;

    internal IReadOnlyList<string> HeatColumns { get; } =
        [.. Enumerable.Range(0, 24).Select(hour => hour.ToString("00", CultureInfo.InvariantCulture))];

    internal IReadOnlyList<IReadOnlyList<HeatField?>> HeatFields
    {
        get
        {
            var hours = _report.Hours.Rows.Where(row => row.Watched || row.LongOrders + row.ShortOrders > 0).ToDictionary(
                row => (row.Hour.UtcDateTime.Date, row.Hour.UtcDateTime.Hour), row => new HeatField(row.ShortUsd, row.LongUsd));
            return [.. _report.Days.Rows.Select(day => Enumerable.Range(0, 24)
                .Select(hour => hours.GetValueOrDefault((day.Day.UtcDateTime.Date, hour))).ToList())];
        }
    }

    private DateTimeOffset FirstDay => new(_report.Days.Rows[0].Day.UtcDateTime.Date, TimeSpan.Zero);

    private List<ChartPoint> Sum()
    {
        List<ChartPoint> points = [new(0, 0)];
        var sum = 0m;
        for (var at = 0; at < _report.Hours.Rows.Count; at++)
        {
            sum += _report.Hours.Rows[at].ShortUsd - _report.Hours.Rows[at].LongUsd;
            points.Add(new ChartPoint((at + 1.0) / _report.Hours.Rows.Count, (double)sum));
        }

        return points;
    }

    private List<decimal> Values(DateTimeOffset day)
    {
        var values = new List<decimal>(new decimal[VenueNames.Count]);
        foreach (var row in _report.VenueDays.Rows.Where(row => row.Day == day))
        {
            var at = VenueNames.ToList().IndexOf(row.Venue);
            values[at < 0 ? values.Count - 1 : at] += row.LongUsd + row.ShortUsd;
        }

        return values;
    }

    private static string Label(DateTimeOffset day) => day.UtcDateTime.ToString("ddd d", CultureInfo.InvariantCulture);

    private static string Name(DateTimeOffset day) => day.UtcDateTime.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
}
