using System.Globalization;

namespace LiqMon.Tests.Influx;

/// <summary>What the writer relies on in real servers.</summary>
[Collection(InfluxCollection.Name)]
public sealed class ServerTests(InfluxFixture fixture)
{
    [InfluxFact]
    public async Task InfluxDB_keeps_nanoseconds_apart_and_overwrites_equal_keys()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        var (status, body) = await fixture.Server.WriteAsync(database, "m,a=b v=1 1000000\nm,a=b v=2 1000001\nm,a=b v=4 1000001");

        Assert.Equal((204, ""), (status, body));
        var row = Assert.Single(await fixture.Server.QueryAsync(database, "SELECT count(v), sum(v) FROM m"));
        Assert.Equal(["2", "5"], row.Skip(1));
    }

    [InfluxFact]
    public async Task InfluxDB_refuses_a_batch_with_a_bad_line_and_has_stored_the_rest_of_it()
    {
        var database = await fixture.Server.NewDatabaseAsync();
        var unreadable = await fixture.Server.WriteAsync(database, "m v=1 1\nm v= 2\nm v=3 3");
        var wrongType = await fixture.Server.WriteAsync(database, "m v=1 4\nm v=\"text\" 5");

        Assert.Equal((400, 400), (unreadable.Status, wrongType.Status));
        Assert.Contains("partial write", unreadable.Body, StringComparison.Ordinal);
        Assert.Contains("dropped=1", wrongType.Body, StringComparison.Ordinal);
        var times = (await fixture.Server.QueryAsync(database, "SELECT v FROM m")).Select(row => row[0]);
        Assert.Equal(["1", "3", "4"], times);
    }

    [InfluxProgramFact]
    public async Task What_InfluxDB_confirmed_survives_its_death()
    {
        await using var server = await InfluxServer.StartOwnAsync();
        var database = await server.NewDatabaseAsync();
        var lines = string.Join('\n', Enumerable.Range(1, 1_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"m v=1 {i}")));
        Assert.Equal(204, (await server.WriteAsync(database, lines)).Status);

        await server.KillAsync();
        await server.RestartAsync();

        Assert.Equal("1000", (await server.QueryAsync(database, "SELECT count(v) FROM m"))[0][1]);
    }

    [VictoriaFact]
    public async Task VictoriaMetrics_takes_the_line_protocol_of_InfluxDB_2()
    {
        await using var server = await VictoriaServer.StartAsync();
        using var http = new HttpClient();
        using var lines = new StringContent("m,a=b v=1.5 1795176000000000000\nm,a=b v=2.5 1795176000001000000");
        using var answer = await http.PostAsync(new Uri(server.Url, "api/v2/write?bucket=liqmon&precision=ns"), lines);

        Assert.Equal(204, (int)answer.StatusCode);
        var series = Assert.Single(await server.ExportAsync("m_v"));
        Assert.Equal([1_795_176_000_000, 1_795_176_000_001], series.TimesMs);
        Assert.Equal([1.5, 2.5], series.Values);
    }
}
