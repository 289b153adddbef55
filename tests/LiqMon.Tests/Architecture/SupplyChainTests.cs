using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LiqMon.Tests.Architecture;

/// <summary>What is built is what was reviewed: locked packages, audited all of them, and no way round the banned symbols.</summary>
public sealed partial class SupplyChainTests
{
    private static readonly List<string> Projects =
    [
        .. ((string[])["src", "tests"]).SelectMany(folder => Directory.EnumerateDirectories(RepositoryFiles.Path(folder)))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj")),
    ];

    private static readonly XDocument Shared = XDocument.Load(RepositoryFiles.Path("Directory.Build.props"));

    [Fact]
    public void Every_project_has_a_lock_file_that_holds_each_package_with_its_hash()
    {
        Assert.True(Projects.Count >= 5, $"only {Projects.Count} projects are found");
        foreach (var project in Projects)
        {
            var path = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            Assert.True(File.Exists(path), $"{project} has no lock file");
            using var locked = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
            var packages = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()).ToList();
            Assert.All(
                packages.Where(package => package.Value.GetProperty("type").GetString() != "Project"),
                package => Assert.Equal(88, package.Value.GetProperty("contentHash").GetString()!.Length));
            var names = packages.Select(package => package.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Assert.All(XDocument.Load(project).Descendants("PackageReference"), package => Assert.Contains(package.Attribute("Include")!.Value, names));
        }
    }

    [Theory]
    [InlineData("RestorePackagesWithLockFile", "true")]
    [InlineData("NuGetAuditMode", "all")]
    [InlineData("TreatWarningsAsErrors", "true")]
    public void Every_project_is_restored_and_audited_alike(string property, string value)
    {
        Assert.Equal(value, Shared.Descendants(property).Single().Value);
        Assert.All(Projects, project => Assert.Empty(XDocument.Load(project).Descendants(property)));
    }

    [Fact]
    public void Advisories_stay_visible()
    {
        var all = Projects.Append(RepositoryFiles.Path("Directory.Build.props")).Append(RepositoryFiles.Path("Directory.Packages.props")).Select(XDocument.Load).ToList();
        Assert.DoesNotContain(all.SelectMany(file => file.Descendants("NoWarn")), ignored => ignored.Value.Contains("NU19", StringComparison.Ordinal));
        Assert.Empty(all.SelectMany(file => file.Descendants("NuGetAudit")));
        Assert.Empty(all.SelectMany(file => file.Descendants("NuGetAuditSuppress")));
    }

    [Fact]
    public void Every_project_is_checked_for_banned_symbols()
    {
        Assert.Contains(Shared.Descendants("PackageReference"), package => package.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(Shared.Descendants("AdditionalFiles"), file => file.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        foreach (var project in Projects)
        {
            var text = File.ReadAllText(project);
            Assert.DoesNotContain("RS0030", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RunAnalyzers", text, StringComparison.Ordinal);
            Assert.DoesNotContain("ImportDirectoryBuildProps", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("RS0030", File.ReadAllText(RepositoryFiles.Path(".editorconfig")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(RepositoryFiles.Path("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
            file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal));
    }

    /// <summary>The analyzer takes a misspelt line without a word, and bans nothing by it.</summary>
    [Fact]
    public void Every_banned_symbol_exists()
    {
        var lines = File.ReadAllLines(RepositoryFiles.Path("BannedSymbols.txt"));
        Assert.True(lines.Length > 20);
        Assert.All(lines, line => Assert.True(Exists(line.Split(';')[0]), line));
        Assert.False(Exists("P:System.DateTime.Noow"));
        Assert.False(Exists("M:System.Threading.Tasks.Task.Wait(System.String)"));
        Assert.False(Exists("T:InfluxDB.Client.WriteApy"));
    }

    private static bool Exists(string id)
    {
        var match = SymbolId().Match(id);
        Assert.True(match.Success, id);
        var (kind, name, parameters) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3]);
        if (kind == "T")
            return TypeOf(name) is not null;
        var dot = name.LastIndexOf(name.EndsWith("#ctor", StringComparison.Ordinal) ? ".#" : ".", StringComparison.Ordinal);
        if (TypeOf(name[..dot]) is not { } type)
            return false;
        const BindingFlags any = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var member = name[(dot + 1)..];
        if (kind == "P")
            return type.GetProperty(member, any) is not null;
        var wanted = parameters.Success ? parameters.Value.Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        IEnumerable<MethodBase> methods = member == "#ctor" ? type.GetConstructors() : type.GetMethods(any).Where(method => method.Name == member);
        return methods.Any(method => method.GetParameters().Select(parameter => parameter.ParameterType.FullName).SequenceEqual(wanted));
    }

    private static Type? TypeOf(string name) => new[]
    {
        typeof(object).Assembly, typeof(System.Net.Http.HttpClient).Assembly, typeof(System.Net.Security.SslStream).Assembly,
        typeof(System.Net.WebSockets.ClientWebSocket).Assembly, typeof(InfluxDB.Client.InfluxDBClient).Assembly,
    }.Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    [GeneratedRegex(@"^([TPM]):([^(]+)(?:\(([^)]*)\))?$")]
    private static partial Regex SymbolId();
}
