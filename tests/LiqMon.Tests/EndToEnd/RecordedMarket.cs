using LiqMon.Simulator;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>A recording that the program itself made, and what the ledger says was sent meanwhile.</summary>
public sealed class RecordedMarket : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("liqmon-").FullName;

    internal IReadOnlyDictionary<string, string> Sent { get; private set; } = new Dictionary<string, string>();

    internal string Recording => Path.Combine(_folder, "frames.jsonl.gz");

    public async Task InitializeAsync()
    {
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = Watch.QuickVenues, Rate = 40, Seed = 31 }, TimeProvider.System, CancellationToken.None);
        simulation.Pause();
        using var record = LiqMonProcess.Start(
            simulation, "record", "--out", Recording, "--venue", string.Join(',', simulation.Endpoints.Keys));
        await record.UntilSaysAsync("binance market: live");
        await record.UntilSaysAsync("bybit linear: live");
        await record.UntilSaysAsync("bybit inverse: live");
        await record.UntilSaysAsync("okx public: live");
        simulation.Resume();
        await Wait.UntilAsync(() => Books.Orders(Books.OfLedger(simulation.Ledger)) > 250, "the market to move");
        simulation.Pause();
        foreach (var venue in simulation.Endpoints.Keys)
            await simulation.DrainAsync(venue, CancellationToken.None);
        // The last frames are in the client's hands when a later one has been recorded; a marker is such a one.
        foreach (var venue in simulation.Endpoints.Keys)
            simulation.SendRaw(venue, """{"marker":1}"""u8.ToArray());
        await UntilMarkersAsync(simulation.Endpoints.Count + 1);
        Sent = Books.OfLedger(simulation.Ledger);
        await record.SignalAsync("TERM");
        Assert.Equal(0, await record.ExitCodeAsync());
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task UntilMarkersAsync(int count) => await Wait.UntilAsync(
        () => Markers() >= count, "the markers to be recorded");

    private int Markers()
    {
        var count = 0;
        try
        {
            using var file = new FileStream(Recording, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var zip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
            using var lines = new StreamReader(zip);
            while (lines.ReadLine() is { } line)
            {
                if (line.Contains("marker", StringComparison.Ordinal))
                    count++;
            }
        }
        catch (InvalidDataException)
        {
            // The file is still being written; what could be read counts.
        }

        return count;
    }
}
