namespace LiqMon.Doctor;

/// <summary>Whether the disk of the data folder has more space than the reserve that LiqMon leaves to others.</summary>
internal sealed class DiskSpaceCheck(string dataDirectory, long reserveBytes) : ICheck
{
    /// <summary>Some weeks of a busy market.</summary>
    private const long Comfortable = 1L << 30;

    public string Name => "space";

    public Task<CheckResult> RunAsync(CancellationToken cancellation) => Task.FromResult(Look());

    private CheckResult Look()
    {
        var folder = DataFolder.Existing(dataDirectory);
        long free;
        try
        {
            free = new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Skipped($"the system does not report the free space of {folder}: {failure.Message}");
        }

        var text = $"{free >> 20} MiB free at {folder}, of which {reserveBytes >> 20} MiB are kept for others";
        const string advice = "Free some space, move the data folder with --data, or set Store:LiquidationRetention.";
        return free < reserveBytes ? CheckResult.Fail(text + ": nothing is stored", advice)
            : free - reserveBytes < Comfortable ? CheckResult.Warn(text, advice)
            : CheckResult.Ok(text);
    }
}
