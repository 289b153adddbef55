using System.Globalization;
using System.Text.RegularExpressions;
using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Venues;

namespace LiqMon.Tests.Documentation;

/// <summary>The page of settings lists every setting there is, none that is not, and the defaults that hold.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly IReadOnlyList<(string Name, string Default)> Rows = [.. ReadRows()];

    [Fact]
    public void Every_setting_of_the_program_has_a_row()
    {
        var listed = Rows.Select(row => row.Name).ToList();
        var known = KnownSettings();
        Assert.Contains("Venues:<id>:RestUrl", known);
        Assert.Contains("Influx:Token_FILE", known);
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_is_a_setting_of_the_program() =>
        Assert.All(Rows, row => Assert.True(SettingNames.IsKnown(row.Name.Replace("<id>", "okx", StringComparison.Ordinal)
            .Replace("<name>", "desk", StringComparison.Ordinal).Replace("<asset>", "BTC", StringComparison.Ordinal)), row.Name));

    [Fact]
    public void Defaults_are_those_of_the_program()
    {
        var nothing = new Dictionary<string, string?>();
        var folder = Directory.CreateTempSubdirectory("liqmon-test-");
        try
        {
            var options = OptionsReading.Read(SettingsSources.Read(folder.FullName, new Dictionary<string, string>(), null, nothing));
            var expected = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Data"] = options.Data,
                ["Listen"] = $"http://{options.Listen}",
                ["Store:SampleDetail"] = Days(options.Store.SampleDetail),
                ["Store:ReserveBytes"] = options.Store.ReserveBytes.ToString(CultureInfo.InvariantCulture),
                ["Repairs:Enabled"] = Lower(options.RepairsEnabled),
                ["Channels:Store"] = options.Channels.Store.ToString(CultureInfo.InvariantCulture),
                ["Channels:Windows"] = options.Channels.Windows.ToString(CultureInfo.InvariantCulture),
                ["Channels:Live"] = options.Channels.Live.ToString(CultureInfo.InvariantCulture),
                ["Context:Enabled"] = Lower(options.Context.Enabled),
                ["Context:Assets"] = options.Context.Assets.ToString(CultureInfo.InvariantCulture),
                ["Context:FlipCloses"] = options.Context.Levels.FlipCloses.ToString(CultureInfo.InvariantCulture),
                ["Venues:<id>:Enabled"] = Lower(options.Venues.Values.All(venue => venue.Enabled)),
            };
            Assert.All(expected, one => Assert.Equal($"`{one.Value}`", Rows.Single(row => row.Name == one.Key).Default));
            Assert.Null(options.Store.LiquidationRetention);
            Assert.Equal("for ever", Rows.Single(row => row.Name == "Store:LiquidationRetention").Default);
            Assert.Null(options.Influx);
            Assert.Null(options.Reports);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Days(TimeSpan length) => $"{(int)length.TotalDays}d";

    private static string Lower(bool truth) => truth ? "true" : "false";

    // The program lists all its settings when it meets one that it does not know.
    private static List<string> KnownSettings()
    {
        var names = new List<string>();
        var list = SettingNames.Unknown("X").Split("there are ")[1].TrimEnd('.').Replace(" and ", ", ", StringComparison.Ordinal);
        foreach (var entry in list.Split(", "))
        {
            var choices = entry.Split('|');
            var prefix = choices.Length == 1 ? "" : choices[0][..(choices[0].LastIndexOf(':') + 1)];
            names.Add(choices[0]);
            names.AddRange(choices.Skip(1).Select(choice => prefix + choice));
        }

        return names;
    }

    private static IEnumerable<(string Name, string Default)> ReadRows()
    {
        foreach (var line in DocPage.Read("docs/configuration.md").Block("settings").Split('\n').Skip(2).Where(line => line.StartsWith('|')))
        {
            var cells = line.Split('|').Select(cell => cell.Trim()).ToList();
            foreach (Match name in Code().Matches(cells[1]))
                yield return (name.Groups[1].Value, cells[2]);
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
