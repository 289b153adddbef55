using System.Text.RegularExpressions;
using LiqMon.Tests.Completeness;

namespace LiqMon.Tests.Documentation;

/// <summary>Each fault of the page on reliability has a test that exists, or the page says that it has none.</summary>
public sealed partial class ReliabilityPageTests
{
    private const int FewestRows = 75;

    private static readonly ILookup<string, Type> Types = new[] { typeof(ReliabilityPageTests).Assembly, typeof(CompletenessPropertyTests).Assembly }
        .SelectMany(tests => tests.GetTypes()).ToLookup(type => type.Name);

    /// <summary>Rows of the tables below the heading, as their cells.</summary>
    private static IReadOnlyList<string[]> Rows { get; } =
    [
        .. DocPage.Read("docs/reliability.md").Text.Split("## Every fault, and its test")[1].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var named = Rows.SelectMany(row => row).SelectMany(cell => Named().Matches(cell)).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Where(match => !Exists(match.Groups[1].Value, match.Groups[2].Value)).Select(match => match.Value));
    }

    [Fact]
    public void Every_row_has_a_test_or_says_that_it_has_none()
    {
        var rows = Rows.Where(row => row[2] is not ("test" or "test or command")).ToList();
        Assert.True(rows.Count >= FewestRows, $"only {rows.Count} rows are found");
        Assert.Empty(rows.Where(row => !Named().IsMatch(row[2]) && !row[2].Contains('`') && !row[^1].Contains("not ", StringComparison.Ordinal) && !row[^1].Contains("no test", StringComparison.Ordinal))
            .Select(row => row[0]));
    }

    private static bool Exists(string type, string method) => Types[type]
        .SelectMany(one => one.GetMethods())
        .Any(one => one.Name == method && one.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0);

    [GeneratedRegex(@"`(\w+(?:Tests|Suite))\.(\w+)`")]
    private static partial Regex Named();
}
