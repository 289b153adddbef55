using LiqMon.Venues;

namespace LiqMon.Tests.Venues;

/// <summary>
/// Every folder <c>Fixtures/&lt;venue&gt;/&lt;case&gt;</c> is a test: its frames must give exactly the lines of its
/// <c>expected.txt</c>. With LIQMON_WRITE_FIXTURES=1 the lines are written instead, to be checked by eye.
/// </summary>
public sealed class FixtureTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var folder in Directory.EnumerateDirectories(Root).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
            cases.Add(Path.GetFileName(Path.GetDirectoryName(folder))!, Path.GetFileName(folder));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Frames_mean_what_the_fixture_says(string venueId, string name)
    {
        var venue = VenueCatalog.Find(venueId);
        Assert.NotNull(venue);
        var folder = Path.Combine(Root, venueId, name);
        var actual = FixtureText.Describe(venue, folder);
        if (Environment.GetEnvironmentVariable("LIQMON_WRITE_FIXTURES") == "1")
            File.WriteAllText(Path.Combine(SourceFolder(), venueId, name, "expected.txt"), actual);
        else
            Assert.Equal(File.ReadAllText(Path.Combine(folder, "expected.txt")), actual);
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "Fixtures"));
}
