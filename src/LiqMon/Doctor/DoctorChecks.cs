using LiqMon.Context;
using LiqMon.Hosting;
using LiqMon.Http;
using LiqMon.Influx;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>All checks of one call of <c>doctor</c>. A new kind of check is one more group in <see cref="Groups"/>.</summary>
internal sealed class DoctorChecks : IDisposable
{
    private const string RunGroup = "run";

    private readonly HttpClient _http;
    private InfluxClient? _influx;

    /// <param name="settings">The settings to check.</param>
    /// <param name="venues">The venues to call.</param>
    /// <param name="isOffline">Whether to call nobody but this machine.</param>
    /// <param name="time">Clock.</param>
    public DoctorChecks(LiqMonOptions settings, IReadOnlyList<IVenue> venues, bool isOffline, TimeProvider time)
    {
        var clocks = new VenueClocks(time);
        _http = RestClient.NewHttpClient(clocks);
        Groups =
        [
            new("configuration", [new SettingsCheck(settings), new ProxyCheck(settings.Proxy)]),
            new("disk", [new DiskSpaceCheck(settings.Data, settings.Store.ReserveBytes), new DiskWritableCheck(settings.Data)]),
            new("store", [new StoreOpensCheck(settings.Data), .. OfStore(settings.Data, time), new StoreCheck(
                "past", settings.Data, (reader, _) => WarmUpCheck.Look(reader, settings, time.GetUtcNow()))]),
            new("completeness", [new StoreCheck(
                "last 24 hours", settings.Data, (reader, _) => CompletenessCheck.Look(reader, settings.KnownVenues(), time.GetUtcNow())),
                .. CaughtShareCheck.All(settings, time)]),
            new(RunGroup, [new MonitorCheck(settings.Listen, settings.Data, _http, time)]),
            .. settings.Lake is { } lake
                ? [new("lake", [new DiskWritableCheck(lake.Directory, "Lake:Directory"), new StoreCheck(
                    "days", settings.Data, (reader, _) => LakeBacklogCheck.Look(reader, lake, time.GetUtcNow()))])]
                : (CheckGroup[])[],
            .. settings.Influx is { } influx ? [OfInflux(influx, settings.Data, isOffline, time)] : (CheckGroup[])[],
            .. settings.Postgres is { } postgres
                ? [new("postgres", [
                    .. isOffline && !postgres.IsLocal ? [] : (ICheck[])[new PostgresServerCheck(postgres)],
                    new StoreCheck("backlog", settings.Data, (reader, _) => PostgresBacklogCheck.Look(reader, time.GetUtcNow()))])]
                : (CheckGroup[])[],
            .. OfGrafana(settings, isOffline) is { Count: > 0 } grafana ? [new("grafana", grafana)] : (CheckGroup[])[],
            .. isOffline ? [] : OfVenues(settings, venues, clocks, time),
            .. settings.Context.Enabled && !isOffline ? [OfSources(settings, time)] : (CheckGroup[])[],
        ];
    }

    /// <summary>The checks, in the order in which they are shown.</summary>
    public IReadOnlyList<CheckGroup> Groups { get; }

    /// <summary>Those alone that show whether a monitor runs here.</summary>
    public CheckGroup Run => Groups.Single(group => group.About == RunGroup);

    /// <inheritdoc/>
    public void Dispose()
    {
        _influx?.Dispose();
        _http.Dispose();
    }

    private static IReadOnlyList<ICheck> OfStore(string data, TimeProvider time) =>
    [
        new StoreCheck("file", data, StoreIntegrityCheck.Look),
        new StoreCheck("commits", data, (reader, _) => StoreLossCheck.Look(reader, data)),
        new StoreCheck("newest commit", data, (reader, _) => StoreCommitCheck.Look(reader, time.GetUtcNow())),
        new StoreCheck("sums", data, StoreSumsCheck.Look),
        new StoreCheck("samples", data, (reader, cancellation) => StoreSamplesCheck.Look(reader, time.GetUtcNow(), cancellation)),
        new StoreCheck("events", data, (reader, _) => StoreEventsCheck.Look(reader)),
    ];

    private List<ICheck> OfGrafana(LiqMonOptions settings, bool isOffline) =>
    [
        .. settings.GrafanaUrl is { } url && (!isOffline || url.IsLoopback) ? [new GrafanaCheck(url, _http)] : (ICheck[])[],
        .. settings.GrafanaProvisioning is { } folder ? [new GrafanaSourceCheck(folder, Environment.GetEnvironmentVariable)] : (ICheck[])[],
    ];

    private CheckGroup OfInflux(InfluxOptions options, string data, bool isOffline, TimeProvider time)
    {
        var backlog = new StoreCheck("backlog", data, (reader, _) => InfluxBacklogCheck.Look(reader, time.GetUtcNow()));
        if (isOffline && !options.Url.IsLoopback)
            return new("influxdb", [backlog]);
        _influx = new InfluxClient(options, time);
        var visit = new InfluxProbeSession(options, _influx, time);
        return new(
            "influxdb",
            [
                new InfluxServerCheck(visit),
                .. _influx.Inspection is { } inspection
                    ? [new InfluxReadyCheck(visit, inspection), new InfluxBucketCheck(visit, inspection)]
                    : (ICheck[])[],
                new InfluxWriteCheck(visit),
                .. _influx.Inspection is { } rights ? [new InfluxRightsCheck(visit, rights)] : (ICheck[])[],
                new InfluxReadCheck(visit),
                backlog,
            ]);
    }

    private CheckGroup OfSources(LiqMonOptions settings, TimeProvider time)
    {
        var pauses = new HostRateLimits(time);
        return new("context", [.. ContextPoll.All(settings.Context).DistinctBy(poll => poll.Source)
            .Where(poll => poll.Venue is not { } venue || settings.Venues.GetValueOrDefault(venue) is not { Enabled: false }).Select(poll =>
                new SourceCheck(poll, new RestClient(_http, ContextFeeds.Limit, poll.Place, pauses, time), settings.Data, time))]);
    }

    private IReadOnlyList<CheckGroup> OfVenues(
        LiqMonOptions settings, IReadOnlyList<IVenue> venues, VenueClocks clocks, TimeProvider time)
    {
        var visits = venues.Select(venue => new VenueProbeSession(venue, settings.Venues[venue.Profile.Id], _http, clocks, time)).ToList();
        return
        [
            .. visits.Select(visit => new CheckGroup(
                visit.Id,
                [
                    new ContractsCheck(visit, time), new SocketCheck(visit, time), new PollsCheck(visit, time),
                    .. visit.Venue.Probes.Select(probe => new ProbeCheck(visit, probe, time)),
                ])),
            new("clocks", [new ClockCheck(visits, time)]),
        ];
    }
}
