using LiqMon.Configuration;
using LiqMon.Influx;
using LiqMon.Text;
using Microsoft.Extensions.Configuration;

namespace LiqMon.Hosting;

/// <summary>Reads where InfluxDB is. Without <c>Influx:Url</c> it is not used.</summary>
internal sealed class InfluxReading
{
    private readonly SettingsSources _sources;
    private readonly List<string> _errors;

    private InfluxReading(SettingsSources sources, List<string> errors) => (_sources, _errors) = (sources, errors);

    /// <summary>Reads the settings; adds what is wrong to the errors.</summary>
    internal static InfluxOptions? Read(SettingsSources sources, List<string> errors) => new InfluxReading(sources, errors).Read();

    private InfluxOptions? Read()
    {
        if (Text("Url") is not { } text)
        {
            if (_sources.Merged.GetSection("Influx").GetChildren().FirstOrDefault(setting => !string.IsNullOrWhiteSpace(setting.Value)) is { } other)
                _errors.Add($"Influx:{other.Key} is set without Influx:Url; set Influx:Url to the server's address, or remove it.");
            return null;
        }

        var url = Url(text);
        var api = Api();
        var options = api == InfluxApi.V2 ? V2(url, OnlyIn("v1", "Database", "RetentionPolicy", "User", "Password", "Password_FILE"))
            : V1(url, OnlyIn("v2", "Bucket", "Org", "Token", "Token_FILE"));
        return options;
    }

    private InfluxOptions? V2(Uri? url, bool isClean)
    {
        var (bucket, token) = (Text("Bucket"), Secret("Token"));
        if (bucket is null)
            _errors.Add("Influx:Bucket: name the bucket to write to (or set Influx:Api to v1 for InfluxDB 1.x).");
        return url is null || bucket is null || !isClean
            ? null
            : new() { Url = url, Api = InfluxApi.V2, Target = bucket, Organisation = Text("Org"), Token = token };
    }

    private InfluxOptions? V1(Uri? url, bool isClean)
    {
        var (database, user, password) = (Text("Database"), Text("User"), Secret("Password"));
        if (database is null)
            _errors.Add("Influx:Database: name the database to write to.");
        if (user is null != password is null)
            _errors.Add("Influx:User and Influx:Password belong together; set both or neither.");
        return url is null || database is null || !isClean
            ? null
            : new() { Url = url, Api = InfluxApi.V1, Target = database, RetentionPolicy = Text("RetentionPolicy"), User = user, Password = password };
    }

    private Uri? Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            _errors.Add($"Influx:Url: '{TerminalText.Of(text)}' is not an address; write https://host:port, without user, password or parameters.");
            return null;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !AllowsHttp())
        {
            _errors.Add(
                $"Influx:Url: '{TerminalText.Of(text)}' would send token and data unencrypted; use https, or set Influx:AllowHttp to true "
                + "if the network between is yours alone, as between containers of one machine.");
            return null;
        }

        return url;
    }

    private InfluxApi Api()
    {
        switch (Text("Api")?.ToLowerInvariant())
        {
            case null or "v2":
                return InfluxApi.V2;
            case "v1":
                return InfluxApi.V1;
            default:
                _errors.Add($"Influx:Api: '{TerminalText.Of(Text("Api")!)}' is neither v2 (InfluxDB 2.x, 3, 1.8 or later, VictoriaMetrics) nor v1 (InfluxDB 1.x).");
                return InfluxApi.V2;
        }
    }

    private bool AllowsHttp()
    {
        if (Text("AllowHttp") is not { } text)
            return false;
        if (bool.TryParse(text, out var allows))
            return allows;
        _errors.Add($"Influx:AllowHttp: '{TerminalText.Of(text)}' is neither true nor false.");
        return false;
    }

    /// <summary>Whether none of the other API's settings is set.</summary>
    private bool OnlyIn(string api, params ReadOnlySpan<string> names)
    {
        var isClean = true;
        foreach (var name in names)
        {
            if (Text(name) is null)
                continue;
            _errors.Add($"Influx:{name} belongs to Influx:Api {api}; set that, or remove it.");
            isClean = false;
        }

        return isClean;
    }

    private Secret? Secret(string name)
    {
        var direct = Empty(_sources.Environment[$"Influx:{name}"]);
        var file = Text($"{name}_FILE");
        if (direct is not null && file is not null)
            _errors.Add($"Influx:{name}: is given twice, directly and as a file; keep one.");
        if (file is null)
            return direct is null ? null : new Secret(direct);
        try
        {
            if (Empty(File.ReadAllText(file)) is { } read)
                return new Secret(read);
            _errors.Add($"Influx:{name}_FILE: {TerminalText.Of(file)} is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _errors.Add($"Influx:{name}_FILE: {TerminalText.Of(file)} cannot be read.");
        }

        return null;
    }

    private string? Text(string name) => Empty(_sources.Merged[$"Influx:{name}"]);

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
