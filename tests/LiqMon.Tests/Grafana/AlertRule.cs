using System.Globalization;
using LiqMon.Tests.Influx;
using YamlDotNet.RepresentationModel;

namespace LiqMon.Tests.Grafana;

/// <summary>
/// An alert rule as it ships, evaluated as Grafana evaluates it: the query over its span, each series reduced to its last
/// value, that value held against a threshold, and the rule's own word for no data.
/// </summary>
internal sealed class AlertRule(YamlMappingNode rule)
{
    private readonly YamlMappingNode _query = rule.List("data")[0];
    private readonly YamlMappingNode _evaluator = rule.List("data")[2].Map("model").List("conditions")[0].Map("evaluator");

    /// <summary>All rules that ship.</summary>
    internal static IReadOnlyList<AlertRule> All { get; } =
    [
        .. Yaml.Read("grafana", "provisioning", "alerting", "liqmon.yaml").List("groups").SelectMany(group => group.List("rules"))
            .Select(node => new AlertRule(node)),
    ];

    internal string Uid => rule.Text("uid");

    internal string Title => rule.Text("title");

    internal string Condition => rule.Text("condition");

    internal string IsPaused => rule.Text("isPaused");

    internal string NoDataState => rule.Text("noDataState");

    internal string ExecErrState => rule.Text("execErrState");

    internal IReadOnlyList<YamlMappingNode> Steps => rule.List("data");

    /// <summary>What it asks. Grafana takes a rule's query as it is written, without the variables of its environment.</summary>
    internal string Query => _query.Map("model").Text("query");

    /// <summary>How many series alert at a moment; one when there is no data and the rule counts that as an alert.</summary>
    internal async Task<int> AlertingAsync(InfluxServer server, string database, DateTimeOffset now)
    {
        var range = _query.Map("relativeTimeRange");
        var text = GrafanaMacros.Expand(Query, At(now, range.Text("from")), At(now, range.Text("to")), TimeSpan.FromMinutes(1));
        var rows = await server.QueryAsync(database, text);
        if (rows.Count == 0)
            return NoDataState == "Alerting" ? 1 : 0;
        return rows.GroupBy(row => string.Join(' ', row.SkipLast(2))).Count(series => IsOver(Number(series.Last()[^1])));
    }

    private static long At(DateTimeOffset now, string secondsBefore) =>
        now.ToUnixTimeMilliseconds() - (long.Parse(secondsBefore, CultureInfo.InvariantCulture) * 1_000);

    private bool IsOver(double value)
    {
        var limits = ((YamlSequenceNode)_evaluator["params"]).Select(limit => Number(((YamlScalarNode)limit).Value!)).ToList();
        return _evaluator.Text("type") switch
        {
            "gt" => value > limits[0],
            "lt" => value < limits[0],
            "outside_range" => value < limits[0] || value > limits[1],
            var other => throw new InvalidOperationException($"{Uid}: {other} is no threshold that a rule here uses."),
        };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
