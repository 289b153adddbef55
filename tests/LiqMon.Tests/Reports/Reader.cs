using System.Diagnostics;

namespace LiqMon.Tests.Reports;

/// <summary>A browser and an office suite, each run once and to its end.</summary>
internal static class Reader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>A picture of a page, as a screen of that size shows it.</summary>
    internal static async Task<Picture> ScreenshotAsync(string page, string folder, int width, int height)
    {
        var picture = Path.Combine(folder, FormattableString.Invariant($"screen-{width}.png"));
        await RunAsync(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            $"--user-data-dir={Path.Combine(folder, "chromium")}", FormattableString.Invariant($"--window-size={width},{height}"),
            $"--screenshot={picture}", new Uri(page).AbsoluteUri);
        return Picture.Read(await File.ReadAllBytesAsync(picture));
    }

    /// <summary>The document as PDF.</summary>
    internal static async Task<byte[]> PdfAsync(string document, string folder, string filter)
    {
        await RunAsync(
            "soffice", "--headless", "--norestore", $"-env:UserInstallation={new Uri(Path.Combine(folder, "office")).AbsoluteUri}",
            "--convert-to", filter, "--outdir", folder, document);
        return await File.ReadAllBytesAsync(Path.ChangeExtension(Path.Combine(folder, Path.GetFileName(document)), ".pdf"));
    }

    private static async Task RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {string.Join('\n', await said)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
