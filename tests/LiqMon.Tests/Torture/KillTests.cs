using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;
using LiqMon.Tests.Influx;
using LiqMon.Tests.Simulator;
using Xunit.Abstractions;

namespace LiqMon.Tests.Torture;

/// <summary>
/// The oracle: the real program, the real sockets, the real InfluxDB, all killed without a warning again and again, and a
/// ledger that knows every order. <c>LIQMON_TEST_KILLS=1000</c> kills more often, <c>LIQMON_TEST_SEED</c> at other moments.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>Stores that are written and killed at the same time: starting a process waits a lot.</summary>
    private const int Victims = 4;

    private static readonly int Kills = Steering.Number("LIQMON_TEST_KILLS", 24);

    /// <summary>Two that publish all, one of them with a history for repairs, and two that sample.</summary>
    private static readonly string[] Venues = ["binance", "bybit", "gate", "okx"];

    [InfluxProgramFact]
    public async Task Killed_at_random_moments_store_windows_and_InfluxDB_equal_the_ledger()
    {
        output.WriteLine($"seed {Steering.Seed}, {Kills} kills");
        var random = new Random(Steering.Seed);
        await using var simulation = await Simulation.StartAsync(
            new() { Venues = Venues, Rate = 40, Seed = Steering.Seed, Assets = ["BTC", "ETH", "SOL"] }, TimeProvider.System, CancellationToken.None);
        await using var influx = await InfluxServer.StartOwnAsync();
        var startMs = NowMs;
        var victims = new List<Victim>();
        try
        {
            for (var i = 0; i < Victims; i++)
                victims.Add(new Victim(simulation, await FeedsAsync(simulation), influx, await influx.NewDatabaseAsync(), random.Next()));
            using (var enough = new CancellationTokenSource())
            {
                var killing = KillAsync(influx, new Random(random.Next()), enough.Token);
                await Task.WhenAll(victims.Select((victim, i) => victim.DieAsync((Kills + i) / Victims)));
                await enough.CancelAsync();
                output.WriteLine($"InfluxDB was killed {await killing} times");
            }

            output.WriteLine($"killed {victims.Sum(victim => victim.KilledStarting)} times while starting, {victims.Sum(victim => victim.KilledLive)} times while live, {victims.Sum(victim => victim.Processor.TotalSeconds):0} s of processor");
            Assert.Equal(Kills, victims.Sum(victim => victim.KilledStarting + victim.KilledLive));
            Assert.True(victims.All(victim => victim.KilledLive > 0), "no kill of a live process");
            await Task.WhenAll(victims.Select(victim => JudgeAsync(simulation, influx, victim, startMs)));
        }
        finally
        {
            victims.ForEach(victim => victim.Dispose());
        }
    }

    /// <summary>Lets a process live, compares what it shows with what it holds, ends it, and compares that with what happened.</summary>
    private async Task JudgeAsync(Simulation simulation, InfluxServer influx, Victim victim, long startMs)
    {
        victim.Start();
        await victim.UntilLiveAsync();
        await using (var live = new LiveTotals(victim.Url))
        {
            // Feeds have proven their span for a while, so that a part of the end is covered.
            await Task.Delay(TimeSpan.FromSeconds(3));
            simulation.Pause();
            await Books.SettleAsync(simulation);
            await Wait.UntilAsync(
                () => live.Newest is { } shown && shown == Held(victim.Data), () => $"the windows to show what is held: {live.Newest} of {Held(victim.Data)}\n{victim.Errors}");
        }

        if (influx.MayHaveLostWrites)
        {
            output.WriteLine("InfluxDB has found a record of its log torn: all is delivered once more");
            Assert.True(OutboxResync.Request(victim.Data, LiqMon.Influx.InfluxOptions.Destination, startMs));
        }

        await UntilDeliveredAsync(victim);
        Assert.Equal(0, await victim.StopAsync());
        // A frame that a busy machine brings in the last moment is stored, and delivered by the next process.
        while (!IsDelivered(victim.Data))
        {
            victim.Start();
            await UntilDeliveredAsync(victim);
            Assert.Equal(0, await victim.StopAsync());
        }

        var oracle = new Oracle(simulation, victim.Data);
        var violations = oracle.Violations(startMs, NowMs).ToList();
        violations.AddRange(await oracle.DifferencesAsync(influx, victim.Database));
        violations.AddRange(Refused(victim.Data));
        output.WriteLine($"{oracle.Stored} orders stored, {oracle.Covered} orders were covered");
        if (violations.Count > 0)
            output.WriteLine($"{Progress(victim.Data)}; {await oracle.SecondsThatDifferAsync(influx, victim.Database)}\n{victim.Errors}");
        Assert.True(violations.Count == 0, $"seed {Steering.Seed}: {violations.Count} violations:\n{string.Join('\n', violations.Take(10))}");
        Assert.True(oracle.Covered > 100, $"only {oracle.Covered} orders are covered: the test says nothing");
    }

    /// <summary>Kills InfluxDB now and then, and starts it again.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> KillAsync(InfluxServer influx, Random random, CancellationToken enough)
    {
        for (var killed = 0; ; killed++)
        {
            await Task.Delay(TimeSpan.FromSeconds(3 + (8 * random.NextDouble())), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (enough.IsCancellationRequested)
                return killed;
            await influx.KillAsync();
            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()), CancellationToken.None);
            await influx.RestartAsync();
        }
    }

    /// <summary>How many feeds the venues have: as many as a process that is left alone brings to life.</summary>
    private static async Task<int> FeedsAsync(Simulation simulation)
    {
        var data = Directory.CreateTempSubdirectory("liqmon-").FullName;
        try
        {
            await using var watch = await Watch.StartAsync(simulation, data);
            return watch.Pipeline.Lanes.Sum(lane => lane.Feed!.Feeds.Count);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Totals Held(string data)
    {
        using var reader = StoreReader.Open(data);
        var totals = reader.Liquidations.Totals(new() { FromMs = 0, ToMs = 4_000_000_000_000 });
        return new(totals.LongOrders, totals.ShortOrders, (decimal)totals.LongMicroUsd / 1_000_000m, (decimal)totals.ShortMicroUsd / 1_000_000m);
    }

    private static Task UntilDeliveredAsync(Victim victim) =>
        Wait.UntilAsync(() => IsDelivered(victim.Data), () => $"InfluxDB to have everything\n{victim.Errors}", TimeSpan.FromSeconds(120));

    private static string Progress(string data)
    {
        using var outbox = OutboxReader.Open(data);
        var state = outbox.State(LiqMon.Influx.InfluxOptions.Destination)!;
        return $"done {state.Done} of {state.Newest}, points {state.Points}, expired {state.Expired}, refused {state.Refused}, resync from {state.ResyncFromMs}";
    }

    private static IEnumerable<string> Refused(string data)
    {
        using var outbox = OutboxReader.Open(data);
        foreach (var point in outbox.Refused(LiqMon.Influx.InfluxOptions.Destination, 10))
            yield return $"InfluxDB refused {point.Line}: {point.Reason}";
    }

    private static bool IsDelivered(string data)
    {
        using var outbox = OutboxReader.Open(data);
        // The points of the moment go on coming; liquidations do not.
        return outbox.State(LiqMon.Influx.InfluxOptions.Destination) is { ResyncFromMs: null, Fault: null } state
            && outbox.ByList(state.Done, state.Newest, int.MaxValue) is { Liquidations.Count: 0, Minutes.Count: 0 };
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
