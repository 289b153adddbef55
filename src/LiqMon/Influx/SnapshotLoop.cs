using System.IO.Compression;
using LiqMon.Completeness;
using LiqMon.Feeds;
using LiqMon.Live;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Influx;

/// <summary>
/// Every ten seconds puts the points of the moment into the store's list of what is to be delivered, so that they too survive an
/// outage of InfluxDB; and each minute's assets, when that minute is over and its samples have come. Delivery is another loop.
/// </summary>
internal sealed class SnapshotLoop : IDisposable
{
    // Short windows are written each time, with everything else each third and each sixth time. Changes of open interest have
    // to look for both ends of every contract: each five minutes.
    private const int HealthTurn = 3;
    private const int AllTurn = 6;
    private const int ChangesTurn = 30;

    // A map reads seven days of one asset: one each minute, so that each of the largest has its own about every ten.
    private const int MapTurn = 6;
    private const int RatiosTurn = 30;

    private const long MinuteMs = 60_000;
    private const long SamplesComeWithinMs = 60_000;
    private const long LongestBreakMs = 30L * 86_400_000;

    private static readonly TimeSpan HealthSpan = TimeSpan.FromHours(24);

    private readonly SnapshotSetup _setup;
    private readonly OutboxReader _reader;
    private readonly CollectorPoint _collector;
    private readonly SnapshotPoints _points = new();
    private readonly Dictionary<WindowSpan, CompletenessResult> _coverage = [];
    private readonly CompletenessQuery _completeness;
    private readonly IReadOnlyList<string> _venues;
    private long _assetsFromMs;
    private IReadOnlyList<string> _largest = [];
    private int _maps;

    private SnapshotLoop(SnapshotSetup setup, OutboxReader reader)
    {
        _setup = setup;
        _reader = reader;
        _collector = new CollectorPoint(setup.Collector, setup.Commits, setup.Influx, setup.WindowsQueue);
        _venues = [.. setup.Venues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id)];
        _completeness = new CompletenessQuery(
            reader.Linked, [.. setup.Venues.Select(venue => venue.Requested)], new WeightCache());
        // What the last process has not delivered of its newest minutes; delivered again they are the same.
        var nowMs = NowMs();
        _assetsFromMs = Math.Max(nowMs - LongestBreakMs, Math.Min(nowMs, reader.NewestSampledMinute() ?? nowMs) - SamplesComeWithinMs - MinuteMs);
    }

    /// <summary>A loop with a reading connection of its own.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static SnapshotLoop Open(SnapshotSetup setup) => new(setup, OutboxReader.Open(setup.DataDirectory));

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_setup.Every, _setup.Time);
        try
        {
            for (var turn = 0; await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false); turn++)
                TryTurn(turn);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void TryTurn(int turn)
    {
        try
        {
            Turn(turn);
        }
        catch (StoreException failure)
        {
            _points.Lost();
            _setup.Log.SnapshotMissed(failure.Message);
        }
    }

    private void Turn(int turn)
    {
        _points.Clear();
        var (nowMs, lanes) = (NowMs(), _setup.Lanes());
        if (turn % AllTurn == 0)
            _points.Rank(_setup.Windows.Table(WindowSpan.Presets[^1]));
        foreach (var window in WindowSpan.Presets)
            AddWindow(window, isAll: turn % AllTurn == 0, nowMs);
        if (turn % HealthTurn == 0)
            _points.Add(lanes, Completeness(HealthSpan, nowMs), nowMs);
        _points.Add(_collector, lanes, nowMs);
        var assetsToMs = nowMs - SamplesComeWithinMs;
        foreach (var (startMs, sums) in _reader.OpenInterestMinutes(_assetsFromMs, assetsToMs))
        {
            _points.Add(sums);
            _largest = MapPoints.Assets(sums.Assets);
            _assetsFromMs = startMs + MinuteMs;
        }

        if (turn % ChangesTurn == 0)
            _points.Add(OpenInterestChange.At(_reader.Linked, nowMs), nowMs);
        Enqueue();

        // What takes longer comes when the rest of the moment is on its way.
        _points.Clear();
        if (turn % MapTurn == 0 && _largest.Count > 0)
            _points.Add(_setup.Queries.Map.Of(MapPoints.Query(_largest[_maps++ % _largest.Count], nowMs)), nowMs);
        if (turn % RatiosTurn == 0)
            _points.Add(_setup.Queries.Market.LongShort(LongShortPoints.Query(nowMs)));
        if (_points.Lines.Length > 0)
            Enqueue();
    }

    private void Enqueue()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(_points.Lines.Span);
        _setup.Store.Enqueue(packed.ToArray(), LinesByMeasurement.Count(_points.Lines.Span));
    }

    private void AddWindow(WindowSpan window, bool isAll, long nowMs)
    {
        // A minute changes little of a day.
        if (isAll || window.Seconds <= 3_600 || !_coverage.ContainsKey(window))
            _coverage[window] = Completeness(TimeSpan.FromSeconds(window.Seconds), nowMs);
        _points.Add(isAll ? _setup.Windows.Table(window) : [_setup.Windows.Totals(window)], _coverage[window], _setup.Windows.NowMs);
    }

    private CompletenessResult Completeness(TimeSpan span, long nowMs) =>
        _completeness.Run(_venues, nowMs - (long)span.TotalMilliseconds + 1, nowMs + 1, nowMs).Of(new());

    private long NowMs() => _setup.Time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>What the points of the moment are made from.</summary>
internal sealed record SnapshotSetup
{
    /// <summary>Where they are listed.</summary>
    public required EventStore Store { get; init; }

    /// <summary>The store's folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The rolling windows.</summary>
    public required LiveWindows Windows { get; init; }

    /// <summary>What each venue is doing.</summary>
    public required Func<IReadOnlyList<VenuePipelineStatus>> Lanes { get; init; }

    /// <summary>What is known of the venues.</summary>
    public required IReadOnlyList<KnownVenue> Venues { get; init; }

    /// <summary>Answers from the same store: maps of positions, ratios of accounts.</summary>
    public required StoreQueries Queries { get; init; }

    /// <summary>What commits have done.</summary>
    public required CommitCounters Commits { get; init; }

    /// <summary>Commits that wait to be counted.</summary>
    public required Func<int> WindowsQueue { get; init; }

    /// <summary>What the writer has done.</summary>
    public required InfluxCounters Influx { get; init; }

    /// <summary>Distinguishes this process from others that write to the same server.</summary>
    public required string Collector { get; init; }

    /// <summary>How often.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
