using System.CommandLine;

namespace LiqMon.Cli;

/// <summary>What somebody who mistyped a command or an option may have meant.</summary>
internal static class Suggestions
{
    private const int MostSlips = 2;

    // In a word of so few letters two slips leave nothing of it.
    private const int ShortWord = 4;

    /// <summary>What the first word that was not understood may have meant, as a sentence; null when nothing is near.</summary>
    internal static string? For(ParseResult parsed) => parsed.UnmatchedTokens is [var word, ..] ? For(parsed, word) : null;

    /// <summary>The same for a word.</summary>
    internal static string? For(ParseResult parsed, string word) =>
        Near(parsed, word) is { Count: > 0 } near ? $"did you mean {string.Join(" or ", near)}?" : null;

    private static List<string> Near(ParseResult parsed, string word)
    {
        if (word.Length < 3)
            return [];
        var command = parsed.CommandResult.Command;
        var names = word.StartsWith('-')
            ? Commands(parsed).SelectMany(one => one.Options.Where(option => one == command || option.Recursive)).Select(option => option.Name)
            : command.Subcommands.Select(one => one.Name);
        return Near(word, names);
    }

    /// <summary>Those of some names that a word may be a slip of, the nearest.</summary>
    internal static List<string> Near(string word, IEnumerable<string> names)
    {
        var most = word.Length <= ShortWord ? 1 : MostSlips;
        var near = names.Distinct().Select(name => (Name: name, Slips: Slips(word, name))).Where(one => one.Slips <= most).ToList();
        return near.Count == 0 ? [] : [.. near.Where(one => one.Slips == near.Min(other => other.Slips)).Select(one => one.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>How many letters have to be changed, added, removed or swapped with their neighbour to make one word the other.</summary>
    internal static int Slips(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    costs[i, j] = i + j;
                    continue;
                }

                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                costs[i, j] = Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[one.Length, other.Length];
    }

    /// <summary>The command that was reached, and those above it.</summary>
    private static IEnumerable<Command> Commands(ParseResult parsed)
    {
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            yield return at.Command;
    }
}
