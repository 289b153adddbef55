using LiqMon.Tests.Grafana;
using LiqMon.Tests.Influx;

namespace LiqMon.Tests.Cli;

/// <summary><c>influx setup</c> makes what LiqMon and Grafana need, gives neither more than that, and may be run again.</summary>
public sealed class InfluxSetupCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public InfluxSetupCommandTests() => File.WriteAllText(Admin, FakeAdmin.Token + "\n");

    private string Admin => Path.Combine(_folder, "admin");

    private string Secrets => Path.Combine(_folder, "secrets");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_bucket_two_tokens_of_one_right_each_and_the_data_source()
    {
        await using var server = await FakeAdmin.StartAsync();
        var run = await RunAsync(server, "--keep", "90d");

        Assert.True(run.Code == 0, run.Error);
        var bucket = Assert.Single(server.Buckets);
        Assert.Equal("market", bucket.Key);
        Assert.Equal(90 * 86_400, bucket.Value["retentionRules"]![0]!["everySeconds"]!.GetValue<long>());
        var (writer, reader) = (Read("influx_liqmon_token"), Read("influx_grafana_token"));
        Assert.Equal(("write", bucket.Value["id"]!.GetValue<string>()), server.Rights[writer]);
        Assert.Equal(("read", bucket.Value["id"]!.GetValue<string>()), server.Rights[reader]);
        Assert.Empty(server.Mappings);
        // No secret is printed; Grafana reads it from its file.
        Assert.DoesNotContain("token-", run.Out + run.Error, StringComparison.Ordinal);
        using var text = new StringReader(run.Out);
        var source = Assert.Single(Yaml.Parse(text).List("datasources"));
        Assert.Equal("market", source.Map("jsonData").Text("dbName"));
        Assert.Equal($"Token $__file{{{Path.Combine(Secrets, "influx_grafana_token")}}}", source.Map("secureJsonData").Text("httpHeaderValue1"));
    }

    [Fact]
    public async Task Run_again_it_keeps_the_tokens_and_changes_how_long_points_are_kept()
    {
        await using var server = await FakeAdmin.StartAsync();
        Assert.Equal(0, (await RunAsync(server)).Code);
        var before = (Read("influx_liqmon_token"), Read("influx_grafana_token"));
        Assert.Equal(0, (await RunAsync(server, "--keep", "forever")).Code);

        Assert.Equal(before, (Read("influx_liqmon_token"), Read("influx_grafana_token")));
        Assert.Equal(2, server.Rights.Count);
        Assert.Equal(0, Assert.Single(server.Buckets).Value["retentionRules"]![0]!["everySeconds"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_server_that_does_not_map_buckets_to_databases_gets_a_mapping()
    {
        await using var server = await FakeAdmin.StartAsync(mapsByItself: false);
        Assert.Equal(0, (await RunAsync(server)).Code);
        var mapping = Assert.Single(server.Mappings);
        Assert.Equal(("market", Assert.Single(server.Buckets).Value["id"]!.GetValue<string>()), (mapping["database"]!.GetValue<string>(), mapping["bucketID"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_token_that_may_do_more_than_it_should_is_a_failure_and_no_data_source_is_printed()
    {
        await using var server = await FakeAdmin.StartAsync();
        server.IsLax = true;
        var run = await RunAsync(server);
        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.Contains("Grafana's token may write and may read, which is not what it is for", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_and_a_wrong_organisation_say_what_is_wrong()
    {
        await using var server = await FakeAdmin.StartAsync();
        var elsewhere = await CliRun.Of("influx", "setup", "--url", server.Url.ToString(), "--admin-token-file", Admin, "--org", "elsewhere", "--secrets", Secrets);
        Assert.Equal(1, elsewhere.Code);
        Assert.Contains("there is no organisation elsewhere", elsewhere.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Admin, "wrong");
        var refused = await RunAsync(server);
        Assert.Equal(1, refused.Code);
        Assert.Contains("HTTP 401: unauthorized access", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Secrets));
    }

    [Theory]
    [InlineData("--url", "http://influx.example:8086")]
    [InlineData("--keep", "soon")]
    [InlineData("--admin-token-file", "/nowhere")]
    public async Task What_is_missing_or_would_send_the_token_in_the_open_is_a_mistake(string option, string value)
    {
        var given = new Dictionary<string, string> { ["--url"] = "http://127.0.0.1:1", ["--admin-token-file"] = Admin, ["--org"] = "home", ["--keep"] = "1d", [option] = value };
        var run = await CliRun.Of(["influx", "setup", .. given.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(Secrets, name));

    private Task<CliRun> RunAsync(FakeAdmin server, params string[] more) => CliRun.Of(
        ["influx", "setup", "--url", server.Url.ToString(), "--admin-token-file", Admin, "--org", FakeAdmin.Organisation, "--bucket", "market", "--secrets", Secrets, .. more]);
}
