namespace LiqMon.Reports;

/// <summary>A weekly report that has been written by itself.</summary>
/// <param name="Week">Its week.</param>
/// <param name="Directory">The folder it is in.</param>
/// <param name="Headline">What it finds, in sentences.</param>
/// <param name="Time">When it was written.</param>
public sealed record WrittenReport(IsoWeek Week, string Directory, IReadOnlyList<string> Headline, DateTimeOffset Time);
