using LiqMon.Lake;
using LiqMon.Queries;
using LiqMon.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Lake;

/// <summary>A store with a lake that is written beside it.</summary>
internal sealed class LakeRun : IAsyncDisposable
{
    /// <summary>2026-11-20T00:00:00Z: the first day of which anything is stored.</summary>
    internal const long FirstDay = Sample.Noon - (12 * 3_600_000);
    internal const long Day = 86_400_000;

    private readonly StoreOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LakeLoop _loop;
    private readonly Task _running;

    /// <summary>Over a store and a lake, of which each may be there already.</summary>
    /// <param name="data">The store's folder.</param>
    /// <param name="lake">The lake's folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="change">Changes the plan.</param>
    /// <param name="options">Changes the store's options.</param>
    internal LakeRun(
        string data, string lake, ShiftedTime time, Func<LakePlan, LakePlan>? change = null, Func<StoreOptions, StoreOptions>? options = null)
    {
        Lake = lake;
        _options = new StoreOptions
        {
            DataDirectory = data,
            ReserveBytes = 0,
            Destinations = [LakePlan.Destination],
            Targets = new Dictionary<string, string> { [LakePlan.Destination] = lake },
        };
        _options = options?.Invoke(_options) ?? _options;
        Store = EventStore.Open(_options, time);
        var plan = new LakePlan
        {
            Directory = lake,
            Settle = TimeSpan.Zero,
            Quiet = TimeSpan.Zero,
            Every = TimeSpan.FromMilliseconds(20),
            CoverageEvery = TimeSpan.Zero,
        };
        _loop = LakeLoop.Open(new LakeSetup
        {
            Plan = change?.Invoke(plan) ?? plan,
            Store = Store,
            Options = _options,
            Time = time,
            Log = NullLogger.Instance,
        });
        _running = _loop.RunAsync(_stopping.Token);
    }

    internal EventStore Store { get; }

    internal string Lake { get; }

    internal LakeCounters Counters => _loop.Counters;

    /// <summary>A clock that begins some days after the first, at one in the morning.</summary>
    internal static ShiftedTime Clock(int days) => new(DateTimeOffset.FromUnixTimeMilliseconds(FirstDay + (days * Day) + 3_600_000));

    /// <summary>Waits until every closed day is written and nothing has to be written again.</summary>
    internal async Task UntilWrittenAsync(int days)
    {
        // The second rest began after this moment, so it has seen all that was committed before.
        var rests = Counters.Rests;
        await Until.TrueAsync(
            () => Counters is { Pending: 0 } && Counters.Days == days && Counters.Rests >= rests + 2,
            $"{days} days are written; {Counters.Fault ?? _running.Exception?.ToString()}; {Counters.Days} are, {Counters.Pending} wait");
    }

    /// <summary>Paths of a table's files, below the table, with the time each was written.</summary>
    internal Dictionary<string, DateTime> Files(string table) => Directory.Exists(Path.Combine(Lake, table))
        ? Directory.EnumerateFiles(Path.Combine(Lake, table), "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(Path.Combine(Lake, table), path).Replace('\\', '/'), File.GetLastWriteTimeUtc)
        : [];

    /// <summary>What DuckDB adds up of a table over some days: longs, shorts, orders.</summary>
    internal string Sums(string table, int days)
    {
        var orders = table == "minutes" ? "sum(orders)" : "count(*)";
        return Duck.Row(
            $"""
            SELECT coalesce(sum(usd) FILTER (side = 'long'), 0)::DECIMAL(38,6), coalesce(sum(usd) FILTER (side = 'short'), 0)::DECIMAL(38,6), {orders}
            FROM read_parquet('{Lake}/{table}/*/*/part.parquet', hive_partitioning = true)
            WHERE dt < DATE '2026-11-20' + INTERVAL {days} DAY
            """);
    }

    /// <summary>What <c>squeeze</c> answers of the same days.</summary>
    internal string Squeeze(int days)
    {
        var queries = new StoreQueries(() => StoreReader.Open(_options.DataDirectory), KnownVenues.Of(_ => true));
        var totals = queries.Squeezes.Of(new SpanQuery
        {
            Filter = Sample.Between(FirstDay, FirstDay + (days * Day)),
            DisplayFromMs = FirstDay,
            DisplayToMs = FirstDay + (days * Day),
            NowMs = FirstDay + (days * Day),
        })[0];
        return FormattableString.Invariant($"{totals.LongUsd:F6}|{totals.ShortUsd:F6}|{totals.LongOrders + totals.ShortOrders}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        _loop.Dispose();
        Store.Dispose();
        _stopping.Dispose();
    }
}
