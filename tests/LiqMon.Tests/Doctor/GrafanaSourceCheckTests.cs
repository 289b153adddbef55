using LiqMon.Doctor;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Store;

namespace LiqMon.Tests.Doctor;

/// <summary>What Grafana's data source needs from outside is there, or doctor names what is missing.</summary>
public sealed class GrafanaSourceCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-provisioning-").FullName;

    public GrafanaSourceCheckTests() => Directory.CreateDirectory(Path.Combine(_folder, "datasources"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_that_ships_needs_its_two_variables()
    {
        var shipped = RepositoryFiles.Path("grafana", "provisioning");

        var none = await CheckAsync(shipped);
        Assert.Equal((CheckState.Warn, "liqmon-influxdb needs LIQMON_INFLUX_URL, GF_LIQMON_INFLUX_PASSWORD, not set in this environment"), (none.State, none.Finding));
        var one = await CheckAsync(shipped, ("LIQMON_INFLUX_URL", "http://influxdb:8086"), ("GF_LIQMON_INFLUX_PASSWORD", ""));
        Assert.Equal((CheckState.Warn, "liqmon-influxdb needs GF_LIQMON_INFLUX_PASSWORD, not set in this environment"), (one.State, one.Finding));
        // As the compose file gives them.
        var both = await CheckAsync(shipped, ("LIQMON_INFLUX_URL", "http://influxdb:8086"), ("GF_LIQMON_INFLUX_PASSWORD__FILE", "/run/secrets/one"));
        Assert.Equal(CheckState.Ok, both.State);
    }

    [Fact]
    public async Task What_the_shipped_file_needs_is_set_by_the_compose_file_and_listed_in_the_page()
    {
        var missing = await CheckAsync(RepositoryFiles.Path("grafana", "provisioning"));
        var compose = await File.ReadAllTextAsync(RepositoryFiles.Path("docker-compose.yml"));
        var page = await File.ReadAllTextAsync(RepositoryFiles.Path("docs", "grafana.md"));
        Assert.All(new[] { "LIQMON_INFLUX_URL", "GF_LIQMON_INFLUX_PASSWORD" }, name =>
        {
            Assert.Contains(name, missing.Finding, StringComparison.Ordinal);
            Assert.Matches($"{name}(__FILE)?: ", compose);
            Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_file_of_a_token_is_looked_for()
    {
        var token = Path.Combine(_folder, "token");
        Source($$"""
            # $NOT_THIS one, and no $__file{/nowhere}
            uid: liqmon-influxdb
            price: $$5
            token: Token $__file{{{token}}}
            """);

        Assert.Equal((CheckState.Fail, $"{token} is missing"), Of(await CheckAsync(_folder)));
        await File.WriteAllTextAsync(token, "");
        Assert.Equal((CheckState.Fail, $"{token} is empty"), Of(await CheckAsync(_folder)));
        await File.WriteAllTextAsync(token, "abc");
        Assert.Equal((CheckState.Ok, $"liqmon-influxdb has what it needs: {token}"), Of(await CheckAsync(_folder)));
    }

    [Theory]
    [InlineData("$ONE")]
    [InlineData("${ONE}")]
    [InlineData("$__env{ONE}")]
    public async Task A_variable_is_recognised_however_it_is_written(string variable)
    {
        Source($"uid: liqmon-influxdb\nurl: {variable}");

        Assert.Equal(CheckState.Warn, (await CheckAsync(_folder)).State);
        Assert.Equal((CheckState.Ok, "liqmon-influxdb has what it needs: ONE"), Of(await CheckAsync(_folder, ("ONE", "1"))));
    }

    [Fact]
    public async Task No_source_two_of_them_and_no_folder_fail()
    {
        Assert.Equal((CheckState.Fail, $"no file in {_folder}/datasources has the data source liqmon-influxdb"), Of(await CheckAsync(_folder)));
        Source("uid: liqmon-influxdb");
        Source("uid: liqmon-influxdb", "another.yml");
        Assert.Equal((CheckState.Fail, $"2 files in {_folder}/datasources have the data source liqmon-influxdb"), Of(await CheckAsync(_folder)));
        Assert.Equal(CheckState.Fail, (await CheckAsync(Path.Combine(_folder, "none"))).State);
    }

    [Fact]
    public async Task It_is_looked_at_where_the_folder_is_configured()
    {
        using var data = new StoreFolder();
        var run = await CliRun.Of(
            new Dictionary<string, string> { ["LIQMON_Grafana__Provisioning"] = _folder }, "doctor", "--offline", "--format", "csv", "--data", data.Path);
        Assert.Equal(1, run.Code);
        Assert.Contains("grafana,data source,fail", run.Out, StringComparison.Ordinal);
    }

    private static (CheckState, string) Of(CheckResult result) => (result.State, result.Finding);

    private void Source(string text, string name = "liqmon.yaml") => File.WriteAllText(Path.Combine(_folder, "datasources", name), text);

    private static Task<CheckResult> CheckAsync(string folder, params (string Name, string Value)[] environment) => new GrafanaSourceCheck(
        folder, name => environment.Where(pair => pair.Name == name).Select(pair => pair.Value).FirstOrDefault()).RunAsync(CancellationToken.None);
}
