using System.Globalization;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>The program itself, killed again and again.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Killed_again_and_again_it_loses_and_doubles_nothing_that_was_committed()
    {
        await using var simulation = await LiveProcess.StartVenuesAsync(new() { Rate = 40, Seed = 21 });
        var random = new Random(21);
        IReadOnlyDictionary<string, string> before = new Dictionary<string, string>();
        for (var round = 0; round < 3; round++)
        {
            using var process = LiqMonProcess.Start(simulation, "run", "--data", _data, "--listen", "http://127.0.0.1:0");
            await LiveProcess.UntilLiveAsync(process);
            Assert.True(Books.Orders(before) <= Books.Orders(Books.OfStore(_data)));
            simulation.Resume();
            var enough = Books.Orders(Books.OfStore(_data)) + random.Next(100, 300);
            await Wait.UntilAsync(() => Books.Orders(Books.OfStore(_data)) >= enough, "events to be stored");
            await process.KillAsync();
            simulation.Pause();
            before = Books.OfStore(_data);
        }

        // Sums kept with the events still agree with them, and nothing is in the store that was never sent.
        var sent = Sent(simulation).ToLookup(entry => entry);
        using var reader = StoreReader.Open(_data);
        var rows = reader.Liquidations.List(new() { FromMs = 0, ToMs = long.MaxValue }, 0, 1_000_000, newestFirst: false).ToList();
        Assert.Equal(Books.Orders(before), rows.Count);
        Assert.All(
            rows.Select(row => (row.Venue, row.Symbol, row.TimeMs, row.MicroUsd)).CountBy(row => row),
            row => Assert.True(row.Value <= sent[row.Key].Count(), $"{row.Key} is in the store {row.Value} times"));
        Assert.Equal(
            before.Values.Sum(value => long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture)), rows.Sum(row => row.MicroUsd));
    }

    private static IEnumerable<(string Venue, string Symbol, long TimeMs, long MicroUsd)> Sent(Simulation simulation) =>
        simulation.Ledger.Entries().Select(entry => (entry.Venue, entry.Symbol, entry.EventTimeMs, entry.MicroUsd));
}
