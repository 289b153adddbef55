using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>InfluxDB understands every statement of the dashboards, with Grafana's variables filled in both ways.</summary>
[Collection(InfluxCollection.Name)]
public sealed class DashboardQueryTests(InfluxFixture influx)
{
    [InfluxFact]
    public async Task Every_statement_is_understood()
    {
        var database = await influx.Server.NewDatabaseAsync();
        var queries = Dashboard.OfInfluxDb.SelectMany(dashboard => dashboard.Queries).ToList();
        Assert.True(queries.Count > 40, "the dashboards have lost their queries");
        foreach (var query in queries)
        {
            foreach (var (asset, venues) in new[] { ((string?)null, (string[]?)null), ("BTC", ["binance", "okx"]) })
            {
                var text = query.Fill(asset, venues, TimeProvider.System.GetUtcNow());
                Assert.DoesNotMatch(@"\$[A-Za-z_{]", text);
                // Fails, with the statement, on any error that InfluxDB tells.
                Assert.Empty(await influx.Server.QueryAsync(database, text));
            }
        }
    }
}
