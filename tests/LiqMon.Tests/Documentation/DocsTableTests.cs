using System.Globalization;
using System.Text;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Tests.Api;
using LiqMon.Tests.Architecture;
using LiqMon.Venues;
using Microsoft.Extensions.Logging;

namespace LiqMon.Tests.Documentation;

/// <summary>
/// Tables of the documentation that are written from the code, and cannot drift from it. With
/// <c>LIQMON_WRITE_FIXTURES=1</c> these tests write them.
/// </summary>
public sealed class DocsTableTests
{
    [Fact]
    public void The_table_of_venues_is_that_of_the_catalogue() => Hold("docs/venues.md", "venues", Venues());

    [Fact]
    public async Task The_tables_of_http_are_those_of_the_program()
    {
        await using var server = await RunningServer.StartAsync();
        using var description = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json"));
        var paths = description.RootElement.GetProperty("paths");

        Assert.True(paths.TryGetProperty("/api/squeeze", out _));
        Hold("docs/http.md", "endpoints", Endpoints(paths));
        Hold("docs/http.md", "parameters", Parameters(paths));
    }

    [Fact]
    public void The_table_of_log_events_is_that_of_the_log_classes() => Hold("docs/log.md", "events", LogTable());

    private static void Hold(string name, string mark, string table)
    {
        var page = DocPage.Read(name);
        if (Environment.GetEnvironmentVariable("LIQMON_WRITE_FIXTURES") == "1")
            page.WriteBlock(mark, table);
        else
            Assert.Equal(table, page.Block(mark));
    }

    private static string Venues()
    {
        var text = new StringBuilder("| venue | liquidations | what it publishes | open interest | history without a key |\n|---|---|---|---|---|\n");
        foreach (var venue in VenueCatalog.All.Select(venue => venue.Profile))
        {
            var feed = venue.FeedClass == FeedClass.None ? "–" : venue.FeedClass.ToString().ToLowerInvariant();
            text.Append(CultureInfo.InvariantCulture, $"| `{venue.Id}` | {feed} | {venue.FeedNote} | {venue.OpenInterestNote} | {venue.BackfillNote} |\n");
        }

        return text.ToString();
    }

    private static string LogTable()
    {
        var text = new StringBuilder("| id | level | of | line |\n|---|---|---|---|\n");
        foreach (var one in LogEvents.All)
        {
            var level = one.Level switch
            {
                LogLevel.Warning => "WARN",
                LogLevel.Error => "ERROR",
                _ => "INFO",
            };
            text.Append(CultureInfo.InvariantCulture, $"| {one.Id} | {level} | {one.Feature} | {one.Message} |\n");
        }

        return text.ToString();
    }

    private static string Endpoints(JsonElement paths)
    {
        var text = new StringBuilder("| endpoint | result | parameters |\n|---|---|---|\n");
        foreach (var path in paths.EnumerateObject())
        {
            var get = path.Value.GetProperty("get");
            var names = ParametersOf(get).Select(parameter => $"`{parameter.GetProperty("name").GetString()}`");
            text.Append(CultureInfo.InvariantCulture, $"| `{path.Name}` | {get.GetProperty("summary").GetString()} | {string.Join(", ", names)} |\n");
        }

        return text.ToString();
    }

    private static string Parameters(JsonElement paths)
    {
        var text = new StringBuilder("| parameter | of | meaning |\n|---|---|---|\n");
        var all = paths.EnumerateObject().SelectMany(path => ParametersOf(path.Value.GetProperty("get")).Select(parameter => (
            Name: parameter.GetProperty("name").GetString()!,
            Of: path.Name.Replace("/api/", "", StringComparison.Ordinal),
            Meaning: parameter.GetProperty("description").GetString()!)));
        foreach (var group in all.GroupBy(parameter => (parameter.Name, parameter.Meaning)))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| `{group.Key.Name}` | {string.Join(", ", group.Select(one => one.Of))} | {group.Key.Meaning} |\n");
        }

        return text.ToString();
    }

    private static List<JsonElement> ParametersOf(JsonElement get) =>
        get.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];
}
