using System.Globalization;
using System.Threading.Channels;
using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using LiqMon.Windows;
using Microsoft.Extensions.Logging.Abstractions;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Torture;

/// <summary>
/// Days of a store, its windows, its old rows and its list for InfluxDB, minute by minute of a clock that is moved: the real
/// parts behind the venues' channels, on one thread, so that a seed gives the same days each time. Disks fail, processes are
/// killed, clocks are set, InfluxDB is away, orders come late and twice. What must be there is counted beside it, by hand.
/// </summary>
internal sealed class MonthRun : IDisposable
{
    private const string Destination = "influxdb";

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly FakeTime _time = new();
    private readonly MonthDraw _draw;
    private readonly List<Liquidation> _stored = [];
    private readonly List<Liquidation> _waiting = [];
    private readonly HashSet<(int, long, ulong)> _delivered = [];
    private StoreFolder _folder = StoreFolder.Fast();
    private EventStore _store = null!;
    private CommitLoop _loop = null!;
    private LiveWindows _windows = null!;
    private IoFault _disk = null!;
    private List<Liquidation> _attempted = [];
    private DateTimeOffset _diskMendedAt;
    private DateTimeOffset _influxBackAt;
    private long _acknowledged;

    public MonthRun(int seed)
    {
        _draw = new MonthDraw(seed);
        Open();
    }

    /// <summary>What happened, in numbers.</summary>
    public MonthCounts Counts { get; } = new();

    /// <summary>Plays days, and holds what is there against what must be there every six hours.</summary>
    public void Play(int days)
    {
        for (var minute = 1; minute <= days * 1_440; minute++)
        {
            _time.Advance(Step);
            if (_draw.ClockStep() is { } by)
            {
                _time.StepWall(by);
                Counts.ClockSteps++;
            }

            var (orders, isAgain) = _draw.Orders(NowMs, _stored);
            Counts.Duplicates += isAgain;
            _waiting.AddRange(orders);
            BreakAndMend();
            Commit(minute % 10 == 0);
            if (_draw.IsKilled())
                Kill();
            Deliver(minute);
            Prune(minute);
            if (minute % 360 == 0)
                AssertWindows(_windows);
        }

        _disk.Mend();
        Commit(withSamples: false);
        Deliver(minute: 0, isLast: true);
        AssertEnd();
    }

