using System.Text.Json;
using System.Text.RegularExpressions;
using LiqMon.Configuration;
using LiqMon.Hosting;
using LiqMon.Tests.Api;
using LiqMon.Tests.Cli;
using LiqMon.Tests.Grafana;
using LiqMon.Text;

namespace LiqMon.Tests.Architecture;

/// <summary>What the security of the whole rests on and no other test holds.</summary>
public sealed partial class SecurityTableTests
{
    private const string Token = "planted-0123456789abcdef-token";

    [Fact]
    public async Task Every_route_is_for_reading()
    {
        await using var server = await RunningServer.StartAsync();
        using var description = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json"));
        var verbs = description.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Name)).ToList();

        Assert.True(verbs.Count >= 12);
        Assert.All(verbs, verb => Assert.Equal("get", verb));
    }

    [Fact]
    public async Task A_secret_is_in_no_output()
    {
        var folder = Directory.CreateTempSubdirectory("liqmon-test-");
        try
        {
            var variables = new Dictionary<string, string>
            {
                ["LIQMON_Data"] = folder.FullName,
                ["LIQMON_ApiKey"] = Token,
                ["LIQMON_Coinalyze__ApiKey"] = Token,
                ["LIQMON_Influx__Url"] = "http://127.0.0.1:1",
                ["LIQMON_Influx__Bucket"] = "liqmon",
                ["LIQMON_Influx__Org"] = "liqmon",
                ["LIQMON_Influx__Token"] = Token,
                ["LIQMON_Alerts__desk__Service"] = "json",
                ["LIQMON_Alerts__desk__Url"] = $"https://hooks.example/{Token}",
                ["LIQMON_Alerts__desk__Token"] = Token,
            };
            var options = OptionsReading.Read(SettingsSources.Read(folder.FullName, variables, null, new Dictionary<string, string?>()));
            var doctor = await CliRun.Of(variables, "doctor", "--offline");
            var json = await CliRun.Of(variables, "doctor", "--offline", "--format", "json");
            var argument = await CliRun.Of("run", "--api-key=" + Token);

            Assert.Contains("influxdb", doctor.Out, StringComparison.Ordinal);
            Assert.Equal(2, argument.Code);
            foreach (var text in new[] { options.ToString(), options.Influx!.ToString(), $"{options.ApiKey}", doctor.Out, doctor.Error, json.Out, argument.Error })
                Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_name_from_outside_forges_no_line_of_the_log()
    {
        var shown = LogSanitizer.Of("BTC\n2026-11-20T12:00:00Z ERROR forged\r\u001b[31m\u0000");

        Assert.DoesNotContain(shown, char.IsControl);
        Assert.True(LogSanitizer.Of(new string('x', 100_000)).Length < 1_000);
    }

    [Fact]
    public void Packages_are_locked_and_audited()
    {
        var props = File.ReadAllText(RepositoryFiles.Path("Directory.Build.props"));
        Assert.Contains("<NuGetAuditMode>all</NuGetAuditMode>", props, StringComparison.Ordinal);
        Assert.Contains("<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>", props, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", props, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(RepositoryFiles.Root, "*.csproj", SearchOption.AllDirectories),
            project => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));
    }

    [Fact]
    public void There_is_no_place_for_a_key_of_a_venue() => Assert.All(
        Directory.GetFiles(RepositoryFiles.Path("src", "LiqMon.Core", "Venues"), "*.cs", SearchOption.AllDirectories),
        file => Assert.DoesNotMatch(Signing(), File.ReadAllText(file)));

    [Fact]
    public void Nothing_takes_a_certificate_that_the_system_refuses() => Assert.All(
        Directory.GetFiles(RepositoryFiles.Path("src"), "*.cs", SearchOption.AllDirectories),
        file => Assert.DoesNotMatch(Override(), File.ReadAllText(file)));

    [Fact]
    public void Grafana_and_InfluxDB_are_closed()
    {
        var services = Yaml.Read("docker-compose.yml").Map("services");
        var grafana = services.Map("grafana").Map("environment");
        Assert.Equal("strict", grafana.Text("GF_SECURITY_COOKIE_SAMESITE"));
        Assert.Equal("influxdb:8086", grafana.Text("GF_SECURITY_DATA_SOURCE_PROXY_WHITELIST"));
        Assert.Equal("true", grafana.Text("GF_PLUGINS_PREINSTALL_DISABLED"));
        Assert.Contains("./grafana/provisioning:/etc/grafana/provisioning:ro", services.Map("grafana").Texts("volumes"));
        Assert.Equal("true", services.Map("influxdb").Map("environment").Text("INFLUXD_HARDENING_ENABLED"));
        // The token that may do everything is InfluxDB's alone.
        Assert.DoesNotContain("influx_admin_token", services.Map("liqmon").Texts("secrets"));
        Assert.DoesNotContain("influx_admin_token", services.Map("grafana").Texts("secrets"));
    }

    [GeneratedRegex("HMAC|apiKey|api_key|MBX-APIKEY|ACCESS-SIGN", RegexOptions.IgnoreCase)]
    private static partial Regex Signing();

    [GeneratedRegex("ServerCertificateCustomValidationCallback|RemoteCertificateValidationCallback|DangerousAccept|ServicePointManager")]
    private static partial Regex Override();
}
