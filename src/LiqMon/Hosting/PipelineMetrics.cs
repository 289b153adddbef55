using LiqMon.Alerts;
using LiqMon.Api;
using LiqMon.Context;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Live;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Hosting;

/// <summary>The pipeline's own figures, for Prometheus: what came in, what became of it, what waits, what was dropped.</summary>
public static class PipelineMetrics
{
    /// <summary>All figures at this moment.</summary>
    public static IEnumerable<Metric> Of(Pipeline pipeline, LiveBroadcaster live, IReadOnlyList<AlertStatus> alerts)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(alerts);
        yield return new(
            "liqmon_build_info", "1, with the version of the program and of the runtime", MetricKind.Gauge,
            [new MetricSample(1, ("version", UserAgent.Version), ("runtime", Environment.Version.ToString()))]);
        var lanes = pipeline.Lanes;
        var counted = lanes.Where(lane => lane.Counters is not null).ToList();
        yield return new(
            "liqmon_feed_live", "1 while the feed is connected and proven to deliver", MetricKind.Gauge,
            [.. Feeds(lanes, feed => feed.State == FeedState.Live ? 1 : 0)]);
        yield return new(
            "liqmon_feed_last_proof_timestamp_seconds", "When the feed was last proven to deliver, Unix seconds; 0 for never", MetricKind.Gauge,
            [.. Feeds(lanes, feed => (feed.LastData?.ToUnixTimeMilliseconds() ?? 0) / 1_000.0)]);
        yield return new(
            "liqmon_feed_reconnects_total", "Living connections lost", MetricKind.Counter, [.. Feeds(lanes, feed => feed.Reconnects)]);
        yield return new(
            "liqmon_frames_total", "Frames and REST answers by what they were", MetricKind.Counter,
            [.. counted.SelectMany(lane => Enum.GetValues<FrameKind>().Select(kind => Sample(lane, lane.Counters!.FramesOf(kind), ("kind", Word(kind.ToString())))))]);
        yield return new(
            "liqmon_rejected_total", "Messages not taken, by reason", MetricKind.Counter,
            [.. counted.SelectMany(lane => Enum.GetValues<RejectReason>().Select(reason => Sample(lane, lane.Counters!.Rejected(reason), ("reason", Word(reason.ToString())))))]);
        foreach (var (name, help, value) in PerVenue)
            yield return new(name, help, MetricKind.Counter, [.. counted.Select(lane => Sample(lane, value(lane.Counters!)))]);
        var clocks = VenuePipelineStatus.Clocks(lanes);
        yield return Metric.Of(
            "liqmon_clock_error_seconds", "By how much this machine's clock is ahead of the true time; 0 while it is right or not known", MetricKind.Gauge,
            (clocks.OwnErrorMs ?? 0) / 1_000.0);
        yield return new(
            "liqmon_venue_clock_ahead_seconds", "By how much the venue's clock is ahead of this machine's, slow delivery counted as behind", MetricKind.Gauge,
            [.. counted.Where(lane => lane.Counters!.ClockOffsetMs is not null).Select(lane => Sample(lane, lane.Counters!.ClockOffsetMs!.Value / 1_000.0))]);
        yield return new("liqmon_lane_items", "Items that wait for the store", MetricKind.Gauge, [.. lanes.Select(lane => Sample(lane, lane.Waiting))]);
        yield return new("liqmon_lane_capacity", "Items that may wait before sockets wait", MetricKind.Gauge, [.. lanes.Select(lane => Sample(lane, lane.Capacity))]);
        var commits = pipeline.Commits;
        yield return Metric.Of("liqmon_commits_total", "Transactions committed", MetricKind.Counter, commits.Commits);
        yield return Metric.Of("liqmon_commit_seconds_total", "Time spent committing", MetricKind.Counter, commits.Busy.TotalSeconds);
        yield return Metric.Of("liqmon_commit_failures_total", "Commits that failed and were tried again", MetricKind.Counter, commits.Failures);
        yield return Metric.Of("liqmon_store_refused_total", "Items that the store refused, kept in quarantine", MetricKind.Counter, commits.RefusedItems);
        yield return Metric.Of("liqmon_stored_total", "Liquidations that were new", MetricKind.Counter, commits.Stored);
        yield return Metric.Of("liqmon_duplicates_total", "Liquidations the store already had", MetricKind.Counter, commits.Duplicates);
        yield return Metric.Of("liqmon_pending_valued_total", "Pending liquidations valued since", MetricKind.Counter, commits.PendingValued);
        var loops = pipeline.Loops.Loops;
        yield return new(
            "liqmon_loop_running", "1 while the background loop runs, 0 while it waits to start again after a fault or has ended", MetricKind.Gauge,
            [.. loops.Select(loop => new MetricSample(loop.State == LoopState.Running ? 1 : 0, ("loop", loop.Name)))]);
        yield return new(
            "liqmon_loop_faults_total", "Faults after which the background loop was started again", MetricKind.Counter,
            [.. loops.Select(loop => new MetricSample(loop.Faults, ("loop", loop.Name)))]);
        yield return Metric.Of("liqmon_stream_subscribers", "Subscribers of the live stream", MetricKind.Gauge, live.Subscribers);
        yield return Metric.Of("liqmon_stream_dropped_total", "Live events dropped for slow subscribers", MetricKind.Counter, live.Dropped);
        yield return Metric.Of("liqmon_cascades_open", "Cascades that go on", MetricKind.Gauge, pipeline.Cascades.Open);
        yield return Metric.Of("liqmon_cascades_total", "Cascades found, of the whole market too", MetricKind.Counter, pipeline.Cascades.Opened);
        yield return Metric.Of("liqmon_cascade_failures_total", "Searches for cascades that failed and began again", MetricKind.Counter, pipeline.Cascades.Failures);
        if (alerts.Count > 0)
        {
            yield return new("liqmon_alerts_sent_total", "Alerts that a target took", MetricKind.Counter, [.. alerts.Select(target => Sample(target, target.Sent))]);
            yield return new("liqmon_alerts_retries_total", "Alerts that failed and are tried again", MetricKind.Counter, [.. alerts.Select(target => Sample(target, target.Retries))]);
            yield return new("liqmon_alerts_dead_total", "Alerts that a target never got", MetricKind.Counter, [.. alerts.Select(target => Sample(target, target.Dead))]);
            yield return new("liqmon_alerts_waiting", "Alerts that wait for a target", MetricKind.Gauge, [.. alerts.Select(target => Sample(target, target.Waiting))]);
        }

