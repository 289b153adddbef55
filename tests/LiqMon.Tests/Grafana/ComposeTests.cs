using System.Diagnostics;
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
    public void Nothing_may_gain_rights_and_LiqMon_has_none()
    {
        Assert.All(Services, service => Assert.Contains("no-new-privileges:true", service.Service.Texts("security_opt")));
        var liqmon = File.Map("services").Map("liqmon");
        Assert.Equal("true", liqmon.Text("read_only"));
        Assert.Equal(["ALL"], liqmon.Texts("cap_drop"));
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
    public void Nobody_looks_at_Grafana_without_a_password()
    {
        var settings = File.Map("services").Map("grafana").Map("environment");
        Assert.Equal("false", settings.Text("GF_AUTH_ANONYMOUS_ENABLED"));
        Assert.Equal("false", settings.Text("GF_USERS_ALLOW_SIGN_UP"));
        Assert.True(settings.Has("GF_SECURITY_ADMIN_PASSWORD__FILE"));
    }

    [ComposeFact]
    public async Task A_compose_parser_takes_it()
    {
        using var process = Process.Start(new ProcessStartInfo(ComposeFactAttribute.Program!, ["config", "--quiet"])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }
}
