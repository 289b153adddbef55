using YamlDotNet.RepresentationModel;

namespace LiqMon.Tests.Grafana;

/// <summary>What Grafana reads at its start fits the dashboards and itself.</summary>
public sealed class ProvisioningTests
{
    private static readonly YamlMappingNode Source = Yaml.Read("grafana", "provisioning", "datasources", "liqmon.yaml");

    [Fact]
    public void The_data_source_speaks_InfluxQL_and_holds_no_secret()
    {
        var source = Assert.Single(Source.List("datasources"));
        Assert.Equal("influxdb", source.Text("type"));
        Assert.Equal("InfluxQL", source.Map("jsonData").Text("version"));
        Assert.Equal("liqmon", source.Map("jsonData").Text("dbName"));
        Assert.StartsWith("$", source.Map("secureJsonData").Text("basicAuthPassword"), StringComparison.Ordinal);
        Assert.Equal("false", source.Text("editable"));
    }

    [Fact]
    public void Dashboards_come_from_the_folder_that_the_compose_file_mounts()
    {
        var provider = Assert.Single(Yaml.Read("grafana", "provisioning", "dashboards", "liqmon.yaml").List("providers"));
        var mounts = Yaml.Read("docker-compose.yml").Map("services").Map("grafana").Texts("volumes");
        Assert.Contains($"./grafana/dashboards:{provider.Map("options").Text("path")}:ro", mounts);
        Assert.Equal("false", provider.Text("allowUiUpdates"));
    }

    [Fact]
    public void Rules_and_dashboards_lie_in_one_folder()
    {
        var provider = Assert.Single(Yaml.Read("grafana", "provisioning", "dashboards", "liqmon.yaml").List("providers"));
        var groups = Yaml.Read("grafana", "provisioning", "alerting", "liqmon.yaml").List("groups");
        Assert.All(groups, group => Assert.Equal(provider.Text("folder"), group.Text("folder")));
        // Rules find a folder by its title alone; one with an id of its own would be another.
        Assert.False(provider.Has("folderUid"));
    }

    [Fact]
    public void Alert_rules_ask_the_provisioned_source_are_paused_and_say_what_no_data_and_errors_mean()
    {
        var source = Assert.Single(Source.List("datasources")).Text("uid");
        Assert.Equal(["liqmon-squeeze", "liqmon-cascade", "liqmon-feed-down", "liqmon-influx-lag", "liqmon-coverage"], AlertRule.All.Select(rule => rule.Uid));
        Assert.All(AlertRule.All, rule =>
        {
            Assert.Equal("true", rule.IsPaused);
            Assert.Equal(["query", "reduce", "threshold"], rule.Steps.Select(step => step.Map("model").Has("type") ? step.Map("model").Text("type") : "query"));
            Assert.Equal(["A", "B", "C"], rule.Steps.Select(step => step.Text("refId")));
            Assert.Equal("C", rule.Condition);
            Assert.Equal(source, rule.Steps[0].Text("datasourceUid"));
            Assert.Contains(rule.NoDataState, new[] { "OK", "Alerting" });
            // An error that keeps the state before it, or counts as well, hides a rule that cannot be evaluated.
            Assert.Contains(rule.ExecErrState, new[] { "Error", "Alerting" });
            // A rule has no dashboard around it, so it may use no variable of one, and it is not unescaped: two dollars stay two.
            Assert.Equal(1, rule.Query.Count(letter => letter == '$'));
            Assert.Contains(" $timeFilter", rule.Query, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Grafana_starts_with_no_variable_of_its_environment_set()
    {
        var files = Directory.GetFiles(RepositoryFiles.Path("grafana", "provisioning"), "*.yaml", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        foreach (var file in files)
        {
            foreach (var (key, value) in Scalars(((YamlMappingNode)Load(file)).Children).Where(pair => pair.Value.Contains('$', StringComparison.Ordinal)))
                Assert.True(key is "url" or "basicAuthPassword" or "query", $"{file}: {key} is {value}, which Grafana cannot read when the variable is missing");
        }

        // A second default source would keep a Grafana from starting that has one.
        Assert.Equal("false", Assert.Single(Source.List("datasources")).Text("isDefault"));
    }

    private static YamlMappingNode Load(string file)
    {
        using var text = new StringReader(File.ReadAllText(file));
        return Yaml.Parse(text);
    }

    private static IEnumerable<(string Key, string Value)> Scalars(IEnumerable<KeyValuePair<YamlNode, YamlNode>> children) =>
        children.SelectMany(child => Scalars(((YamlScalarNode)child.Key).Value!, child.Value));

    private static IEnumerable<(string Key, string Value)> Scalars(string key, YamlNode node) => node switch
    {
        YamlScalarNode scalar => [(key, scalar.Value ?? "")],
        YamlSequenceNode list => list.SelectMany(item => Scalars(key, item)),
        YamlMappingNode map => Scalars(map.Children),
        _ => [],
    };
}