        if (pipeline.Influx is { } influx)
        {
            yield return Metric.Of("liqmon_influx_lag_seconds", "Age of the oldest commit that has still to be delivered to InfluxDB", MetricKind.Gauge, influx.Lag.TotalSeconds);
            yield return Metric.Of("liqmon_influx_waiting_commits", "Commits that have still to be delivered to InfluxDB", MetricKind.Gauge, influx.Waiting);
            yield return Metric.Of("liqmon_influx_failing", "1 while nothing can be written to InfluxDB", MetricKind.Gauge, influx.Fault is null ? 0 : 1);
            yield return Metric.Of("liqmon_influx_points_total", "Points written to InfluxDB", MetricKind.Counter, influx.Points);
            yield return Metric.Of("liqmon_influx_requests_total", "Requests made to InfluxDB", MetricKind.Counter, influx.Requests);
            yield return Metric.Of("liqmon_influx_bytes_total", "Bytes of points sent, before compression", MetricKind.Counter, influx.Bytes);
            yield return Metric.Of("liqmon_influx_retries_total", "Writes to InfluxDB that failed and are tried again", MetricKind.Counter, influx.Retries);
            yield return Metric.Of("liqmon_influx_refused_total", "Points that InfluxDB refused, kept in quarantine", MetricKind.Counter, influx.Refused);
            yield return Metric.Of("liqmon_influx_expired_total", "Points older than InfluxDB keeps", MetricKind.Counter, influx.Expired);
            if (influx.Dropped.Count > 0)
            {
                yield return new(
                    "liqmon_influx_dropped_total", "Points of the moment that waited too long for InfluxDB and are lost", MetricKind.Counter,
                    [.. influx.Dropped.Select(lost => new MetricSample(lost.Value, ("measurement", lost.Key)))]);
            }

            yield return Metric.Of("liqmon_influx_unwritable_total", "Rows that the line protocol cannot carry", MetricKind.Counter, influx.Unwritable);
        }

