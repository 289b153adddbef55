using Microsoft.Win32.SafeHandles;

namespace LiqMon.Store;

/// <summary>
/// The file with the <see cref="CommitMark"/>. It is written after each commit and not synced: after a power cut it may be
/// behind the store, which hides a loss and never makes one up.
/// </summary>
internal sealed class MarkFile : IDisposable
{
    internal const string FileName = "liqmon.commits";

    private readonly SafeFileHandle? _file;

    private MarkFile(SafeFileHandle? file, CommitMark? last) => (_file, Last) = (file, last);

    /// <summary>What the process before has left; null where nothing can be read.</summary>
    internal CommitMark? Last { get; }

    /// <summary>Opens the file; makes it when there is none. Where that is not possible, as on a full disk, losses go unnoticed.</summary>
    internal static MarkFile Open(string folder)
    {
        try
        {
            var file = File.OpenHandle(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            try
            {
                return new(file, Read(file));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null, null);
        }
    }

    /// <summary>The mark of a folder, also while another process writes; null where there is none.</summary>
    internal static CommitMark? Read(string folder)
    {
        try
        {
            using var file = File.OpenHandle(Path.Combine(folder, FileName), share: FileShare.ReadWrite);
            return Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the mark. One that cannot be written stays as it was, and is then behind the store.</summary>
    internal void Write(CommitMark mark)
    {
        if (_file is null)
            return;
        try
        {
            RandomAccess.Write(_file, mark.ToBytes(), 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The commit itself is durable, and the next one writes the mark again.
        }
    }

    public void Dispose() => _file?.Dispose();

    private static CommitMark? Read(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[CommitMark.Bytes];
        return CommitMark.Parse(bytes[..RandomAccess.Read(file, bytes, 0)]);
    }
}
