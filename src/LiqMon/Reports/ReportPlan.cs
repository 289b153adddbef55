using LiqMon.Reports.Formats;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>When and where reports are written without being requested.</summary>
public sealed record ReportPlan
{
    /// <summary>The folder.</summary>
    public required string Directory { get; init; }

    /// <summary>How long after the end of a week its report is written: less than a week.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>In which formats.</summary>
    public IReadOnlyList<ReportFormat> Formats { get; init; } = [ReportFormat.Html];

    /// <summary>The newest week whose report is due.</summary>
    public IsoWeek Due(DateTimeOffset now) => IsoWeek.Of((now - After).ToUnixTimeMilliseconds()).Plus(-1);

    /// <summary>The moment at which a week's report becomes due.</summary>
    public DateTimeOffset DueAt(IsoWeek week) => DateTimeOffset.FromUnixTimeMilliseconds(week.ToMs) + After;
}
