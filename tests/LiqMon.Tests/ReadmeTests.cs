using System.Text;
using LiqMon.Market;
using LiqMon.Tests.Cli;
using LiqMon.Venues;

namespace LiqMon.Tests;

/// <summary>What the README says about venues and commands cannot drift from what the program is.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- venues:begin -->\n";
    private const string End = "<!-- venues:end -->";

    [Fact]
    public void The_table_of_venues_is_that_of_the_catalogue()
    {
        var readme = File.ReadAllText(Path);
        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("LIQMON_WRITE_FIXTURES") == "1")
            File.WriteAllText(Path, readme[..from] + Table() + readme[to..]);
        else
            Assert.Equal(Table(), readme[from..to]);
    }

    [Fact]
    public async Task Every_command_stands_in_it()
    {
        var help = await CliRun.Of("--help");
        var readme = await File.ReadAllTextAsync(Path);
        var commands = help.Out.Split("Commands:")[1].Split('\n')
            .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0).ToList();
        Assert.Contains("squeeze", commands);
        Assert.All(commands, command => Assert.Contains($"`{command}`", readme, StringComparison.Ordinal));
    }

    private static string Path => RepositoryFiles.Path("README.md");

    private static string Table()
    {
        var text = new StringBuilder("| venue | liquidations | what it publishes | open interest | history without a key |\n|---|---|---|---|---|\n");
        foreach (var venue in VenueCatalog.All.Select(venue => venue.Profile))
        {
            var feed = venue.FeedClass == FeedClass.None ? "–" : venue.FeedClass.ToString().ToLowerInvariant();
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{venue.Id}` | {feed} | {venue.FeedNote} | {venue.OpenInterestNote} | {venue.BackfillNote} |\n");
        }

        return text.ToString();
    }
}
