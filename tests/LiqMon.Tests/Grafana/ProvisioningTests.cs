using YamlDotNet.RepresentationModel;

namespace LiqMon.Tests.Grafana;

/// <summary>What Grafana reads at its start fits the dashboards and itself.</summary>
public sealed class ProvisioningTests
{
    private static readonly YamlMappingNode Source = Yaml.Read("grafana", "provisioning", "datasources", "liqmon.yaml");
    private static readonly YamlMappingNode Alerting = Yaml.Read("grafana", "provisioning", "alerting", "liqmon.yaml");

    /// <summary>What the alert rules ask, each with the rule's title.</summary>
    internal static IEnumerable<(string Where, string Text)> AlertQueries =>
        from rule in Alerting.List("groups").SelectMany(set => set.List("rules"))
        select ($"alert {rule.Text("title")}", rule.List("data")[0].Map("model").Text("query").Replace("$$", "$", StringComparison.Ordinal));

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
    public void Alert_rules_ask_the_provisioned_source_and_are_paused_until_asked_for()
    {
        var source = Assert.Single(Source.List("datasources")).Text("uid");
        var rules = Alerting.List("groups").SelectMany(group => group.List("rules")).ToList();
        Assert.Equal(4, rules.Count);
        Assert.Distinct(rules.Select(rule => rule.Text("uid")));
        Assert.All(rules, rule =>
        {
            Assert.Equal("$LIQMON_ALERTS_PAUSED", rule.Text("isPaused"));
            Assert.Equal(["A", "B", "C"], rule.List("data").Select(step => step.Text("refId")));
            Assert.Contains(rule.Text("condition"), rule.List("data").Select(step => step.Text("refId")));
            Assert.Equal(source, rule.List("data")[0].Text("datasourceUid"));
            // A rule has no dashboard around it, so it may use no variable of one; "$$" is how a file writes "$".
            Assert.DoesNotContain("$", rule.List("data")[0].Map("model").Text("query").Replace("$$timeFilter", "", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }
}
