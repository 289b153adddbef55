namespace LiqMon.Doctor;

/// <summary>Where the data folder is, or will be.</summary>
internal static class DataFolder
{
    /// <summary>The folder itself, or the nearest one above it that exists.</summary>
    public static string Existing(string dataDirectory)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(dataDirectory));
        while (!folder.Exists && folder.Parent is { } parent)
            folder = parent;
        return folder.FullName;
    }
}
