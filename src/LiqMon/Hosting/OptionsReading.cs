using System.Globalization;
using System.Net;
using LiqMon.Api;
using LiqMon.Configuration;
using LiqMon.Context;
using LiqMon.External;
using LiqMon.Maps;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Text;
using LiqMon.Venues;
using Microsoft.Extensions.Configuration;
using VenueOptions = LiqMon.Configuration.VenueOptions;

namespace LiqMon.Hosting;

/// <summary>Turns layers of settings into checked options.</summary>
public sealed class OptionsReading
{
    private const int LeastKeyLength = 22;

    private readonly SettingsSources _sources;
    private readonly List<string> _errors;

    private OptionsReading(SettingsSources sources)
    {
        _sources = sources;
        _errors = [.. sources.Errors];
    }

    /// <summary>Reads and checks all settings.</summary>
    /// <exception cref="OptionsException">Something is wrong; all of it is listed.</exception>
    public static LiqMonOptions Read(SettingsSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var reading = new OptionsReading(sources);
        var options = reading.Read();
        options = options with
        {
            AlertRules = new AlertRuleReading(sources, reading.List, reading._errors).Read(Queries.KnownVenues.Of(static _ => true), options.Alerts),
        };
        return reading._errors.Count == 0 ? options : throw new OptionsException(reading._errors);
    }

    private LiqMonOptions Read()
    {
        var key = ApiKey();
        var store = Store();
        return new LiqMonOptions
        {
            Data = Text("Data") ?? "liqmon-data",
            Listen = Listen(key),
            ApiKey = key,
            AllowedHosts = List("AllowedHosts"),
            RequestsPerSecond = (int)(Whole("Http:RequestsPerSecond", 1, 1_000_000) ?? 20),
            RequestBurst = (int)(Whole("Http:RequestBurst", 1, 1_000_000) ?? 100),
            Proxy = Proxy(),
            Venues = Venues(),
            Influx = InfluxReading.Read(_sources, _errors),
            GrafanaUrl = Url("Grafana:Url", "https", "http"),
            GrafanaProvisioning = Text("Grafana:Provisioning"),
            Store = store,
            Lake = LakeReading.Read(_sources, store.LiquidationRetention, store.SampleDetail, _errors),
            Postgres = PostgresReading.Read(_sources, key => Secret(key, key + "_FILE", file: null), _errors),
            RepairsEnabled = Truth("Repairs:Enabled") ?? true,
            WarmUpEnabled = Truth("Repairs:WarmUp") ?? true,
            WarmUpBack = Duration("Repairs:WarmUpBack", TimeSpan.FromHours(1)),
            Coinalyze = new External.CoinalyzeSettings(Url("Coinalyze:Url", "https", "http"), Secret("Coinalyze:ApiKey", "Coinalyze:ApiKey_FILE", file: null)),
            Reports = ReportReading.Read(_sources, List("Reports:Formats"), _errors),
            MapTiers = Tiers("Map:Tiers"),
            Alerts = new AlertReading(_sources, List, key => Secret(key, key + "_FILE", file: null), _errors).Read(),
            Channels = new ChannelSettings
            {
                Store = (int)(Whole("Channels:Store", 16, 10_000_000) ?? 65_536),
                Windows = (int)(Whole("Channels:Windows", 16, 1_000_000) ?? 256),
                Live = (int)(Whole("Channels:Live", 16, 1_000_000) ?? 1_024),
            },
            Context = Context(),
        };
    }

    private StoreSettings Store() => new()
    {
        LiquidationRetention = Duration("Store:LiquidationRetention", TimeSpan.FromDays(1)),
        SampleDetail = Duration("Store:SampleDetail", TimeSpan.FromHours(1)) ?? TimeSpan.FromDays(30),
        ReserveBytes = Whole("Store:ReserveBytes", 0, 1L << 50) ?? 64L << 20,
    };

    private IPEndPoint Listen(Secret? key)
    {
        var fallback = new IPEndPoint(IPAddress.Loopback, 8190);
        if (Text("Listen") is not { } text)
            return fallback;
        if (!ListenAddress.TryRead(text, out var endpoint))
        {
            Wrong("Listen", text, "is not an address to listen on; write http://127.0.0.1:8190, with an IP address and a port. "
                + "For https put a reverse proxy in front");
            return fallback;
        }

        if (!IPAddress.IsLoopback(endpoint.Address) && key is null)
        {
            Wrong("Listen", text, "can be reached from other machines, so callers must send a key; "
                + SettingNames.WhereSecretsGo("ApiKey").TrimEnd('.'));
        }

        return endpoint;
    }

    private OutboundProxy Proxy()
    {
        if (OutboundProxy.TryRead(Text("Proxy"), _sources.Variables, out var proxy, out var error))
            return proxy;
        _errors.Add(error + ".");
        return OutboundProxy.None;
    }

    private Secret? ApiKey()
    {
        var key = Secret("ApiKey", "ApiKeyFile", Text("ApiKeyFile"));
        if (key?.Reveal() is { Length: < LeastKeyLength })
            _errors.Add($"ApiKey: is too short; use at least {LeastKeyLength} random characters, for example from openssl rand -hex 32.");
        return key;
    }

