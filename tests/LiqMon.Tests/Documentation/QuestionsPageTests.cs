using System.Text.Json;
using System.Text.RegularExpressions;
using LiqMon.Tests.Api;
using LiqMon.Tests.Cli;

namespace LiqMon.Tests.Documentation;

/// <summary>The page of queries names every command, every field of their JSON, and shows output as it is.</summary>
public sealed partial class QuestionsPageTests
{
    private static readonly DocPage Page = DocPage.Read("docs/questions.md");

    [Fact]
    public async Task Every_command_stands_in_it()
    {
        var help = await CliRun.Of("--help");
        var commands = help.Out.Split("Commands:")[1].Split("Examples:")[0].Split('\n')
            .Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0).ToList();
        Assert.Contains("squeeze", commands);
        var table = Page.Section("## Commands");
        Assert.All(commands, command => Assert.Contains($"`{command}`", table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_option_that_it_names_is_one_of_the_command()
    {
        var named = 0;
        foreach (var row in Page.Section("## Commands").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var words = InlineWord().Matches(row).Select(match => match.Groups[1].Value).ToList();
            var commands = InlineWord().Matches(row.Split(" | ")[0]).Select(match => match.Groups[1].Value).ToList();
            var help = new System.Text.StringBuilder();
            foreach (var command in commands)
            {
                help.Append((await CliRun.Of(command, "--help")).Out);
                foreach (var word in words.Except(commands))
                    help.Append((await CliRun.Of(command, word, "--help")).Out);
            }

            foreach (var option in OptionName().Matches(row).Select(match => match.Value).Distinct())
            {
                Assert.True(help.ToString().Contains($" {option} ", StringComparison.Ordinal), $"{commands[0]} has no {option}");
                named++;
            }
        }

        Assert.True(named > 30, $"{named} options");
    }

    [Fact]
    public async Task Every_field_of_a_result_stands_in_its_section()
    {
        await using var server = await RunningServer.StartAsync();
        using var description = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json"));
        var root = description.RootElement;

        Assert.Contains("short_minus_long_usd", Fields(root, "/api/squeeze", deep: true));
        AssertNamed("### squeeze", Fields(root, "/api/squeeze", deep: true));
        AssertNamed("### liquidations", Fields(root, "/api/liquidations", deep: true), "### squeeze");
        AssertNamed("### cascades", Fields(root, "/api/cascades", deep: true), "### squeeze");
        AssertNamed("### oi", Fields(root, "/api/open-interest", deep: true));
        foreach (var path in new[] { "/api/context", "/api/long-short", "/api/map", "/api/venues" })
            AssertNamed("### context, long-short, map, venues", Fields(root, path, deep: false));
    }

    [Fact]
    public void The_example_of_a_total_is_what_the_command_writes() =>
        Assert.Contains($"```\n{QueryTests.BtcDay}\n```", Page.Section("### squeeze"), StringComparison.Ordinal);

    private static void AssertNamed(string heading, HashSet<string> fields, string? alsoIn = null)
    {
        var text = Page.Section("## JSON") + Page.Section(heading) + (alsoIn is null ? "" : Page.Section(alsoIn));
        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.Contains($"`{field}`", text, StringComparison.Ordinal));
    }

    private static HashSet<string> Fields(JsonElement root, string path, bool deep)
    {
        var schema = root.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var fields = new HashSet<string>(StringComparer.Ordinal);
        Add(root, schema, fields, [], deep);
        return fields;
    }

    private static void Add(JsonElement root, JsonElement schema, HashSet<string> fields, HashSet<string> seen, bool deep)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            if (seen.Add(name))
                Add(root, root.GetProperty("components").GetProperty("schemas").GetProperty(name), fields, seen, deep);
        }

        if (schema.TryGetProperty("items", out var items))
            Add(root, items, fields, seen, deep);
        foreach (var choice in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                foreach (var one in choices.EnumerateArray())
                    Add(root, one, fields, seen, deep);
            }
        }

        if (!schema.TryGetProperty("properties", out var properties))
            return;
        foreach (var property in properties.EnumerateObject())
        {
            fields.Add(property.Name);
            if (deep)
                Add(root, property.Value, fields, seen, deep);
        }
    }

    [GeneratedRegex("`([a-z-]+)[` ]")]
    private static partial Regex InlineWord();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex OptionName();
}
