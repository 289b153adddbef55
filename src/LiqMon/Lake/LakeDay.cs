using System.Globalization;
using System.Text.Json;
using LiqMon.Files;

namespace LiqMon.Lake;

/// <summary>
/// What is known of a closed day: its files, and which of them have yet to be written again. Kept beside the tables, so
/// that a run that was killed is gone on with, and a folder that is moved takes its state along.
/// </summary>
internal sealed class LakeDay
{
    /// <summary>The folder of these states. Engines pass over names that begin with a line.</summary>
    internal const string Folder = "_liqmon";

    /// <summary>Stands for every venue.</summary>
    internal const string AllVenues = "*";

    private readonly Dictionary<(LakeTable Table, string Venue), LakeFileState> _files = [];
    private readonly HashSet<(LakePart Part, string Venue)> _pending = [];
    private readonly Dictionary<string, ulong> _coverage = new(StringComparer.Ordinal);

    internal LakeDay(long startMs) => StartMs = startMs;

    /// <summary>Start of the day, Unix milliseconds.</summary>
    internal long StartMs { get; }

    /// <summary>Whether something has changed since it was kept.</summary>
    internal bool IsChanged { get; private set; }

    /// <summary>What has to be written again.</summary>
    internal IReadOnlyCollection<(LakePart Part, string Venue)> Pending => _pending;

    /// <summary>Its files.</summary>
    internal IReadOnlyCollection<KeyValuePair<(LakeTable Table, string Venue), LakeFileState>> Files => _files;

    /// <summary>A day in paths and names: <c>2026-11-29</c>.</summary>
    internal static string NameOf(long dayMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(dayMs).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal LakeFileState? File(LakeTable table, string venue) => _files.GetValueOrDefault((table, venue));

    internal void Written(LakeTable table, string venue, LakeFileState file)
    {
        _files[(table, venue)] = file;
        IsChanged = true;
    }

    /// <summary>Notes that something has to be written again.</summary>
    internal void Mark(LakePart part, string venue) => IsChanged |= _pending.Add((part, venue));

    /// <summary>Notes that it is written.</summary>
    internal void Settle(LakePart part, IEnumerable<string> venues)
    {
        foreach (var venue in venues)
            IsChanged |= _pending.Remove((part, venue));
    }

    /// <summary>The number of the coverage that is written; null for none.</summary>
    internal ulong? Coverage(string venue) => _coverage.TryGetValue(venue, out var mark) ? mark : null;

    internal void Covered(string venue, ulong mark)
    {
        IsChanged |= Coverage(venue) != mark;
        _coverage[venue] = mark;
    }

    /// <summary>Keeps the state, if it has changed.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal void Save(string directory)
    {
        if (!IsChanged)
            return;
        var state = new LakeDayState
        {
            Day = NameOf(StartMs),
            Files = [.. _files.OrderBy(file => file.Key).Select(file => new LakeFileRow(file.Key.Table, file.Key.Venue, file.Value.Rows, file.Value.Bytes, file.Value.Sha256))],
            Pending = [.. _pending.Order().Select(pending => new LakePendingRow(pending.Part, pending.Venue))],
            Coverage = new SortedDictionary<string, ulong>(_coverage, StringComparer.Ordinal),
        };
        Directory.CreateDirectory(Path.Combine(directory, Folder));
        using var file = new AtomicFile(PathIn(directory, StartMs), overwrite: true);
        file.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(state, LakeJson.Default.LakeDayState));
        file.Commit();
        IsChanged = false;
    }

    /// <summary>Reads the states of all days that were written before. One that cannot be read counts as not written.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal static Dictionary<long, LakeDay> ReadAll(string directory)
    {
        var days = new Dictionary<long, LakeDay>();
        var folder = Path.Combine(directory, Folder);
        if (!Directory.Exists(folder))
            return days;
        foreach (var path in Directory.EnumerateFiles(folder, "????-??-??.json"))
        {
            if (Read(path) is { } day)
                days[day.StartMs] = day;
        }

        return days;
    }

    private static LakeDay? Read(string path)
    {
        LakeDayState? state;
        try
        {
            state = JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(path), LakeJson.Default.LakeDayState);
        }
        catch (JsonException)
        {
            return null;
        }

        if (state is null || !DateTimeOffset.TryParseExact(
            state.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
            return null;
        var day = new LakeDay(start.ToUnixTimeMilliseconds());
        foreach (var file in state.Files)
            day._files[(file.Table, file.Venue)] = new LakeFileState(file.Rows, file.Bytes, file.Sha256);
        day._pending.UnionWith(state.Pending.Select(pending => (pending.Part, pending.Venue)));
        foreach (var (venue, mark) in state.Coverage)
            day._coverage[venue] = mark;
        return day;
    }

    private static string PathIn(string directory, long startMs) => Path.Combine(directory, Folder, NameOf(startMs) + ".json");
}
