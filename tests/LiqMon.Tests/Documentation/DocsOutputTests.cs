using System.Text.RegularExpressions;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Queries;

namespace LiqMon.Tests.Documentation;

/// <summary>Output that the documentation shows has the headings that the program prints.</summary>
public sealed partial class DocsOutputTests(SampleStore store) : IClassFixture<SampleStore>
{
    [Theory]
    [InlineData("README.md", "asset   shorts", "squeeze", "--by", "asset")]
    [InlineData("README.md", "time (UTC) ", "liquidations")]
    public async Task A_table_has_the_headings_of_the_command(string name, string start, params string[] command)
    {
        var run = await Run(command);

        var shown = DocPage.Read(name).Lines.Single(line => line.StartsWith(start, StringComparison.Ordinal));
        var printed = run.Out.Split('\n').Single(line => line.StartsWith(start.Split(' ')[0], StringComparison.Ordinal));
        Assert.Equal(Headings(printed), Headings(shown));
    }

    [Theory]
    [InlineData("liquidations")]
    [InlineData("minutes")]
    [InlineData("oi")]
    [InlineData("cascades")]
    public async Task An_export_has_the_columns_of_the_page(string kind)
    {
        var run = await Run("export", kind, "--format", "csv");

        var row = DocPage.Read("docs/reports.md").Section("## Exports").Split('\n')
            .Single(line => line.StartsWith($"| `{kind}` |", StringComparison.Ordinal));
        var columns = Code().Matches(row.Split('|')[2]).Select(match => match.Groups[1].Value)
            .Where(code => !NotColumns.Contains(code)).ToList();
        Assert.Equal(run.Out.Split('\n')[0].TrimEnd('\r').Split(','), columns);
    }

    // Values and settings that the page explains beside the columns.
    private static readonly string[] NotColumns = ["ALL", "Store:SampleDetail"];

    private static string[] Headings(string line) => TwoSpaces().Split(line.Trim());

    private async Task<CliRun> Run(params string[] command)
    {
        var run = await CliRun.Of([.. command, "--data", store.Directory]);
        Assert.True(run.Out.Length > 0, run.Error);
        return run;
    }

    [GeneratedRegex("  +")]
    private static partial Regex TwoSpaces();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
