using System.Net;
using LiqMon.Alerts;
using LiqMon.Api;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.External;
using LiqMon.Influx;
using LiqMon.Lake;
using LiqMon.Maps;
using LiqMon.Postgres;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Hosting;

/// <summary>All settings, read once at the start and checked.</summary>
public sealed record LiqMonOptions
{
    /// <summary>Folder of the store.</summary>
    public required string Data { get; init; }

    /// <summary>Address and port the HTTP server listens on.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Names, besides localhost, under which browsers and programs may call the HTTP server.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Requests that one address may make each second in the long run.</summary>
    public int RequestsPerSecond { get; init; } = 20;

    /// <summary>Requests that one address may make at once after a pause.</summary>
    public int RequestBurst { get; init; } = 100;

    /// <summary>The key that callers of the HTTP server must send; null when none is requested.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Settings of every known venue, by id.</summary>
    public required IReadOnlyDictionary<string, VenueOptions> Venues { get; init; }

    /// <summary>Where InfluxDB is and with what right it is written to; null when it is not configured.</summary>
    public InfluxOptions? Influx { get; init; }

    /// <summary>Where Grafana is, for <c>doctor</c> to look at; null when it is not configured.</summary>
    public Uri? GrafanaUrl { get; init; }

    /// <summary>The folder from which Grafana is provisioned, for <c>doctor</c> to look at; null when it is not configured.</summary>
    public string? GrafanaProvisioning { get; init; }

    /// <summary>How much the store keeps.</summary>
    public StoreSettings Store { get; init; } = new();

    /// <summary>Whether gaps are filled from the venues' history without a command.</summary>
    public bool RepairsEnabled { get; init; } = true;

    /// <summary>Whether the time before the first start is fetched from the venues' history, in the background.</summary>
    public bool WarmUpEnabled { get; init; } = true;

    /// <summary>How far back it is fetched at most; null for as far as the venues say.</summary>
    public TimeSpan? WarmUpBack { get; init; }

    /// <summary>Whether <c>run</c> fetches the past of venues; a demo makes one of its own.</summary>
    internal bool FetchesPast => RepairsEnabled && WarmUpEnabled && !IsSimulated;

    /// <summary>Where and with which key sums are fetched that fill gaps.</summary>
    public CoinalyzeSettings Coinalyze { get; init; } = new(null, null);

    /// <summary>When and where weekly reports are written by themselves; null for never.</summary>
    public ReportPlan? Reports { get; init; }

    /// <summary>Where closed days are written as Parquet; null for nowhere.</summary>
    public LakePlan? Lake { get; init; }

    /// <summary>Where PostgreSQL is and with what right it is written to; null when it is not configured.</summary>
    public PostgresOptions? Postgres { get; init; }

    /// <summary>The leverages that a map of positions assumes.</summary>
    public LeverageTiers MapTiers { get; init; } = LeverageTiers.Default;

    /// <summary>Where alerts on cascades and reports are sent.</summary>
    public IReadOnlyList<AlertTarget> Alerts { get; init; } = [];

    /// <summary>On which conditions alerts are sent, besides cascades and reports.</summary>
    public IReadOnlyList<AlertRule> AlertRules { get; init; } = [];

    /// <summary>How much may wait between the parts of the pipeline.</summary>
    public ChannelSettings Channels { get; init; } = new();

    /// <summary>What is watched besides the venues.</summary>
    public ContextOptions Context { get; init; } = new();

    /// <summary>Through which proxy other machines are called.</summary>
    public OutboundProxy Proxy { get; init; } = OutboundProxy.None;

    /// <summary>Whether the venues are simulated.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The options of the store.</summary>
    public StoreOptions ForStore() => new()
    {
        DataDirectory = Data,
        IsSimulated = IsSimulated,
        LiquidationRetention = Store.LiquidationRetention,
        SampleDetail = Store.SampleDetail,
        ReserveBytes = Store.ReserveBytes,
    };

    /// <summary>The options of the HTTP server.</summary>
    public ApiOptions ForApi(TimeProvider time) => new()
    {
        Listen = Listen,
        AllowedHosts = AllowedHosts,
        RequestsPerSecond = RequestsPerSecond,
        RequestBurst = RequestBurst,
        Key = ApiKey is null ? null : new Api.ApiKey(ApiKey.Reveal()),
        Venues = KnownVenues(),
        Levels = Context.Levels,
        Time = time,
    };

    /// <summary>All venues, with those switched on that these settings enable.</summary>
    public IReadOnlyList<KnownVenue> KnownVenues() => LiqMon.Queries.KnownVenues.Of(
        id => Venues[id].Enabled, id => Venues[id].Assets, warm => FetchesPast ? WarmUpBackOf(warm) : null);

    /// <summary>How far back a venue's past liquidations are fetched.</summary>
    internal TimeSpan WarmUpBackOf(WarmUp warm) => WarmUpBack < warm.Liquidations ? WarmUpBack.Value : warm.Liquidations;
}

/// <summary>How much the store keeps.</summary>
public sealed record StoreSettings
{
    /// <summary>For how long single liquidations are kept; null for ever.</summary>
    public TimeSpan? LiquidationRetention { get; init; }

    /// <summary>For how long open interest and prices are kept minute by minute; later hour by hour.</summary>
    public TimeSpan SampleDetail { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Disk space left to the rest of the machine, in bytes.</summary>
    public long ReserveBytes { get; init; } = 64L << 20;
}

/// <summary>How much may wait between the parts of the pipeline.</summary>
public sealed record ChannelSettings
{
    /// <summary>Items between one venue's feeds and the store; a full channel holds its sockets back.</summary>
    public int Store { get; init; } = 65_536;

    /// <summary>Commits between store and windows; a full channel holds the store back.</summary>
    public int Windows { get; init; } = 256;

    /// <summary>Events for one subscriber of the live stream; when full the oldest is dropped and counted.</summary>
    public int Live { get; init; } = 1_024;
}

/// <summary>The settings are wrong; <see cref="Errors"/> lists everything at once.</summary>
public sealed class OptionsException(IReadOnlyList<string> errors)
    : Exception("The settings are wrong: " + string.Join(" ", errors))
{
    /// <summary>Every error, each a sentence that says what is accepted.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