        if (pipeline.Lake is { } lake)
        {
            yield return Metric.Of("liqmon_lake_days", "Closed days in the lake", MetricKind.Gauge, lake.Days);
            yield return Metric.Of("liqmon_lake_pending", "Parts of closed days that have to be written, for the first time or again", MetricKind.Gauge, lake.Pending);
            yield return Metric.Of("liqmon_lake_failing", "1 while the lake cannot be written", MetricKind.Gauge, lake.Fault is null ? 0 : 1);
            yield return Metric.Of("liqmon_lake_rows_total", "Rows turned into Parquet", MetricKind.Counter, lake.Rows);
            yield return Metric.Of("liqmon_lake_files_total", "Files written that are new or differ", MetricKind.Counter, lake.Files);
            yield return Metric.Of("liqmon_lake_failures_total", "Attempts to write the lake that failed and are made again", MetricKind.Counter, lake.Failures);
            yield return Metric.Of("liqmon_lake_written_timestamp_seconds", "When a file was last written, Unix seconds; 0 for not since the start", MetricKind.Gauge, lake.WrittenMs / 1_000.0);
        }

        if (pipeline.Postgres is { } postgres)
        {
            yield return Metric.Of("liqmon_postgres_lag_seconds", "Age of the oldest commit that has still to be delivered to PostgreSQL", MetricKind.Gauge, postgres.Lag.TotalSeconds);
            yield return Metric.Of("liqmon_postgres_waiting_commits", "Commits that have still to be delivered to PostgreSQL", MetricKind.Gauge, postgres.Waiting);
            yield return Metric.Of("liqmon_postgres_failing", "1 while nothing can be written to PostgreSQL", MetricKind.Gauge, postgres.Fault is null ? 0 : 1);
            yield return Metric.Of("liqmon_postgres_rows_total", "Rows sent to PostgreSQL and committed there", MetricKind.Counter, postgres.Rows);
            yield return Metric.Of("liqmon_postgres_retries_total", "Transactions of PostgreSQL that failed and are tried again", MetricKind.Counter, postgres.Retries);
        }

        foreach (var metric in Sources(pipeline.ContextSources))
            yield return metric;
        yield return Metric.Of("liqmon_memory_bytes", "Memory of the process", MetricKind.Gauge, Environment.WorkingSet);
        yield return Metric.Of("liqmon_heap_bytes", "Managed heap after its last collection", MetricKind.Gauge, GC.GetGCMemoryInfo().HeapSizeBytes);
    }

    private static readonly (string Name, string Help, Func<VenueCounters, long> Value)[] PerVenue =
    [
        ("liqmon_received_bytes_total", "Bytes received, decompressed", counters => counters.Bytes),
        ("liqmon_liquidations_total", "Liquidations read", counters => counters.Liquidations),
        ("liqmon_pending_total", "Liquidations of contracts that were not known yet", counters => counters.Pending),
        ("liqmon_filtered_total", "Liquidations of assets that were not requested", counters => counters.FilteredLiquidations),
        ("liqmon_samples_total", "Open interest and price samples handed to the store", counters => counters.Samples),
        ("liqmon_lane_waits_total", "How often a feed had to wait for the store", counters => counters.ChannelWaits),
        ("liqmon_quarantined_total", "Unusable frames kept", counters => counters.Quarantined),
        ("liqmon_quarantine_skipped_total", "Unusable frames counted and not kept, because too many came", counters => counters.QuarantineSkipped),
        ("liqmon_internal_errors_total", "Frames at which LiqMon's own code failed", counters => counters.InternalErrors),
    ];

    private static IEnumerable<Metric> Sources(IReadOnlyList<SourceCount> sources)
    {
        if (sources.Count == 0)
            yield break;
        yield return new(
            "liqmon_context_answers_total", "Calls to sources of market context that gave a value", MetricKind.Counter,
            [.. sources.Select(source => new MetricSample(source.Answers, ("source", source.Source)))]);
        yield return new(
            "liqmon_context_failures_total", "Calls to sources of market context that gave no value", MetricKind.Counter,
            [.. sources.Select(source => new MetricSample(source.Failures, ("source", source.Source)))]);
        yield return new(
            "liqmon_context_answered_timestamp_seconds", "When the source last gave a value, Unix seconds; 0 for never", MetricKind.Gauge,
            [.. sources.Select(source => new MetricSample((source.LastAnswer?.ToUnixTimeMilliseconds() ?? 0) / 1_000.0, ("source", source.Source)))]);
    }

    private static IEnumerable<MetricSample> Feeds(IReadOnlyList<VenuePipelineStatus> lanes, Func<FeedStatus, double> value) =>
        from lane in lanes
        from feed in lane.Feed?.Feeds ?? []
        select Sample(lane, value(feed), ("feed", feed.Feed));

    private static MetricSample Sample(VenuePipelineStatus lane, double value, params (string, string)[] labels) =>
        new(value, [("venue", lane.Venue), .. labels]);

    private static MetricSample Sample(AlertStatus target, double value) => new(value, [("target", target.Target)]);

    private static string Word(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
