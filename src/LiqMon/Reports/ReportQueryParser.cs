using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>Understands what a report is queried for, the same for the command line and for other programs.</summary>
/// <param name="venues">What is known of the venues.</param>
/// <param name="name">How the asker calls a parameter.</param>
public sealed class ReportQueryParser(IReadOnlyList<KnownVenue> venues, Func<string, string> name)
{
    private readonly List<string> _errors = [];

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads a query; null when there are <see cref="Errors"/>.</summary>
    /// <param name="week">An ISO week; the last that is over when null.</param>
    /// <param name="isLast">Seven days up to the last commit instead.</param>
    /// <param name="assets">Assets, each perhaps several with commas between; all when empty.</param>
    /// <param name="now">The present.</param>
    public ReportQuery? Read(string? week, bool isLast, IReadOnlyList<string> assets, DateTimeOffset now)
    {
        var read = Week(week, isLast, now);
        var parser = new QueryParser(venues, name);
        var question = parser.Read(new RawQuery { Assets = assets }, [Grouping.None], now);
        _errors.AddRange(parser.Errors);
        return _errors.Count == 0 && question is not null ? new ReportQuery { Week = read, Assets = question.Filter.Assets } : null;
    }

    private IsoWeek? Week(string? text, bool isLast, DateTimeOffset now)
    {
        var current = IsoWeek.Of(now.ToUnixTimeMilliseconds());
        if (text is null)
            return isLast ? null : current.Plus(-1);
        if (isLast)
            _errors.Add($"{name("last")}: goes alone; {name("week")} names a week");
        else if (!IsoWeek.TryParse(text, out var week))
            _errors.Add($"{name("week")}: {QueryParser.Shown(text)} is not an ISO week; write a year and a week that it has, such as {current}");
        else if (week <= current)
            return week;
        else
            _errors.Add($"{name("week")}: {week} lies in the future");
        return null;
    }
}
