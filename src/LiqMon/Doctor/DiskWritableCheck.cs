namespace LiqMon.Doctor;

/// <summary>Whether a file can be written in a folder; a small file of its own, removed at once.</summary>
/// <param name="dataDirectory">The folder, which may not exist yet.</param>
/// <param name="setting">What names another folder.</param>
internal sealed class DiskWritableCheck(string dataDirectory, string setting = "--data") : ICheck
{
    public string Name => "writable";

    public Task<CheckResult> RunAsync(CancellationToken cancellation) => Task.FromResult(Look());

    private CheckResult Look()
    {
        var folder = DataFolder.Existing(dataDirectory);
        try
        {
            var path = Path.Combine(folder, $".liqmon-doctor-{Guid.NewGuid():N}");
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                file.WriteByte(0);
                file.Flush(flushToDisk: true);
            }

            return Directory.Exists(dataDirectory)
                ? CheckResult.Ok($"{folder} can be written")
                : CheckResult.Ok($"{Path.GetFullPath(dataDirectory)} can be created: {folder} can be written");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail(
                $"{folder} cannot be written: {failure.Message}", $"Give the user of LiqMon the right to write there, or name another folder with {setting}.");
        }
    }
}
