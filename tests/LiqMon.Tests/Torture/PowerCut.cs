namespace LiqMon.Tests.Torture;

/// <summary>
/// What a disk holds when the power fails: what was synced, and of the rest nothing, all, or any part of it, in sectors.
/// It follows every call that SQLite makes, until the power is cut. Any thread.
/// </summary>
/// <param name="survival">What of the unsynced writes is on the disk.</param>
/// <param name="random">Draws which.</param>
internal sealed class PowerCut(Survival survival, Random random)
{
    /// <summary>Disks write a sector whole or not at all.</summary>
    private const int Sector = 512;

    private readonly Lock _using = new();
    private readonly Dictionary<string, DiskFile> _files = [];
    private bool _isOff;

    /// <summary>Whether the power is gone.</summary>
    public bool IsOff
    {
        get
        {
            lock (_using)
                return _isOff;
        }
    }

    /// <summary>How many writes had not been synced when the power went.</summary>
    public int Unsynced
    {
        get
        {
            lock (_using)
                return _files.Values.Sum(file => file.Unsynced.Count);
        }
    }

    /// <summary>The power goes: nothing reaches the disk any more.</summary>
    public void Cut()
    {
        lock (_using)
            _isOff = true;
    }

    public void Write(string path, ReadOnlySpan<byte> bytes, long offset)
    {
        var copy = bytes.ToArray();
        Change(path, content => Put(content, copy, offset, static () => true), content => Put(content, copy, offset, IsKept));
    }

    public void Truncate(string path, long length)
    {
        void Shorten(MemoryStream content) => content.SetLength(length);
        Change(path, Shorten, content =>
        {
            if (IsKept())
                Shorten(content);
        });
    }

    /// <summary>A file is removed. It may come back, unless its folder is synced.</summary>
    public void Delete(string path, bool isFolderSynced)
    {
        static void Remove(MemoryStream content) => content.SetLength(0);
        Change(path, Remove, content =>
        {
            if (IsKept())
                Remove(content);
        });
        if (isFolderSynced)
            Sync(path);
    }

    public void Sync(string path)
    {
        lock (_using)
        {
            if (_isOff || !_files.TryGetValue(path, out var file))
                return;
            foreach (var (whole, _) in file.Unsynced)
                whole(file.Synced);
            file.Unsynced.Clear();
        }
    }

    /// <summary>Writes into a folder what the disk holds when the power is back.</summary>
    public void Restore(string folder)
    {
        lock (_using)
        {
            foreach (var (path, file) in _files)
            {
                using var content = new MemoryStream();
                file.Synced.WriteTo(content);
                foreach (var (whole, torn) in file.Unsynced)
                {
                    if (survival == Survival.All)
                        whole(content);
                    else if (survival == Survival.Some)
                        torn(content);
                }

                if (content.Length > 0)
                    File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(path)), content.ToArray());
            }
        }
    }

    private void Change(string path, Action<MemoryStream> whole, Action<MemoryStream> torn)
    {
        lock (_using)
        {
            if (_isOff)
                return;
            if (!_files.TryGetValue(path, out var file))
                _files[path] = file = new DiskFile([], new MemoryStream());
            file.Unsynced.Add((whole, torn));
        }
    }

    private bool IsKept() => random.Next(2) == 0;

    private static void Put(MemoryStream content, byte[] bytes, long offset, Func<bool> isKept)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var count = (int)Math.Min(bytes.Length - at, Sector - ((offset + at) % Sector));
            if (isKept())
            {
                content.Position = offset + at;
                content.Write(bytes, at, count);
            }

            at += count;
        }
    }

    /// <summary>A file, with each change since its last sync: as it was meant, and as a failing disk does it.</summary>
    private sealed record DiskFile(List<(Action<MemoryStream> Whole, Action<MemoryStream> Torn)> Unsynced, MemoryStream Synced);
}

/// <summary>What a disk keeps of writes that were not synced when the power failed.</summary>
public enum Survival
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each sector or not, by chance: later ones may survive without earlier ones.</summary>
    Some,

    /// <summary>All, as when only the process ends.</summary>
    All,
}
