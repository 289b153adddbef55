using System.Text.RegularExpressions;

namespace LiqMon.Tests.Documentation;

/// <summary>The documentation is short, in the field's words, and names only what exists.</summary>
public sealed partial class DocsTextTests
{
    // Written by others at the same time as the pages that link to it.
    private const string PageToCome = "docs/completeness.md";

    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Name)];

    public static TheoryData<string> LinkingPages => [.. DocPage.All.Select(page => page.Name), "tests/LiqMon.Benchmarks/README.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_short(string name) =>
        Assert.InRange(DocPage.Read(name).Lines.Count, 1, name == "README.md" ? 250 : 200);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_in_the_words_of_the_field(string name) =>
        Assert.Empty(HouseWords().Matches(DocPage.Read(name).Prose).Select(match => match.Value));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_that_a_page_names_exists(string name)
    {
        var page = DocPage.Read(name);
        Assert.DoesNotContain(page.Code, code => PathInRepository().IsMatch(code) && !Built().IsMatch(code) && !Exists(code));
    }

    [Theory]
    [MemberData(nameof(LinkingPages))]
    public void Every_link_of_a_page_leads_somewhere(string name)
    {
        var page = DocPage.Read(name);
        var folder = Path.GetDirectoryName(RepositoryFiles.Path(name))!;
        foreach (var link in page.Links.Where(link => !link.StartsWith("https://", StringComparison.Ordinal)))
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0 ? name : Path.GetRelativePath(RepositoryFiles.Root, Path.Combine(folder, parts[0])).Replace('\\', '/');
            if (target == PageToCome && !File.Exists(RepositoryFiles.Path(target)))
                continue;
            Assert.True(Exists(target), $"{name} links to {link}");
            if (parts.Length > 1)
                Assert.Contains(parts[1], DocPage.Read(target).Anchors);
        }
    }

    [Fact]
    public void The_readme_links_to_every_page()
    {
        var linked = DocPage.Read("README.md").Links;
        Assert.All(DocPage.All.Select(page => page.Name).Where(name => name != "README.md"), name => Assert.Contains(name, linked));
    }

    [Fact]
    public void The_readme_has_a_line_for_every_package_of_the_product()
    {
        var readme = DocPage.Read("README.md").Section("## Built with");
        var packages = PackageReference().Matches(File.ReadAllText(RepositoryFiles.Path("src/LiqMon/LiqMon.csproj")))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("Microsoft.Data.Sqlite.Core", packages);
        Assert.All(packages, package => Assert.Contains($"https://www.nuget.org/packages/{package})", readme, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/LiqMon/Pipeline.cs", true)]
    [InlineData("src/LiqMon.Core/Venues/", true)]
    [InlineData("src/LiqMon.Core/Venues/<Venue>/<Venue>.cs", true)]
    [InlineData("src/LiqMon/Pipelines.cs", false)]
    [InlineData("src/LiqMon.Core/<Venue>/Venues/", false)]
    public void A_path_exists_or_not(string path, bool exists) => Assert.Equal(exists, Exists(path));

    // A part in angle brackets stands for any name.
    private static bool Exists(string path)
    {
        IEnumerable<string> found = [RepositoryFiles.Root];
        foreach (var part in path.TrimEnd('/').Split('/'))
        {
            var pattern = Placeholder().Replace(part, "*");
            found = found.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, pattern)).ToList();
        }

        return found.Any();
    }

    [GeneratedRegex(@"[«»]|\b(?:tells?|told|telling|asked|said)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HouseWords();

    [GeneratedRegex(@"^(?:src|tests|grafana|docs|\.ci)/[^ ]*$")]
    private static partial Regex PathInRepository();

    [GeneratedRegex("/(?:bin|obj)/")]
    private static partial Regex Built();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex PackageReference();
}
