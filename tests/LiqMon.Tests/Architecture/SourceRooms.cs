using System.Text.RegularExpressions;

namespace LiqMon.Tests.Architecture;

/// <summary>
/// The rooms of the source, one for each folder of <c>src/LiqMon</c> and <c>src/LiqMon.Core</c>, and the arrows between
/// them: an arrow stands for a file of one room that uses a namespace of another. A file that lies in no folder, such as
/// <c>Pipeline.cs</c>, is a room by itself.
/// </summary>
internal static partial class SourceRooms
{
    /// <summary>The rooms that are a file in no folder.</summary>
    internal static IReadOnlyList<string> OfFiles => [.. Program.Value.Files.Where(file => file.IsRoom).Select(file => file.Room)];

    /// <summary>All of <c>src/LiqMon.Core</c>, seen from the program.</summary>
    internal const string Core = "Core";

    /// <summary>The simulated venues, seen from the program.</summary>
    internal const string Simulator = "Simulator";

    /// <summary>The rooms of the program.</summary>
    internal static IReadOnlyList<string> OfProgram => [.. Program.Value.Rooms.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The rooms of the core.</summary>
    internal static IReadOnlyList<string> OfCore => [.. CoreFiles.Value.Rooms.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Every arrow between rooms of the program, and from them to the core and the simulator.</summary>
    internal static IReadOnlyList<Arrow> ProgramArrows() =>
        [.. Program.Value.Files.SelectMany(file => Targets(file).Select(target => new Arrow(file.Room, target, file.Path)))];

    /// <summary>Every arrow between rooms of the core.</summary>
    internal static IReadOnlyList<Arrow> CoreArrows() =>
    [
        .. CoreFiles.Value.Files.SelectMany(file => CoreFiles.Value.Rooms.Keys
            .Where(room => room != file.Room && Names(file, room))
            .Select(room => new Arrow(file.Room, room, file.Path))),
    ];

    /// <summary>Namespaces that a text uses in <c>using</c> and <c>@using</c> lines or writes out in full, by their room.</summary>
    internal static IReadOnlySet<string> NamespacesIn(string text) =>
        UsedNamespace().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    private static readonly Lazy<Side> Program = new(() => Side.Read("src/LiqMon"));
    private static readonly Lazy<Side> CoreFiles = new(() => Side.Read("src/LiqMon.Core"));

    private static IEnumerable<string> Targets(SourceFile file)
    {
        foreach (var (room, types) in Program.Value.Rooms)
        {
            // Some namespaces exist on both sides (Context, External, Estimates). Then the type decides whose is meant.
            var both = CoreFiles.Value.Rooms.TryGetValue(room, out var core);
            var used = OfFiles.Contains(room) || both ? Names(file, room, types) : Names(file, room) || Qualifies(file, room, types);
            if (room != file.Room && used)
                yield return room;
        }

        if (CoreFiles.Value.Rooms.Any(room =>
            Program.Value.Rooms.ContainsKey(room.Key) ? Names(file, room.Key, room.Value) : Names(file, room.Key)))
        {
            yield return Core;
        }

        if (Names(file, Simulator))
            yield return Simulator;
    }

    private static bool Names(SourceFile file, string room) => file.Namespaces.Contains(room);

    private static bool Names(SourceFile file, string room, IReadOnlySet<string> types) =>
        Qualifies(file, room, types) || (OfFiles.Contains(room) || Names(file, room)) && file.Words.Overlaps(types);

    private static bool Qualifies(SourceFile file, string room, IReadOnlySet<string> types) =>
        file.Qualified.Any(name => name.Room == room && types.Contains(name.Type));

    // The second form is a name written out in full in code; the declaration of the file's own namespace does not count.
    [GeneratedRegex(@"(?<!namespace )\bLiqMon\.([A-Z]\w*)")]
    private static partial Regex UsedNamespace();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    // Inside the namespace LiqMon a room's name alone is enough: Api.ApiKey.
    [GeneratedRegex(@"(?<![\w.])(?:LiqMon\.)?([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|file|sealed|static|abstract|readonly|partial|ref) )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("//.*$|\"[^\"\n]*\"", RegexOptions.Multiline)]
    private static partial Regex CommentOrText();

    /// <summary>A file of a room that uses another room.</summary>
    internal sealed record Arrow(string From, string To, string Path);

    private sealed record SourceFile(string Room, string Path, string Code)
    {
        internal bool IsRoom => Path.EndsWith($"/LiqMon/{Room}.cs", StringComparison.Ordinal);

        internal IReadOnlySet<string> Namespaces { get; } = NamespacesIn(Code);

        internal IReadOnlyList<(string Room, string Type)> Qualified { get; } =
            [.. QualifiedName().Matches(Code).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct()];

        internal HashSet<string> Words { get; } = Word().Matches(Code).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
    }

    private sealed record Side(IReadOnlyList<SourceFile> Files, IReadOnlyDictionary<string, IReadOnlySet<string>> Rooms)
    {
        internal static Side Read(string folder)
        {
            var root = RepositoryFiles.Path(folder);
            var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
                .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(RoomOf(path), $"{folder}/{path}", CommentOrText().Replace(File.ReadAllText(Path.Combine(root, path)), "")))
                .ToList();
            return new Side(files, files.GroupBy(file => file.Room).ToDictionary(room => room.Key, TypesOf));
        }

        private static string RoomOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? path[..end] : Path.GetFileNameWithoutExtension(path);

        private static IReadOnlySet<string> TypesOf(IEnumerable<SourceFile> files) => files
            .SelectMany(file => Declaration().Matches(file.Code).Select(match => match.Groups[1].Value)
                .Append(file.Path.EndsWith(".razor", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(file.Path) : ""))
            .Where(name => name.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
    }
}
