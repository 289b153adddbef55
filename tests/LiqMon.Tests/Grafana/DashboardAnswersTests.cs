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
        // What says how it is now looks back a few minutes only.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(filled.ChangesMs).AddMinutes(2);
        foreach (var (asset, venues) in new[] { ((string?)null, (string[]?)null), ("BTC", ["binance", "okx"]), ("BTC", ["binance"]), ("ETH", null) })
        {
            var answers = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
            foreach (var query in Dashboard.OfInfluxDb.SelectMany(dashboard => dashboard.Queries))
            {
                var rows = await filled.QueryAsync(query.Fill(asset, venues, now));
                Assert.True(rows.Count > 0 || IsEmptyOnPurpose(query, asset, venues), $"{query} for {asset ?? "all"}: no answer to {query.Fill(asset, venues, now)}");
                answers[query.ToString()] = rows;
            }

            using var reader = StoreReader.Open(filled.Data);
            new DashboardFigures(reader, answers, asset, venues, filled.Cascade, filled.ChangesMs).Check();
        }
    }

    /// <summary>
    /// Coverage is known of all venues or of one, and all of something and one of it are two statements; a change of open
    /// interest is known where both ends were sampled (the figures say which those are); the cascade was one of Bitcoin.
    /// </summary>
    private static bool IsEmptyOnPurpose(DashboardQuery query, string? asset, string[]? venues) =>
        (venues?.Length > 1 && query.Text.Contains("${venue:text}", StringComparison.Ordinal))
        || query.Text.Contains($"\"venue\" {(venues is null ? "!=" : "=")} 'ALL' AND \"venue\" =~ /(?i)^${{venue:text}}$/", StringComparison.Ordinal)
        || query.Text.Contains($"\"asset\" {(asset is null ? "!=" : "=")} 'ALL' AND \"asset\" =~ /(?i)^${{asset:text}}$/", StringComparison.Ordinal)
        || (asset is not null && query.Text.Contains("\"asset\" !~ /(?i)^${asset:text}$/", StringComparison.Ordinal))
        || (asset is null && query.ToString() == "overview.json: By asset, C")
        || query.Text.Contains("FROM \"open_interest_change\"", StringComparison.Ordinal)
        || (asset != "BTC" && query.Text.Contains("FROM \"cascade\"", StringComparison.Ordinal));
}
