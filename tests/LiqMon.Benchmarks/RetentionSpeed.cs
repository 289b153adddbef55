using System.Diagnostics;
using System.Globalization;
using LiqMon.Market;
using LiqMon.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Benchmarks;

/// <summary>
/// How fast old samples are thinned out beside commits, and what the commits notice of it. All contracts bring 14,472 sample
/// rows a minute; the aim is ten times that.
/// </summary>
internal static class RetentionSpeed
{
    private const int Contracts = 7_236;
    private const int ArrivePerMinute = 2 * Contracts;

    internal static async Task RunAsync(string folder, int minutes)
    {
        Directory.CreateDirectory(folder);
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var oldMs = (nowMs - (32 * 86_400_000L)) / 3_600_000 * 3_600_000;
        Fill(folder, oldMs, minutes);
        using var store = EventStore.Open(new StoreOptions { DataDirectory = folder, ReserveBytes = 0 }, TimeProvider.System);
        var quiet = await CommitsAsync(store, static () => false, nowMs, TimeSpan.FromSeconds(10));
        Say($"commits alone: {quiet}");

        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var thinning = new RetentionLoop(store, TimeProvider.System, NullLogger.Instance).RunAsync(stop.Token);
        var isDone = false;
        var watching = Task.Run(async () =>
        {
            // The loop begins after a minute.
            await Task.Delay(TimeSpan.FromMinutes(1));
            started = Stopwatch.GetTimestamp();
            while (ThinnedTo(folder) < oldMs + minutes * 60_000L)
                await Task.Delay(100);
            Volatile.Write(ref isDone, true);
        });
        await Task.Delay(TimeSpan.FromMinutes(1));
        var busy = await CommitsAsync(store, () => Volatile.Read(ref isDone), nowMs + 1_000_000, TimeSpan.FromMinutes(10));
        await watching;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await thinning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var rows = (long)minutes * ArrivePerMinute;
        Say($"commits beside thinning: {busy}");
        Say($"{rows:N0} rows thinned in {seconds:0.0} s: {rows / seconds * 60:N0} a minute, {rows / seconds * 60 / ArrivePerMinute:0.0} times what arrives");
    }

    private static async Task<string> CommitsAsync(EventStore store, Func<bool> isDone, long fromMs, TimeSpan atMost)
    {
        var instrument = new Instrument { Venue = "binance", Symbol = "BTCUSDT", Asset = "BTC", Quote = "USDT" };
        var took = new List<double>();
        var identity = 0UL;
        for (var started = Stopwatch.GetTimestamp(); !isDone() && Stopwatch.GetElapsedTime(started) < atMost;)
        {
            List<StoreItem> items = [.. Enumerable.Range(0, 100).Select(_ => StoreItem.Of(new Liquidation
            {
                Instrument = instrument,
                Side = LiquidatedSide.Long,
                Price = ExactNumber.One,
                PriceKind = PriceKind.Fill,
                Quantity = ExactNumber.One,
                NotionalMicroUsd = 1_000_000,
                BaseQuantity = 1,
                Contracts = 1,
                EventTimeMs = fromMs + (long)++identity,
                ReceivedMs = fromMs,
                Identity = identity,
            }))];
            var commit = Stopwatch.GetTimestamp();
            store.Commit(items);
            took.Add(Stopwatch.GetElapsedTime(commit).TotalMilliseconds);
            await Task.Delay(20);
        }

        took.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{took.Count} of 100 events, median {took[took.Count / 2]:0.0} ms, p99 {took[(int)(took.Count * 0.99)]:0.0} ms, longest {took[^1]:0.0} ms");
    }

    private static void Fill(string folder, long fromMs, int minutes)
    {
        EventStore.Open(new StoreOptions { DataDirectory = folder, ReserveBytes = 0 }, TimeProvider.System).Dispose();
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        const string numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $rows - 1)";
        const string cell = "$from + i / $contracts * 60000, 1 + i % $contracts, $from + i / $contracts * 60000 + 59000";
        command.CommandText =
            $"""
            BEGIN;
            {numbers} INSERT INTO open_interest SELECT {cell}, 1.0, 1.0, 1.0 FROM n;
            {numbers} INSERT INTO mark_price SELECT {cell}, 1.0, 1.0, 0.0001, 0 FROM n;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$rows", (long)minutes * Contracts);
        command.Parameters.AddWithValue("$from", fromMs);
        command.Parameters.AddWithValue("$contracts", Contracts);
        command.ExecuteNonQuery();
    }

    private static long ThinnedTo(string folder)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT thinned_ms FROM state";
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "liqmon.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
