namespace LiqMon.Tests.Venues;

/// <summary>A test that reads the recorded venue messages; skipped, with what is missing, where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = Recordings.WhyMissing;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = Recordings.WhyMissing;
}

/// <summary>The folder of recorded venue messages: third-party data that lies beside the repository, never in it.</summary>
internal static class Recordings
{
    public static string? Folder { get; } = Find();

    public static string? WhyMissing { get; } = Folder is null
        ? "There is no folder shared/recordings beside the repository (LIQMON_SHARED may name the folder 'shared')."
        : null;

    /// <summary>The files of one recorded venue, in a fixed order.</summary>
    public static IEnumerable<string> Files(string venueFolder) =>
        Directory.EnumerateFiles(Path.Combine(Folder!, venueFolder), "*.jsonl").Order(StringComparer.Ordinal);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("LIQMON_SHARED") is { Length: > 0 } named)
            return Directory.Exists(Path.Combine(named, "recordings")) ? Path.Combine(named, "recordings") : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "recordings");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
