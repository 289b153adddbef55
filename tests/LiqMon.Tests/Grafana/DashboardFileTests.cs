using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiqMon.Tests.Grafana;

/// <summary>Dashboards work as they are provisioned: nothing to edit, nothing overlapping, every number with a unit.</summary>
public sealed partial class DashboardFileTests
{
    private const int GridWidth = 24;

    public static TheoryData<string> Files => [.. Dashboard.All.Select(dashboard => dashboard.Name)];

    [Fact]
    public void There_are_six_each_with_its_own_uid_and_title()
    {
        Assert.Equal(6, Dashboard.All.Count);
        Assert.Distinct(Dashboard.All.Select(dashboard => dashboard.Uid));
        Assert.Distinct(Dashboard.All.Select(dashboard => dashboard.Root.GetProperty("title").GetString()));
    }

    [Theory, MemberData(nameof(Files))]
    public void It_is_classic_JSON_that_Grafana_11_to_13_take_as_it_is(string file)
    {
        var root = Of(file).Root;
        Assert.InRange(root.GetProperty("schemaVersion").GetInt32(), 39, 42);
        Assert.Equal("utc", root.GetProperty("timezone").GetString());
        Assert.False(root.GetProperty("editable").GetBoolean());
        Assert.False(root.TryGetProperty("id", out _), "an id belongs to one server");
        Assert.False(root.TryGetProperty("__inputs", out _), "inputs ask a person at import");
        var link = Assert.Single(root.GetProperty("links").EnumerateArray());
        Assert.True(link.GetProperty("keepTime").GetBoolean());
        Assert.True(link.GetProperty("includeVars").GetBoolean());
        var tag = Assert.Single(link.GetProperty("tags").EnumerateArray()).GetString();
        Assert.Contains(root.GetProperty("tags").EnumerateArray(), own => own.GetString() == tag);
    }

    [Theory, MemberData(nameof(Files))]
    public void Its_panels_lie_on_the_grid_without_overlap(string file)
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in Of(file).Root.GetProperty("panels").EnumerateArray())
        {
            var at = panel.GetProperty("gridPos");
            var (x, y, w, h) = (Number(at, "x"), Number(at, "y"), Number(at, "w"), Number(at, "h"));
            Assert.InRange(x + w, 1, GridWidth);
            for (var row = y; row < y + h; row++)
            {
                for (var column = x; column < x + w; column++)
                    Assert.True(taken.Add((column, row)), $"{panel.GetProperty("title")} overlaps at {column}, {row}");
            }
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_panel_has_its_own_id_a_title_a_description_a_unit_and_a_query(string file)
    {
        var panels = Of(file).Panels.ToList();
        Assert.Distinct(panels.Select(panel => Number(panel, "id")));
        Assert.All(panels, panel =>
        {
            Assert.NotEmpty(panel.GetProperty("title").GetString()!);
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            Assert.NotEmpty(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
            Assert.Distinct(panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("refId").GetString()));
        });
    }

    [Theory, MemberData(nameof(Files))]
    public void No_data_source_is_named_but_the_chosen_one(string file)
    {
        var sources = All(Of(file).Root, "datasource").ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
        {
            Assert.Equal(Of(file).Source, source.GetProperty("type").GetString());
            Assert.Equal("${datasource}", source.GetProperty("uid").GetString());
        });
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_variable_is_used_and_every_use_is_a_variable(string file)
    {
        var dashboard = Of(file);
        var known = dashboard.Variables.Select(variable => variable.GetProperty("name").GetString()!).ToHashSet();
        var used = Use().Matches(dashboard.Text).Select(match => match.Groups["name"].Value).Distinct()
            .Where(name => name is not ("timeFilter" or "__to" or "__interval" or "__rate_interval" or "tag_venue" or "tag_level" or "tag_symbol" or "tag_feed" or "tag_collector" or "col" or "__all")).ToHashSet();
        Assert.Equal(known.Order(), used.Order());
    }

    [Theory, MemberData(nameof(Files))]
    public void Variables_that_list_what_there_is_fill_themselves(string file)
    {
        var source = Of(file).Variables.First();
        Assert.Equal("datasource", source.GetProperty("name").GetString());
        Assert.Equal("datasource", source.GetProperty("type").GetString());
        Assert.All(Of(file).Variables.Where(variable => variable.GetProperty("type").GetString() == "query"), variable =>
        {
            Assert.Equal(2, Number(variable, "refresh"));
            // One that nobody sees picks one of what is chosen, so there is no all of it, and no address may set it.
            var isHidden = Number(variable, "hide") == 2;
            Assert.Equal(!isHidden, variable.GetProperty("includeAll").GetBoolean());
            Assert.Equal(isHidden, variable.GetProperty("skipUrlSync").GetBoolean());
        });
    }

    private static Dashboard Of(string file) => Dashboard.All.Single(dashboard => dashboard.Name == file);

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static IEnumerable<JsonElement> All(JsonElement within, string name) => within.ValueKind switch
    {
        JsonValueKind.Object => within.EnumerateObject().SelectMany(member =>
            member.NameEquals(name) && member.Value.ValueKind == JsonValueKind.Object ? [member.Value] : All(member.Value, name)),
        JsonValueKind.Array => within.EnumerateArray().SelectMany(element => All(element, name)),
        _ => [],
    };

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]+)")]
    private static partial Regex Use();
}
