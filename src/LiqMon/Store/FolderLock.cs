namespace LiqMon.Store;

/// <summary>Keeps a second writing process out of a data folder. The system frees it however this process ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = "liqmon.lock";
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    internal static FolderLock Acquire(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFailure.IoError, $"The data folder {folder} cannot be created: {exception.Message}", exception);
        }

        var path = Path.Combine(folder, FileName);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreException(StoreFailure.IoError, $"The data folder {folder} cannot be written.", exception);
        }
        catch (IOException exception) when (IsHeldByAnother(path))
        {
            throw new StoreException(
                StoreFailure.Locked,
                $"Another LiqMon is already writing to {folder}. Stop it first, or choose another data folder.",
                exception);
        }
        catch (IOException exception)
        {
            throw new StoreException(
                StoreFailure.IoError, $"The data folder {folder} cannot be written: {exception.Message}", exception);
        }
    }

    // A read-only or full disk also ends in an IOException, but there the file itself can still be opened for reading.
    private static bool IsHeldByAnother(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
