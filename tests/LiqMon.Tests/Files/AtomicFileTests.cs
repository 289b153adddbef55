using System.Diagnostics;
using LiqMon.Files;

namespace LiqMon.Tests.Files;

/// <summary>Only a file is ever replaced by a file.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liqmon-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_replaced_when_that_is_wanted()
    {
        var path = Path.Combine(_folder.FullName, "rows.csv");
        File.WriteAllText(path, "old");

        Write(path);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_link_is_replaced_and_what_it_leads_to_stays()
    {
        var (path, target) = (Path.Combine(_folder.FullName, "link"), Path.Combine(_folder.FullName, "target"));
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(path, target);

        Write(path);

        Assert.Equal(("new", "old"), (File.ReadAllText(path), File.ReadAllText(target)));
    }

    [Fact]
    public async Task A_pipe_is_not_replaced()
    {
        var path = Path.Combine(_folder.FullName, "pipe");
        using (var made = Process.Start("mkfifo", [path]))
            await made.WaitForExitAsync();

        var error = Assert.Throws<IOException>(() => Write(path));

        Assert.Contains("is not a file that may be replaced", error.Message, StringComparison.Ordinal);
        Assert.Equal("pipe", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void A_device_is_not_replaced()
    {
        Assert.Throws<IOException>(() => Write("/dev/null"));
        // Still a device: it keeps nothing.
        File.WriteAllText("/dev/null", "x");
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    private static void Write(string path)
    {
        using var file = new AtomicFile(path, overwrite: true);
        file.Stream.Write("new"u8);
        file.Commit();
    }
}