    public void Dispose()
    {
        _disk.Mend();
        _store.Dispose();
        FaultyDisk.Clear(_folder.Path);
        _folder.Dispose();
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsDiskBroken => _time.GetUtcNow() < _diskMendedAt;

    private void Open()
    {
        _disk = new IoFault(IoCall.Write, IoFailure.Error, at: 0, forGood: true);
        FaultyDisk.Set(_folder.Path, _disk);
        _store = EventStore.Open(
            _folder.Options with { Destinations = [Destination], LiquidationRetention = TimeSpan.FromDays(10), SampleDetail = TimeSpan.FromDays(3) }, _time);
        _windows = LiveWindows.Rebuild(_store, NowMs);
        _loop = new CommitLoop(
            _store, [], Channel.CreateBounded<Committed>(1).Writer, NowMs, _time, new CommitCounters(), NullLogger.Instance)
        {
            Rebuild = nowMs => LiveWindows.Build(_store, nowMs),
        };
        _acknowledged = _store.Sequence;
    }

    private void BreakAndMend()
    {
        if (IsDiskBroken)
            return;
        _disk.Mend();
        if (_draw.DiskFailure() is not { } failure)
            return;
        _disk.Break(failure.Call, failure.Failure, failure.AfterCalls);
        _diskMendedAt = _time.GetUtcNow() + failure.For;
        Counts.DiskFailures++;
    }

    private void Commit(bool withSamples)
    {
        var items = _waiting.Select(liquidation => StoreItem.Of(liquidation)).ToList();
        if (withSamples)
        {
            items.AddRange(MonthDraw.Instruments.Select(instrument => StoreItem.Of(new OpenInterest(instrument, NowMs, 10, 20, 30))));
            items.Add(StoreItem.Of(new CoveredSpan("binance", "linear", Sample.Noon, Math.Max(Sample.Noon, NowMs))));
        }

        IReadOnlyList<Liquidation> stored = [];
        if (items.Count > 0)
        {
            _attempted = [.. _waiting];
            try
            {
                var result = _store.Commit(items);
                stored = [.. result.Stored];
                _acknowledged = result.Sequence;
                _stored.AddRange(stored);
                _waiting.Clear();
                _attempted = [];
                Counts.Commits++;
            }
            catch (StoreException)
            {
                // The items wait, and so do the windows: the program tries again until it can.
                Counts.FailedCommits++;
                return;
            }
        }

        _windows.Add(_loop.Tick() with { Stored = stored });
    }

    /// <summary>The process ends at once and another begins; what it had in memory comes again from the venues' history, or never.</summary>
    private void Kill()
    {
        Counts.Kills++;
        var crashed = _folder.Copy(isFast: true);
        Dispose();
        _folder = crashed;
        var acknowledged = _acknowledged;
        Open();
        Assert.InRange(_store.Sequence, acknowledged, acknowledged + (_attempted.Count > 0 ? 1 : 0));
        if (_store.Sequence > acknowledged)
            _stored.AddRange(_attempted.DistinctBy(Key).ExceptBy(_stored.Select(Key), Key));
        _attempted = [];
        if (!_draw.HasHistory())
            _waiting.Clear();
        _diskMendedAt = default;
        AssertWindows(_windows);
    }

    private void Deliver(int minute, bool isLast = false)
    {
        if (_draw.InfluxOutage() is { } outage)
        {
            _influxBackAt = _time.GetUtcNow() + outage;
            Counts.InfluxOutages++;
        }

        if (!isLast && (minute % 30 != 0 || IsDiskBroken || _time.GetUtcNow() < _influxBackAt))
            return;
        using var reader = OutboxReader.Open(_folder.Path);
        for (var state = reader.State(Destination)!; state.Waiting > 0; state = reader.State(Destination)!)
        {
            var batch = reader.ByList(state.Done, state.Newest, 10_000);
            foreach (var row in batch.Liquidations)
                _delivered.Add((row.Instrument.Symbol.GetHashCode(StringComparison.Ordinal) ^ row.Instrument.Series.Venue.GetHashCode(StringComparison.Ordinal), row.TimeMs, row.Identity));
            _store.SaveProgress(new DestinationProgress { Destination = Destination, NowMs = NowMs, Done = batch.Last, CascadeRevision = state.CascadeRevision });
        }
    }

    private void Prune(int minute)
    {
        if (minute % 5 != 0)
            return;
        try
        {
            _store.Prune(NowMs);
        }
        catch (StoreException) when (IsDiskBroken)
        {
            // Tried again with the next.
        }
    }

    private void AssertWindows(LiveWindows windows)
    {
        foreach (var window in WindowSpan.Presets)
        {
            var nowMs = windows.NowMs;
            var fromMs = window.Seconds <= 86_400 ? nowMs - window.Ms + 1_000 : (nowMs - window.Ms) / 60_000 * 60_000;
            var expected = Sums(_stored.Where(order => order.EventTimeMs >= fromMs && order.EventTimeMs < nowMs + 1_000));
            var totals = windows.Totals(window);
            Assert.True(
                expected == (totals.LongMicroUsd, totals.ShortMicroUsd, totals.LongOrders, totals.ShortOrders),
                string.Create(CultureInfo.InvariantCulture, $"{window.Name} at {_time.GetUtcNow():u}: {expected} happened, the window has {totals}"));
        }

        Counts.Checks++;
    }

    private void AssertEnd()
    {
        var rebuilt = LiveWindows.Rebuild(_store, _windows.NowMs);
        AssertWindows(_windows);
        AssertWindows(rebuilt);
        using var reader = _folder.Read();
        var totals = reader.Liquidations.Totals(Sample.Between(0, 4_000_000_000_000));
        Assert.Equal(Sums(_stored), (totals.LongMicroUsd, totals.ShortMicroUsd, totals.LongOrders, totals.ShortOrders));
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));
        Assert.Equal("ok", _folder.Dump("PRAGMA integrity_check"));
        Assert.Equal(_stored.Select(Key).Order(), _delivered.Order());
    }

    private static (Int128, Int128, long, long) Sums(IEnumerable<Liquidation> orders)
    {
        var sides = orders.ToLookup(order => order.Side);
        return (Dollars(sides[LiquidatedSide.Long]), Dollars(sides[LiquidatedSide.Short]), sides[LiquidatedSide.Long].LongCount(), sides[LiquidatedSide.Short].LongCount());

        static Int128 Dollars(IEnumerable<Liquidation> side) => side.Aggregate(Int128.Zero, (sum, order) => sum + order.NotionalMicroUsd);
    }

    private static (int, long, ulong) Key(Liquidation order) => (
        order.Instrument.Symbol.GetHashCode(StringComparison.Ordinal) ^ order.Instrument.Venue.GetHashCode(StringComparison.Ordinal), order.EventTimeMs, order.Identity);
}

/// <summary>What happened in simulated days.</summary>
internal sealed class MonthCounts
{
    public int Commits { get; set; }

    public int FailedCommits { get; set; }

    public int Duplicates { get; set; }

    public int Kills { get; set; }

    public int DiskFailures { get; set; }

    public int ClockSteps { get; set; }

    public int InfluxOutages { get; set; }

    public int Checks { get; set; }

    public override string ToString() =>
        $"{Commits} commits, {FailedCommits} failed, {DiskFailures} disk failures, {Kills} kills, {ClockSteps} clock steps, {InfluxOutages} outages of InfluxDB, {Duplicates} duplicates, {Checks} checks";
}
