using System.Security.Cryptography;
using LiqMon.Exports;
using LiqMon.Files;

namespace LiqMon.Lake;

/// <summary>A file of the lake that is being written. It gets its name only when it is whole, synced, and not what is there already.</summary>
internal sealed class LakeFile : IAsyncDisposable
{
    /// <summary>The name of every file; day and venue are in the path.</summary>
    internal const string Name = "part.parquet";

    // Small enough that one for each venue is open at once.
    private const int GroupRows = 32_768;

    private readonly string _path;
    private readonly Action<string>? _beforeRename;
    private readonly AtomicFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;

    private LakeFile(string path, LakeTable table, bool isSimulated, Action<string>? beforeRename)
    {
        _path = path;
        _beforeRename = beforeRename;
        _file = new AtomicFile(path, overwrite: true, isOwn: true);
        Rows = new ParquetTable(
            LakeSchema.Of(table), ParquetTable.Metadata(Text.EnumNames.Of(table), isSimulated), LakeSchema.InPath, GroupRows);
    }

    /// <summary>Takes its rows.</summary>
    internal ParquetTable Rows { get; }

    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal static LakeFile Open(string directory, LakeTable table, long dayMs, string venue, bool isSimulated, Action<string>? beforeRename)
    {
        var path = Path.Combine(directory, LakeSchema.PathOf(table, dayMs, venue));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new LakeFile(path, table, isSimulated, beforeRename);
    }

    /// <summary>Writes rows to the disk, as far as they fill a group; at the end all.</summary>
    internal async ValueTask FlushAsync(bool isLast, CancellationToken cancellation)
    {
        await Rows.FlushAsync(isLast, cancellation).ConfigureAwait(false);
        if (Rows.Written.IsEmpty)
            return;
        await _file.Stream.WriteAsync(Rows.Written, cancellation).ConfigureAwait(false);
        _hash.AppendData(Rows.Written.Span);
        _bytes += Rows.Written.Length;
        Rows.Clear();
    }

    /// <summary>Gives the file its name, unless the one of that name holds the same.</summary>
    /// <param name="known">What the one of that name was written with; null for none.</param>
    /// <returns>What it holds, and whether it is new.</returns>
    internal (LakeFileState State, bool IsNew) Publish(LakeFileState? known)
    {
        var state = new LakeFileState(Rows.Rows, _bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        if (state == known && File.Exists(_path) && new FileInfo(_path).Length == known.Bytes)
            return (state, false);
        _beforeRename?.Invoke(_path);
        _file.Commit();
        return (state, true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync().ConfigureAwait(false);
        _hash.Dispose();
        _file.Dispose();
    }

    /// <summary>Removes what runs that were killed have left half-written.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal static int RemoveLeftovers(string directory)
    {
        var removed = 0;
        foreach (var table in Enum.GetValues<LakeTable>())
        {
            var folder = Path.Combine(directory, Text.EnumNames.Of(table));
            if (!Directory.Exists(folder))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder, $".{Name}.*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            {
                File.Delete(path);
                removed++;
            }
        }

        return removed;
    }
}
