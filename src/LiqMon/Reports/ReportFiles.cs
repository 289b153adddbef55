using LiqMon.Files;
using LiqMon.Reports.Formats;

namespace LiqMon.Reports;

/// <summary>
/// Puts the files of a report into a folder: each appears whole or not at all, readable for owner and group. A link that
/// bears the name of a report is replaced, never followed.
/// </summary>
public static class ReportFiles
{
    /// <summary>Writes all files, or none when one of them is there already.</summary>
    /// <param name="directory">The folder; made when it is missing.</param>
    /// <param name="name">Name of the report, from <see cref="ReportSpan.Name"/>.</param>
    /// <param name="files">The files.</param>
    /// <param name="force">Whether files that are there are replaced.</param>
    /// <returns>The paths, in the order of the files.</returns>
    /// <exception cref="IOException">A file is there already, or cannot be written; the message is for people.</exception>
    public static IReadOnlyList<string> Write(string directory, string name, IReadOnlyList<ReportFile> files, bool force)
    {
        ArgumentNullException.ThrowIfNull(files);
        var root = Directory.CreateDirectory(directory).FullName;
        var paths = files.Select(file => Inside(root, name + file.Ending)).ToList();
        if (!force && paths.Find(IsThere) is { } taken)
            throw new IOException($"{taken} is there already; --force replaces it, --out names another folder.");
        for (var at = 0; at < paths.Count; at++)
        {
            using var file = new AtomicFile(paths[at], force);
            file.Stream.Write(files[at].Content.Span);
            file.Commit();
        }

        return paths;
    }

    /// <summary>Whether something bears that name, also a link that leads nowhere.</summary>
    internal static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static string Inside(string root, string name)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        return Path.GetDirectoryName(path) == Path.TrimEndingDirectorySeparator(root) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? path
            : throw new ArgumentException($"{name} is no name of a report.", nameof(name));
    }
}
