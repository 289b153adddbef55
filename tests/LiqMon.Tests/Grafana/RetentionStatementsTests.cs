using System.Text.RegularExpressions;
using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Grafana;

/// <summary>The statements that the page gives to owners of an InfluxDB 1.x do what it says.</summary>
[Collection(InfluxCollection.Name)]
public sealed partial class RetentionStatementsTests(InfluxFixture influx)
{
    [InfluxFact]
    public async Task They_make_the_database_and_change_later_how_long_it_keeps_points()
    {
        var page = await File.ReadAllTextAsync(RepositoryFiles.Path("docs", "grafana.md"));
        var statements = Statement().Matches(page).Select(match => match.Value).ToList();
        Assert.Equal(["CREATE", "ALTER"], statements.Select(statement => statement.Split(' ')[0]));
        var database = await influx.Server.NewDatabaseAsync();
        await influx.Server.QueryAsync("", $"DROP DATABASE \"{database}\"");

        await influx.Server.QueryAsync("", Of(statements[0]));
        Assert.Equal("8760h0m0s", await KeptAsync());
        await influx.Server.QueryAsync("", Of(statements[1]));
        Assert.Equal("2160h0m0s", await KeptAsync());

        string Of(string statement) => statement.Replace("\"liqmon\"", $"\"{database}\"", StringComparison.Ordinal);

        async Task<string> KeptAsync()
        {
            var policy = Assert.Single(await influx.Server.QueryAsync(database, "SHOW RETENTION POLICIES"));
            Assert.Equal("true", policy[^1], ignoreCase: true);
            return policy[1];
        }
    }

    [GeneratedRegex("^(CREATE|ALTER) .+$", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
