using LiqMon.Store;
using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>Every statement of the dashboards answers from an InfluxDB that a run has filled, and the figures are the store's.</summary>
[Collection(InfluxCollection.Name)]
public sealed class DashboardAnswersTests(InfluxFixture influx)
{
    [InfluxFact]
    public async Task Every_statement_answers_and_the_figures_are_those_of_the_store()
    {
        using var filled = await FilledInflux.CreateAsync(influx.Server);
        foreach (var (asset, venues) in new[] { ((string?)null, (string[]?)null), ("BTC", ["binance", "okx"]), ("ETH", null) })
        {
            var answers = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
            foreach (var query in Dashboard.All.SelectMany(dashboard => dashboard.Queries))
            {
                var rows = await filled.QueryAsync(query.Fill(asset, venues));
                Assert.True(rows.Count > 0 || IsEmptyOnPurpose(query, asset), $"{query} for {asset ?? "all"}: no answer to {query.Fill(asset, venues)}");
                answers[query.ToString()] = rows;
            }

            using var reader = StoreReader.Open(filled.Data);
            new DashboardFigures(reader, answers, asset, venues, filled.Cascade).Check();
        }
    }

    /// <summary>Prices and coins of different assets are not put together, and the cascade was one of Bitcoin.</summary>
    private static bool IsEmptyOnPurpose(DashboardQuery query, string? asset) =>
        (asset is null && (query.Text.Contains("\"base\"", StringComparison.Ordinal) || query.Text.Contains("median(\"mark\")", StringComparison.Ordinal)))
        || (asset != "BTC" && query.Text.Contains("FROM \"cascade\"", StringComparison.Ordinal));
}
