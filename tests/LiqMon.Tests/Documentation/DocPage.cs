using System.Text.RegularExpressions;

namespace LiqMon.Tests.Documentation;

/// <summary>A page of the documentation, by its path in the repository.</summary>
internal sealed partial record DocPage(string Name, string Text)
{
    /// <summary>The README, CONTRIBUTING and every page of <c>docs</c>.</summary>
    internal static IReadOnlyList<DocPage> All { get; } =
    [
        Read("README.md"),
        Read("CONTRIBUTING.md"),
        .. Directory.EnumerateFiles(RepositoryFiles.Path("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    internal static DocPage Read(string name) => new(name, File.ReadAllText(RepositoryFiles.Path(name)));

    internal IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>The page without fenced blocks: these hold output and commands.</summary>
    internal string WithoutBlocks => Fenced().Replace(Text, "");

    /// <summary>What people wrote: neither output nor tables that are written from the code.</summary>
    internal string Prose => Generated().Replace(WithoutBlocks, "");

    /// <summary>All that stands between backticks outside fenced blocks.</summary>
    internal IReadOnlyList<string> Code => [.. InlineCode().Matches(WithoutBlocks).Select(match => match.Groups[1].Value)];

    /// <summary>Targets of links outside fenced blocks.</summary>
    internal IReadOnlyList<string> Links => [.. Link().Matches(WithoutBlocks).Select(match => match.Groups[1].Value)];

    /// <summary>Names of its headings in links.</summary>
    internal IReadOnlySet<string> Anchors => Heading().Matches(WithoutBlocks)
        .Select(match => NotInAnchors().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The text from a heading to the next of the same or a higher level.</summary>
    internal string Section(string heading)
    {
        var from = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"{Name} has no heading {heading}");
        var level = heading.TakeWhile(letter => letter == '#').Count();
        var end = Regex.Match(Text[(from + heading.Length)..], $@"\n#{{1,{level}}} ");
        return end.Success ? Text.Substring(from, heading.Length + end.Index) : Text[from..];
    }

    /// <summary>What stands between the marks of a block that is written from the code.</summary>
    internal string Block(string mark) => Text[BlockSpan(mark)];

    /// <summary>The page's file with another text in a block.</summary>
    internal void WriteBlock(string mark, string content)
    {
        var span = BlockSpan(mark);
        File.WriteAllText(RepositoryFiles.Path(Name), Text[..span.Start] + content + Text[span.End..]);
    }

    private Range BlockSpan(string mark)
    {
        var begin = $"<!-- {mark}:begin -->\n";
        var from = Text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = Text.IndexOf($"<!-- {mark}:end -->", StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"{Name} has no block {mark}");
        return from..to;
    }

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"<!-- (\w+):begin -->.*?<!-- \1:end -->", RegexOptions.Singleline)]
    private static partial Regex Generated();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
