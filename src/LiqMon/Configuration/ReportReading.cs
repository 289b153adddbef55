using System.Globalization;
using LiqMon.Reports;
using LiqMon.Reports.Formats;
using LiqMon.Text;

namespace LiqMon.Configuration;

/// <summary>Reads when and where reports are written by themselves. Without <c>Reports:Directory</c> none are.</summary>
internal static class ReportReading
{
    /// <summary>Reads the settings; adds what is wrong to the errors.</summary>
    internal static ReportPlan? Read(SettingsSources sources, IReadOnlyList<string> formats, List<string> errors)
    {
        var section = sources.Merged.GetSection("Reports");
        if (string.IsNullOrWhiteSpace(section["Directory"]))
        {
            if (section.GetChildren().FirstOrDefault() is { } other)
                errors.Add($"Reports:{other.Key} is set without Reports:Directory; set Reports:Directory to a folder, or remove it.");
            return null;
        }

        var plan = new ReportPlan { Directory = section["Directory"]!.Trim() };
        if (section["Time"] is { } time && !string.IsNullOrWhiteSpace(time))
        {
            if (TryTime(time.Trim(), out var after))
                plan = plan with { After = after };
            else
                errors.Add($"Reports:Time: '{TerminalText.Of(time)}' is not a day and a time; write Monday 00:10, in UTC.");
        }

        return formats.Count == 0 ? plan : plan with { Formats = Formats(formats, errors) };
    }

    private static List<ReportFormat> Formats(IReadOnlyList<string> texts, List<string> errors)
    {
        List<ReportFormat> formats = [];
        foreach (var text in texts)
        {
            if (Enum.TryParse<ReportFormat>(text, ignoreCase: true, out var format) && char.IsAsciiLetter(text[0]))
                formats.Add(format);
            else
                errors.Add($"Reports:Formats: '{TerminalText.Of(text)}' is not one of {string.Join(", ", Enum.GetNames<ReportFormat>()).ToLowerInvariant()}.");
        }

        return [.. formats.Distinct()];
    }

    // A week ends on Monday at 00:00: the time of the week is how long after that.
    private static bool TryTime(string text, out TimeSpan after)
    {
        after = default;
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var day, var clock]
            || !Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var weekday) || !char.IsAsciiLetter(day[0])
            || !TimeOnly.TryParseExact(clock, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        after = TimeSpan.FromDays(((int)weekday + 6) % 7) + time.ToTimeSpan();
        return true;
    }
}
