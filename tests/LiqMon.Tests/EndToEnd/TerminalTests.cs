using System.Diagnostics;
using System.Text;
using LiqMon.Tests.Store;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The status screen of the real program in a real pseudo terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Script = "/usr/bin/script";
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_terminal_of_80_by_24_shows_title_and_address_follows_keys_and_is_given_back()
    {
        if (!File.Exists(Script))
            return;
        var start = new ProcessStartInfo(Script)
        {
            ArgumentList =
            {
                "-qefc",
                $"stty rows 24 cols 80; exec dotnet {Path.Combine(AppContext.BaseDirectory, "liqmon.dll")} demo --history none --data {_folder.Path} --listen 127.0.0.1:0",
                "/dev/null",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["TERM"] = "xterm-256color" },
        };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("LIQMON_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(own);
        using var process = Process.Start(start)!;
        var written = new StringBuilder();
        var reading = ReadAsync(process.StandardOutput, written);
        string Text()
        {
            lock (written)
                return written.ToString();
        }

        await Until.TrueAsync(() => Text().Contains("\e[1;1H", StringComparison.Ordinal), "a screen", 120);
        Assert.Contains("SIMULATED DATA", Text(), StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:", Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[25;1H", Text(), StringComparison.Ordinal);
        await process.StandardInput.WriteAsync("?");
        await process.StandardInput.FlushAsync();
        await Until.TrueAsync(() => Text().Contains("PageUp PageDown", StringComparison.Ordinal), "the help");
        await process.StandardInput.WriteAsync("q");
        await process.StandardInput.FlushAsync();
        await Until.TrueAsync(() => process.HasExited, "its end");
        await reading;
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("\e[?25h\e[?1049l", Text(), StringComparison.Ordinal);
    }

    private static async Task ReadAsync(StreamReader output, StringBuilder written)
    {
        var piece = new char[4_096];
        while (await output.ReadAsync(piece) is > 0 and var read)
        {
            lock (written)
                written.Append(piece, 0, read);
        }
    }
}
