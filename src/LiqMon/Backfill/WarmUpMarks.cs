using System.Text.Json;
using LiqMon.Files;

namespace LiqMon.Backfill;

/// <summary>
/// The file beside the store that holds the marks of all venues. Of liquidations the store itself knows what was read; without
/// this file market data is fetched once more, which changes nothing. One process at a time writes it: the one that has the
/// store's lock.
/// </summary>
/// <param name="folder">The store's folder.</param>
internal sealed class WarmUpMarks(string folder)
{
    internal const string FileName = "liqmon.warm";

    private readonly Lock _gate = new();

    /// <summary>The mark of a venue; null before anything was fetched.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    internal WarmUpMark? Of(string venue)
    {
        lock (_gate)
            return Read().FirstOrDefault(mark => mark.Venue == venue);
    }

    /// <summary>Moves the mark of a venue.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Set(WarmUpMark mark)
    {
        lock (_gate)
        {
            IReadOnlyList<WarmUpMark> marks = [.. Read().Where(other => other.Venue != mark.Venue), mark];
            using var file = new AtomicFile(Path, overwrite: true);
            JsonSerializer.Serialize(file.Stream, marks, BackfillJson.Default.IReadOnlyListWarmUpMark);
            file.Commit();
        }
    }

    private string Path => System.IO.Path.Combine(folder, FileName);

    private IReadOnlyList<WarmUpMark> Read()
    {
        if (!File.Exists(Path))
            return [];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path), BackfillJson.Default.IReadOnlyListWarmUpMark) ?? [];
        }
        catch (JsonException)
        {
            // Damaged, it knows nothing: what it knew is fetched again.
            return [];
        }
    }
}
