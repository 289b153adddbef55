namespace LiqMon.Doctor;

/// <summary>Whether a file can be written where the store is; a small file of its own, removed at once.</summary>
internal sealed class DiskWritableCheck(string dataDirectory) : ICheck
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
                $"{folder} cannot be written: {failure.Message}", "Give the user of LiqMon the right to write there, or name another folder with --data.");
        }
    }
}
