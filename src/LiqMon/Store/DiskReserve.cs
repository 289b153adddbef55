namespace LiqMon.Store;

/// <summary>Refuses to write while the disk has less free space than the reserve. Looks once a second.</summary>
internal sealed class DiskReserve(StoreOptions options, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly DriveInfo _drive = new(Path.GetFullPath(options.DataDirectory));
    private long? _lookedAt;
    private long _free;

    internal void Require()
    {
        if (_lookedAt is not { } at || time.GetElapsedTime(at) >= Interval)
        {
            _free = Free();
            _lookedAt = time.GetTimestamp();
        }

        if (_free < options.ReserveBytes)
        {
            throw new StoreException(
                StoreFailure.DiskFull,
                $"The disk of {options.DataDirectory} has {_free >> 20} MiB left; {options.ReserveBytes >> 20} MiB are kept free.");
        }
    }

    private long Free()
    {
        try
        {
            return _drive.AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Some network and overlay mounts do not report it; then SQLite's own error has to do.
            return long.MaxValue;
        }
    }
}
