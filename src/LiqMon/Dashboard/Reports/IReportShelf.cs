namespace LiqMon.Dashboard;

/// <summary>Weekly reports as pages offer them. Called from several threads.</summary>
public interface IReportShelf
{
    /// <summary>Formats in which reports are made, lower case: <c>html</c>.</summary>
    IReadOnlyList<string> Formats { get; }

    /// <summary>Weeks of which there is something to report, the newest first: <c>2026-W46</c>.</summary>
    /// <param name="now">The present.</param>
    IReadOnlyList<string> Weeks(DateTimeOffset now);

    /// <summary>Reports that lie in the folder, the newest first.</summary>
    IReadOnlyList<ShelvedReport> Past();

    /// <summary>Opens a report of the folder; null unless <see cref="Past"/> lists that very name.</summary>
    /// <param name="name">The file's name.</param>
    Stream? Open(string name);

    /// <summary>Makes a report and writes nothing; null when week or format is none of those that are offered.</summary>
    /// <param name="week">The week.</param>
    /// <param name="format">The format.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<MadeReport?> MakeAsync(string week, string format, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>A report of the folder.</summary>
/// <param name="Name">The file's name: <c>liqmon-2026-W46.html</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Written">When it was last written.</param>
public sealed record ShelvedReport(string Name, long Bytes, DateTimeOffset Written);

/// <summary>A report that was made.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MadeReport(string Name, ReadOnlyMemory<byte> Content);
