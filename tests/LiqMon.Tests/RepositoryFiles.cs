namespace LiqMon.Tests;

/// <summary>Files that ship with the source: documentation, dashboards, compose file.</summary>
internal static class RepositoryFiles
{
    internal static string Root { get; } = FindRoot();

    internal static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "LiqMon.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
