using System.Text.RegularExpressions;
using LiqMon.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>Dashboards and alerts ask only for what LiqMon writes.</summary>
public sealed partial class DashboardSchemaTests
{
    [Fact]
    public void Every_measurement_tag_and_field_that_is_asked_for_is_written()
    {
        var statements = Dashboard.OfInfluxDb.SelectMany(dashboard => dashboard.Queries.Select(query => (query.ToString(), query.Text)))
            .Concat(AlertRule.All.Select(rule => ($"alert {rule.Title}", rule.Query))).ToList();
        var measurements = InfluxSchema.Measurements.ToDictionary(measurement => measurement.Name);
        foreach (var (where, text) in statements)
        {
            var aliases = Alias().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
            var from = MeasurementsOf(text).Distinct().ToList();
            Assert.True(from.Count > 0, $"{where}: reads no measurement");
            Assert.All(from, name => Assert.True(measurements.ContainsKey(name), $"{where}: {name} is not written"));
            foreach (var name in Identifier().Matches(text).Select(match => match.Groups["name"].Value).Except(from).Except(aliases))
            {
                Assert.True(
                    from.Any(measurement => measurements[measurement].Tags.Contains(name) || measurements[measurement].Fields.ContainsKey(name)),
                    $"{where}: {string.Join(", ", from)} has no {name}");
            }
        }
    }

    [Fact]
    public void Every_measurement_is_shown_somewhere()
    {
        var shown = Dashboard.OfInfluxDb.SelectMany(dashboard => dashboard.Queries).SelectMany(query => MeasurementsOf(query.Text));
        Assert.Empty(InfluxSchema.Measurements.Select(measurement => measurement.Name).Except(shown));
    }

    /// <summary>A statement may read several measurements at once.</summary>
    private static IEnumerable<string> MeasurementsOf(string statement) =>
        From().Matches(statement).SelectMany(match => match.Groups["name"].Captures).Select(capture => capture.Value);

    [GeneratedRegex("FROM \"(?<name>[^\"]+)\"(?:, \"(?<name>[^\"]+)\")*")]
    private static partial Regex From();

    [GeneratedRegex("AS \"(?<name>[^\"]+)\"")]
    private static partial Regex Alias();

    [GeneratedRegex("\"(?<name>[^\"]+)\"")]
    private static partial Regex Identifier();
}