    /// <summary>A secret from the environment, or from the file that a variable or a setting names.</summary>
    private Secret? Secret(string key, string fileSetting, string? file)
    {
        var direct = Empty(_sources.Environment[key]);
        file = Empty(_sources.Environment[key + "_FILE"]) ?? file;
        if (direct is not null && file is not null)
            _errors.Add($"{key}: is given twice, directly and as a file; keep one.");
        if (file is not null)
        {
            try
            {
                direct = Empty(File.ReadAllText(file).Trim());
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                _errors.Add($"{fileSetting}: {TerminalText.Of(file)} cannot be read.");
                return null;
            }

            if (direct is null)
                _errors.Add($"{fileSetting}: {TerminalText.Of(file)} is empty.");
        }

        return direct is null ? null : new Secret(direct);
    }

    private ContextOptions Context()
    {
        var standard = new ContextOptions();
        return standard with
        {
            Enabled = Truth("Context:Enabled") ?? standard.Enabled,
            Assets = (int)(Whole("Context:Assets", 0, 100) ?? standard.Assets),
            CoinbaseUrl = Source("Context:CoinbaseUrl", standard.CoinbaseUrl),
            BinanceSpotUrl = Source("Context:BinanceSpotUrl", standard.BinanceSpotUrl),
            CoinGeckoUrl = Source("Context:CoinGeckoUrl", standard.CoinGeckoUrl),
            HyperliquidDailyUrl = Source("Context:HyperliquidDailyUrl", standard.HyperliquidDailyUrl),
            Levels = new KeyLevelRule
            {
                FlipCloses = (int)(Whole("Context:FlipCloses", 1, 1_000) ?? standard.Levels.FlipCloses),
                Own = Levels(),
            },
        };
    }

    private Uri? Source(string key, Uri? standard) =>
        Text(key) is not { } text ? standard : text.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : Url(key, "https", "http");

    private Dictionary<string, IReadOnlyList<double>> Levels()
    {
        var levels = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var asset in _sources.Merged.GetSection("Levels").GetChildren().Select(section => section.Key))
        {
            var key = $"Levels:{asset}";
            var numbers = new List<double>();
            foreach (var text in List(key))
            {
                if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var level) && level is > 0 and < 1e15)
                    numbers.Add(level);
                else
                    Wrong(key, text, "is not a price; write numbers with commas between, such as 40000,45000");
            }

            levels[AssetNames.Normalise(asset).Asset] = numbers;
        }

        return levels;
    }

    private Dictionary<string, VenueOptions> Venues()
    {
        var known = VenueCatalog.All.Select(v => v.Profile.Id).ToList();
        foreach (var section in _sources.Merged.GetSection("Venues").GetChildren())
        {
            if (!known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                _errors.Add($"Venues:{TerminalText.Of(section.Key)} is not a known venue; the venues are {string.Join(", ", known)}.");
        }

        return known.ToDictionary(id => id, id => new VenueOptions
        {
            Enabled = Enabled(id),
            WebSocketUrl = Url($"Venues:{id}:WebSocketUrl", "wss", "ws"),
            RestUrl = Url($"Venues:{id}:RestUrl", "https", "http"),
            Assets = [.. List($"Venues:{id}:Assets").Select(name => AssetNames.Normalise(name).Asset).Distinct()],
        });
    }

    private bool Enabled(string id)
    {
        var key = $"Venues:{id}:Enabled";
        var requested = Truth(key);
        if (requested == true && VenueCatalog.Find(id)?.Profile.ClosedOn is { } closed)
            Wrong(key, "true", $"asks for a venue that is {Timestamps.ClosedOn(closed)} and cannot be watched; remove the setting");
        return requested ?? true;
    }

    private Uri? Url(string key, string safe, string plain)
    {
        if (Text(key) is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != safe && url.Scheme != plain)
            || url.UserInfo.Length > 0 || url.PathAndQuery is not ("/" or "") || url.Fragment.Length > 0)
            Wrong(key, text, $"is not an address; write {safe}://host:port without a path");
        else if (url.Scheme == plain && !url.IsLoopback)
            Wrong(key, text, $"would send data unencrypted; use {safe}, {plain} is for this machine only");
        else
            return url;
        return null;
    }

    private TimeSpan? Duration(string key, TimeSpan least)
    {
        if (Text(key) is not { } text)
            return null;
        if (SpanText.TryDuration(text, out var duration) && duration >= least)
            return duration;
        Wrong(key, text, $"is not a length of time of at least {FloorReasons.Length(least)}; write a number and h, d or w, such as 90d");
        return null;
    }

    private LeverageTiers Tiers(string key)
    {
        if (Text(key) is not { } text)
            return LeverageTiers.Default;
        if (!LeverageTiers.TryParse(text, out var tiers))
        {
            Wrong(key, text, "are not leverages; write leverage:weight:maintenance margin in percent, with commas between, such as "
                + "10:60:0.5,50:40:0.5; the margin must be less than 100 / leverage");
        }

        return tiers;
    }

    private long? Whole(string key, long least, long most)
    {
        if (Text(key) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Wrong(key, text, $"is not a whole number from {least} to {most}");
        return null;
    }

    private bool? Truth(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (bool.TryParse(text, out var truth))
            return truth;
        Wrong(key, text, "is neither true nor false");
        return null;
    }

    private List<string> List(string key) =>
    [
        .. _sources.Merged.GetSection(key).GetChildren().Select(child => child.Value ?? "")
            .Prepend(_sources.Merged[key] ?? "")
            .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    private string? Text(string key) => Empty(_sources.Merged[key]);

    private void Wrong(string key, string value, string what) => _errors.Add($"{key}: '{TerminalText.Of(value)}' {what}.");

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
