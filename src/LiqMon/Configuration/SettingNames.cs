namespace LiqMon.Configuration;

/// <summary>Which settings there are, so that a misspelt one is an error and not silence.</summary>
public static class SettingNames
{
    private static readonly string[] Plain =
    [
        "Data", "Listen", "AllowedHosts", "Http:RequestsPerSecond", "Http:RequestBurst", "Proxy", "ApiKey", "ApiKey_FILE", "ApiKeyFile",
        "Store:LiquidationRetention", "Store:SampleDetail", "Store:ReserveBytes",
        "Repairs:Enabled", "Repairs:WarmUp", "Repairs:WarmUpBack", "Reports:Directory", "Reports:Time", "Reports:Formats", "Lake:Directory", "Postgres:Url", "Postgres:Url_FILE", "Postgres:AllowPlain", "Channels:Store", "Channels:Windows", "Channels:Live",
        "Map:Tiers", "Coinalyze:Url", "Coinalyze:ApiKey", "Coinalyze:ApiKey_FILE",
        "Influx:Url", "Influx:Api", "Influx:Bucket", "Influx:Org", "Influx:Token", "Influx:Token_FILE", "Influx:Database",
        "Influx:RetentionPolicy", "Influx:User", "Influx:Password", "Influx:Password_FILE", "Influx:AllowHttp",
        "Grafana:Url", "Grafana:Provisioning",
        "Context:Enabled", "Context:Assets", "Context:FlipCloses", "Context:CoinbaseUrl", "Context:BinanceSpotUrl", "Context:CoinGeckoUrl",
        "Context:HyperliquidDailyUrl",
    ];

    private static readonly string[] OfVenues = ["Enabled", "WebSocketUrl", "RestUrl", "Assets"];

    private static readonly string[] OfAlerts = ["Service", "Url", "Url_FILE", "Token", "Token_FILE", "Chat", "MinUsd", "Assets", "Events"];

    private static readonly string[] OfRules = ["When", "For", "Repeat", "Targets"];

    private static readonly string[] Lists = ["AllowedHosts", "Assets", "Events", "Formats", "Targets"];

    // Sections that belong to other parts, which check them themselves.
    private static readonly string[] Foreign = ["Logging"];

    private static readonly string[] Secrets = ["ApiKey", "Token", "Password", "Secret"];

    /// <summary>Whether there is such a setting. A venue's id is checked where the venues are read.</summary>
    public static bool IsKnown(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split(':');
        if (parts.Length > 1 && parts[^1].All(char.IsAsciiDigit) && IsOneOf(Lists, parts[^2]))
            parts = parts[..^1];
        if (IsOneOf(Foreign, parts[0]) || (parts.Length > 1 && parts[0].Equals("Levels", StringComparison.OrdinalIgnoreCase)))
            return true;
        // No target has the name of the section of rules.
        if (parts is [var alerts, var rules, ..] && IsOneOf(["Alerts"], alerts) && IsOneOf(["Rules"], rules))
            return parts is [_, _, _, var part] && IsOneOf(OfRules, part);
        return parts is [var first, _, var setting] && IsOneOf(["Venues", "Alerts"], first)
            ? IsOneOf(first.Equals("Venues", StringComparison.OrdinalIgnoreCase) ? OfVenues : OfAlerts, setting)
            : IsOneOf(Plain, string.Join(':', parts));
    }

    /// <summary>Whether the setting is a secret.</summary>
    public static bool IsSecret(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.Split(':');
        // Whoever knows the address of a webhook can post there, and that of PostgreSQL holds a password.
        return IsOneOf(Secrets, parts[^1]) || parts is [var room, var url] && IsOneOf([room], "Postgres") && IsOneOf([url], "Url") || parts is [var first, _, var setting] && IsOneOf([first], "Alerts") && IsOneOf([setting], "Url");
    }

    /// <summary>What to say about a setting that does not exist.</summary>
    public static string Unknown(string name) =>
        $"{name} is not a setting; there are {string.Join(", ", Plain)}, Levels:<asset>, Venues:<id>:{string.Join('|', OfVenues)}, Alerts:<name>:{string.Join('|', OfAlerts)} and Alerts:Rules:<name>:{string.Join('|', OfRules)}.";

    /// <summary>Where to put a secret instead.</summary>
    public static string WhereSecretsGo(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var variable = "LIQMON_" + key.Replace(":", "__", StringComparison.Ordinal);
        return $"set the environment variable {variable}, or {variable}_FILE to the path of a file that holds it.";
    }

    private static bool IsOneOf(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
