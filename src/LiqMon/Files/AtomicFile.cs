namespace LiqMon.Files;

/// <summary>
/// A file that appears under its name only when it is whole: it is written beside it, synced and renamed. What is
/// disposed without <see cref="Commit"/> leaves nothing behind.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly bool _overwrite;
    private readonly FileStream _stream;
    private bool _committed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its name once it is whole. A link of that name is replaced, not followed.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="isOwn">
    /// Whether only this program makes files of that name. Then the existing one is not looked at, which would set the time of its last
    /// change.
    /// </param>
    /// <exception cref="IOException">The file exists and may not be replaced, or the folder cannot be written.</exception>
    public AtomicFile(string path, bool overwrite, bool isOwn = false)
    {
        _path = Path.GetFullPath(path);
        _overwrite = overwrite;
        if (Directory.Exists(_path))
            throw new IOException($"{path} is a folder");
        if (!overwrite && File.Exists(_path))
            throw new IOException($"{path} exists; --force replaces it");
        if (!isOwn)
            RequireFile(path);
        _partial = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        _stream = new FileStream(_partial, options);
    }

    /// <summary>Where to write; not buffered.</summary>
    public Stream Stream => _stream;

    /// <summary>Gives the file its name. Nothing may be written afterwards.</summary>
    /// <exception cref="IOException">The disk is full, or somebody else made the file meanwhile.</exception>
    public void Commit()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_partial, _path, _overwrite);
        _committed = true;
    }

    /// <summary>
    /// A device, a pipe or a socket must not be replaced by a file: whoever uses it next would fill the disk. Only a file can
    /// be given the length that it has.
    /// </summary>
    private void RequireFile(string path)
    {
        // A link is replaced itself, whatever it leads to.
        if (!File.Exists(_path) || new FileInfo(_path).LinkTarget is not null)
            return;
        try
        {
            using var existing = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.SetLength(existing, RandomAccess.GetLength(existing));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new IOException($"{path} is not a file that may be replaced: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        if (!_committed)
            File.Delete(_partial);
    }
}
