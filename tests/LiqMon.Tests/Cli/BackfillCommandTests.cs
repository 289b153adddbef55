using System.Text.Json;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.EndToEnd;

namespace LiqMon.Tests.Cli;

public sealed class BackfillCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("liqmon-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("deribit")]
    [InlineData("bitfinex")]
    [InlineData("kraken")]
    [InlineData("gate")]
    [InlineData("htx")]
    [InlineData("dydx")]
    public async Task History_of_a_span_makes_the_store_equal_to_the_ledger(string venue)
    {
        await using var simulation = await StartAsync(venue);
        var startMs = NowMs / 1_000 * 1_000 - 420_000;
        Emit(simulation, venue, 40, startMs + 20_000);

        var run = await RunAsync(simulation, venue, startMs, startMs + 90_000, "--format", "json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), Books.OfStore(_data));
        using var answer = JsonDocument.Parse(run.Out);
        Assert.Equal((40, 40), (Number(answer, "liquidations"), Number(answer, "new")));
        using (var reader = StoreReader.Open(_data))
        {
            Assert.Equal(1, reader.Coverage.OfVenues([venue], startMs, startMs + 90_000, NowMs).Single().Share);
            Assert.Equal(40, reader.Coverage.Repairs(venue, startMs, startMs + 90_000).Sum(repair => repair.Events));
        }

        var again = await RunAsync(simulation, venue, startMs, startMs + 90_000, "--format", "json");
        using var second = JsonDocument.Parse(again.Out);
        Assert.Equal((0, 0), (again.Code, Number(second, "new")));
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), Books.OfStore(_data));
    }

    [Fact]
    public async Task Time_the_socket_covered_is_left_alone_where_identities_differ()
    {
        await using var simulation = await StartAsync("gate");
        var startMs = NowMs / 1_000 * 1_000 - 420_000;
        // The socket told 20 orders of the first half minute, then nothing until the last.
        Emit(simulation, "gate", 20, startMs + 5_000);
        Emit(simulation, "gate", 10, startMs + 40_000);
        using (var store = EventStore.Open(new StoreOptions { DataDirectory = _data, ReserveBytes = 0 }, TimeProvider.System))
        {
            store.Commit(
            [
                StoreItem.Of(new CoveredSpan("gate", "usdt", startMs, startMs + 30_400)),
                StoreItem.Of(new Gap("gate", "usdt", startMs + 30_400, startMs + 60_600, GapReason.ConnectionLost)),
                StoreItem.Of(new CoveredSpan("gate", "usdt", startMs + 60_600, startMs + 90_000)),
            ]);
        }

        var run = await RunAsync(simulation, "gate", startMs, startMs + 90_000, "--format", "csv");

        Assert.Equal(0, run.Code);
        Assert.Equal(10, Books.Orders(Books.OfStore(_data)));
        using var reader = StoreReader.Open(_data);
        // Its times are whole seconds: those at both ends are read too, and what the socket sent of them is recognised.
        Assert.Equal(1, reader.Coverage.OfVenues(["gate"], startMs, startMs + 90_000, NowMs).Single().Share);
    }

    [Fact]
    public async Task One_asset_is_fetched_and_the_gap_stays()
    {
        await using var simulation = await StartAsync("kraken");
        var startMs = NowMs - 420_000;
        Emit(simulation, "kraken", 30, startMs + 20_000);

        var run = await RunAsync(simulation, "kraken", startMs, startMs + 90_000, "--asset", "XBT");

        Assert.Equal(0, run.Code);
        Assert.NotEmpty(Books.OfStore(_data));
        Assert.All(Books.OfStore(_data).Keys, key => Assert.Contains(" BTC ", key, StringComparison.Ordinal));
        using var reader = StoreReader.Open(_data);
        Assert.Equal(0, reader.Coverage.OfVenues(["kraken"], startMs, startMs + 90_000, NowMs).Single().Share);
    }

    /// <summary>A start that is no later, so that the span is read as one piece; pieces end with the hour.</summary>
    private static long WithinOneHour(long startMs, long lengthMs)
    {
        const long HourMs = 3_600_000;
        var hour = (startMs + lengthMs) / HourMs * HourMs;
        return startMs / HourMs * HourMs == hour ? startMs : hour - lengthMs;
    }

    [Theory]
    [InlineData("coinex")]
    [InlineData("okx")]
    [InlineData("paradex")]
    [InlineData("bluefin")]
    public async Task A_history_of_unknown_reach_brings_events_and_leaves_the_gap(string venue)
    {
        await using var simulation = await StartAsync(venue);
        var startMs = WithinOneHour(NowMs - 420_000, 90_000);
        Emit(simulation, venue, 12, startMs + 20_000);

        var run = await RunAsync(simulation, venue, startMs, startMs + 90_000, "--format", "md");

        Assert.Equal(0, run.Code);
        Assert.Equal(Books.OfWholeLedger(simulation.Ledger), Books.OfStore(_data));
        Assert.Matches(@"gaps read and not proven whole\s*\|\s*1", run.Out);
        using var reader = StoreReader.Open(_data);
        Assert.Equal(0, reader.Coverage.OfVenues([venue], startMs, startMs + 90_000, NowMs).Single().Share);
    }

    [Theory]
    [InlineData("binance", 20)]
    [InlineData("bybit", 20)]
    [InlineData("okx", 20)]
    [InlineData("gate", 20)]
    [InlineData("htx", 20)]
    // Three calls a minute are all it allows for liquidations.
    [InlineData("bitfinex", 2)]
    [InlineData("kucoin", 20)]
    [InlineData("extended", 20)]
    public async Task Open_interest_of_the_past_is_what_the_venue_says_it_was(string venue, int hours)
    {
        await using var simulation = await StartAsync(venue);
        var toMs = NowMs / 3_600_000 * 3_600_000 - 3_600_000;
        var fromMs = toMs - hours * 3_600_000;

        var run = await RunAsync(simulation, venue, fromMs, toMs, "--all", "--format", "json");

        Assert.True(run.Code == 0, run.Error);
        using var reader = StoreReader.Open(_data);
        var contracts = new HashSet<string>();
        for (var atMs = fromMs; atMs < toMs; atMs += 3_600_000)
        {
            var rows = reader.Market.OpenInterest(new LiquidationFilter { Venues = [venue], FromMs = atMs, ToMs = atMs + 1 });
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal((double)simulation.PastOpenInterest(venue, row.Symbol, atMs), row.Contracts, 6));
            contracts.UnionWith(rows.Select(row => row.Symbol));
        }

        // Two venues tell it of coin-margined futures by "quarter", which may be another contract by now.
        var told = simulation.Instruments(venue)
            .Where(instrument => venue is not ("binance" or "htx") || !instrument.Inverse || instrument.ExpiryMs is null)
            .Select(instrument => instrument.Symbol);
        Assert.Equal(told.Order(), contracts.Order());
    }

    [Fact]
    public async Task A_failing_venue_exits_1_and_marks_nothing()
    {
        await using var simulation = await StartAsync("kraken");
        simulation.Misbehave("kraken", Misbehaviour.RestDown);
        var run = await RunAsync(simulation, "kraken", NowMs - 420_000, NowMs - 60_000);

        Assert.Equal(1, run.Code);
        Assert.Contains("contracts could not be loaded", run.Error, StringComparison.Ordinal);
        using var reader = StoreReader.Open(_data);
        Assert.Empty(reader.Coverage.Repairs("kraken", 0, NowMs));
    }

    [Fact]
    public async Task A_venue_without_history_exits_3_and_names_those_that_have_it()
    {
        var run = await CliRun.Of("backfill", "--venue", "bybit", "--from", "2026-11-20", "--data", _data);

        Assert.Equal(3, run.Code);
        Assert.Contains("Bybit does not publish past liquidations", run.Error, StringComparison.Ordinal);
        Assert.Contains("deribit, bitfinex, kraken", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_another_process_writes_is_refused()
    {
        using var store = EventStore.Open(new StoreOptions { DataDirectory = _data, ReserveBytes = 0 }, TimeProvider.System);
        var run = await CliRun.Of("backfill", "--venue", "kraken", "--from", "2026-11-20", "--data", _data);

        Assert.Equal(1, run.Code);
        Assert.Contains("Another LiqMon is already writing", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--venue: name the venue", "backfill", "--from", "2026-11-20")]
    [InlineData("--from: name the start", "backfill", "--venue", "kraken")]
    [InlineData("--from: must be before --to", "backfill", "--venue", "kraken", "--from", "2026-11-20", "--to", "2026-11-19")]
    public async Task Wrong_usage_exits_2(string message, params string[] args)
    {
        var run = await CliRun.Of(args);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(Simulation simulation, string venue, long fromMs, long toMs, params string[] more)
    {
        var environment = new Dictionary<string, string>
        {
            [$"LIQMON_Venues__{venue}__RestUrl"] = simulation.Endpoints[venue].RestUrl.ToString(),
        };
        return CliRun.Of(
            context => context with { Environment = environment, Time = TimeProvider.System },
            ["backfill", "--venue", venue, "--from", Text(fromMs), "--to", Text(toMs), "--data", _data, .. more]);
    }

    private static string Text(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    private static long Number(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetInt64();

    private static void Emit(Simulation simulation, string venue, int count, long fromMs)
    {
        var symbols = simulation.Instruments(venue).Select(instrument => instrument.Symbol).ToList();
        for (var i = 0; i < count; i++)
        {
            simulation.Emit(venue, new()
            {
                Symbol = symbols[i % symbols.Count],
                Position = i % 3 == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short,
                Price = 100 + i,
                Quantity = 10 + i,
                EventTimeMs = fromMs + i * 100,
            });
        }
    }

    private static Task<Simulation> StartAsync(string venue) => Simulation.StartAsync(
        new() { Venues = [venue], Rate = 0, Assets = ["BTC", "ETH"] }, TimeProvider.System, CancellationToken.None);
}
