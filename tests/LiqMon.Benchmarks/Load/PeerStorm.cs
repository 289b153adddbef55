using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LiqMon.Benchmarks.Load;

/// <summary>
/// The same storm of frames for LiqMon and for programs of the folder <c>peers</c>, one after another: what each takes of the
/// processor for a frame. The peers hand over objects and keep nothing; LiqMon syncs every order to disk.
/// </summary>
public static class PeerStorm
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs all and prints a table and the same as JSON.</summary>
    /// <param name="frames">Frames of the first half, when a program has just started, and of the second.</param>
    /// <returns>Whether all took everything.</returns>
    public static async Task<bool> RunAsync(int frames)
    {
        var own = await FrameStorm.RunAsync(frames);
        StormResult?[] results = [own, await PeerAsync("tardis-dev", "tardis.mjs", frames), await PeerAsync("ccxt", "ccxt.mjs", frames)];
        foreach (var result in results.OfType<StormResult>())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Program,-12} {result.FirstPerProcessorSecond,9:N0} first, {result.WarmPerProcessorSecond,9:N0} warm, {result.PeakMiB,5:F0} MiB"));
        }

        Console.WriteLine(JsonSerializer.Serialize(new { frames, results }, Json));
        return results.All(result => result is not null);
    }

    private static async Task<StormResult?> PeerAsync(string name, string script, int frames)
    {
        await using var simulation = await StormSource.StartAsync();
        var endpoint = simulation.Endpoints[StormSource.Venue];
        var start = new ProcessStartInfo(
            "node",
            [
                Path.Combine(Folder(), script), endpoint.WebSocketUrl.GetLeftPart(UriPartial.Authority),
                endpoint.RestUrl.GetLeftPart(UriPartial.Authority), frames.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var listening = await ReadAsync(process);
        await StormSource.SendAsync(simulation, frames, before: 0);
        var first = await ReadAsync(process);
        await StormSource.SendAsync(simulation, frames, before: frames);
        var warm = await ReadAsync(process);
        await process.WaitForExitAsync();
        return listening is null || first is null || warm is null
            ? null
            : new(name, frames / (first.ProcessorSeconds - listening.ProcessorSeconds), frames / (warm.ProcessorSeconds - first.ProcessorSeconds), warm.PeakMiB);
    }

    private static async Task<PeerLine?> ReadAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
                return JsonSerializer.Deserialize<PeerLine>(line, Json);
            Console.WriteLine(line);
        }

        return null;
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "peers");

    private sealed record PeerLine(string What, int Arrived, double ProcessorSeconds, double PeakMiB);
}
