using System.Diagnostics;
using System.Runtime.Versioning;
using YamlDotNet.RepresentationModel;

namespace LiqMon.Tests.Grafana;

/// <summary>The compose file is safe to start on a machine that others use, and starts in the right order.</summary>
public sealed class ComposeTests
{
    private static readonly YamlMappingNode File = Yaml.Read("docker-compose.yml");

    private static IReadOnlyList<(string Name, YamlMappingNode Service)> Services =>
        [.. File.Map("services").Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, (YamlMappingNode)pair.Value))];

    [Fact]
    public void Ports_are_open_to_this_machine_only() => Assert.All(Services, service =>
        Assert.All(service.Service.Texts("ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal)));

    [Fact]
    public void Images_have_a_version() => Assert.All(Services, service =>
        Assert.Matches(@"^[^:]+:\d+\.\d+\.\d+", service.Service.Text("image")));

    [Fact]
    public void Everything_says_whether_it_is_well_and_waits_for_what_it_needs()
    {
        Assert.All(Services, service => Assert.True(service.Service.Map("healthcheck").Has("test")));
        Assert.All(Services.Where(service => service.Service.Has("depends_on")), service =>
            Assert.All(service.Service.Map("depends_on").Children.Values.Cast<YamlMappingNode>(), on =>
                Assert.Equal("service_healthy", on.Text("condition"))));
    }

    [Fact]
    public void Nothing_may_gain_rights_and_only_InfluxDB_keeps_those_to_become_its_own_user()
    {
        Assert.All(Services, service =>
        {
            Assert.Equal(["no-new-privileges:true"], service.Service.Texts("security_opt"));
            Assert.Equal(["ALL"], service.Service.Texts("cap_drop"));
            Assert.Equal("true", service.Service.Text("read_only"));
            Assert.Contains("/tmp", service.Service.Texts("tmpfs"));
            Assert.False(service.Service.Has("privileged"));
        });
        Assert.Equal(["influxdb"], Services.Where(service => service.Service.Has("cap_add")).Select(service => service.Name));
        Assert.Equal(
            ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"], File.Map("services").Map("influxdb").Texts("cap_add"));
    }

    [Fact]
    public void Nothing_can_fill_the_machine() => Assert.All(Services, service =>
    {
        Assert.Matches(@"^\d+[mg]$", service.Service.Text("mem_limit"));
        Assert.InRange(int.Parse(service.Service.Text("pids_limit"), System.Globalization.CultureInfo.InvariantCulture), 64, 1_024);
        var log = service.Service.Map("logging").Map("options");
        Assert.Matches(@"^\d+m$", log.Text("max-size"));
        Assert.Matches(@"^\d$", log.Text("max-file"));
    });

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_clone_of_a_careful_user_works_and_an_open_folder_of_secrets_is_closed()
    {
        var clone = Directory.CreateTempSubdirectory("liqmon-clone-").FullName;
        try
        {
            // As a user with the mask 077 has it, after an earlier start that left the secrets open.
            await RunAsync("sh", "-c", $"umask 077 && cp -R '{RepositoryFiles.Path("grafana")}' '{clone}/grafana' && chmod -R go= '{clone}' && mkdir -m 755 '{clone}/secrets' && echo kept > '{clone}/secrets/grafana_admin_password'");
            await RunAsync("sh", "-c", $"umask 077 && sh '{clone}/grafana/make-secrets.sh'");

            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            Assert.Equal(default, System.IO.File.GetUnixFileMode($"{clone}/secrets") & Others);
            Assert.Equal("kept\n", System.IO.File.ReadAllText($"{clone}/secrets/grafana_admin_password"));
            Assert.All(Directory.GetFiles($"{clone}/secrets"), file => Assert.True((System.IO.File.GetUnixFileMode(file) & UnixFileMode.OtherRead) != 0, file));
            foreach (var mounted in Services.SelectMany(service => service.Service.Texts("volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)))
            {
                var folder = Path.Combine(clone, mounted.Split(':')[0]);
                Assert.All([folder, .. Directory.GetDirectories(folder, "*", SearchOption.AllDirectories)], path =>
                    Assert.True((System.IO.File.GetUnixFileMode(path) & UnixFileMode.OtherExecute) != 0, path));
                Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), path =>
                    Assert.True((System.IO.File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0, path));
            }
        }
        finally
        {
            Directory.Delete(clone, recursive: true);
        }
    }

    [Fact]
    public void Every_password_is_a_file_that_the_script_makes()
    {
        var script = System.IO.File.ReadAllText(RepositoryFiles.Path("grafana", "make-secrets.sh"));
        var named = File.Map("secrets").Children.Select(pair => ((YamlScalarNode)pair.Key).Value!).ToList();
        Assert.All(named, name => Assert.Contains(name, script, StringComparison.Ordinal));
        Assert.All(Services, service => Assert.Empty(service.Service.Texts("secrets").Except(named)));
        Assert.All(Services, service => Assert.All(service.Service.Map("environment").Children, setting =>
        {
            var key = ((YamlScalarNode)setting.Key).Value!;
            var value = ((YamlScalarNode)setting.Value).Value!;
            if (key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || key.Contains("TOKEN", StringComparison.OrdinalIgnoreCase) || key.Contains("KEY", StringComparison.OrdinalIgnoreCase))
                Assert.StartsWith("/run/secrets/", value, StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void InfluxDB_keeps_points_for_a_year() => Assert.Equal(
        "365d", File.Map("services").Map("influxdb").Map("environment").Text("DOCKER_INFLUXDB_INIT_RETENTION"));

    [Fact]
    public void Nobody_looks_at_Grafana_without_a_password()
    {
        var settings = File.Map("services").Map("grafana").Map("environment");
        Assert.Equal("false", settings.Text("GF_AUTH_ANONYMOUS_ENABLED"));
        Assert.Equal("false", settings.Text("GF_USERS_ALLOW_SIGN_UP"));
        Assert.True(settings.Has("GF_SECURITY_ADMIN_PASSWORD__FILE"));
    }

    [ComposeFact]
    public Task A_compose_parser_takes_it() => RunAsync(ComposeFactAttribute.Program!, "config", "--quiet");

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }
}
