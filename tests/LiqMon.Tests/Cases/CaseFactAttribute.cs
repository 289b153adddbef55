using LiqMon.Tests.Venues;
using Shared = LiqMon.Tests.Venues.Recordings;

namespace LiqMon.Tests.Cases;

/// <summary>A test that reads the small inputs of <c>shared/cases</c>; skipped where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseFactAttribute : FactAttribute
{
    public CaseFactAttribute() => Skip = CaseFiles.WhyMissing;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaseTheoryAttribute : TheoryAttribute
{
    public CaseTheoryAttribute() => Skip = CaseFiles.WhyMissing;
}

/// <summary>The small inputs that failed once, which lie beside the repository.</summary>
internal static class CaseFiles
{
    internal static string? WhyMissing { get; } = Shared.Folder is { } recordings && Directory.Exists(FolderBeside(recordings))
        ? null
        : "There is no folder shared/cases beside the repository (LIQMON_SHARED may name the folder 'shared').";

    internal static string Path(string name, string file) => System.IO.Path.Combine(FolderBeside(Shared.Folder!), name, file);

    private static string FolderBeside(string recordings) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(recordings)!, "cases");
}
