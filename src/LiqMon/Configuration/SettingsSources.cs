using System.Text.Json;
using LiqMon.Text;
using Microsoft.Extensions.Configuration;

namespace LiqMon.Configuration;

/// <summary>
/// The layers of settings, the later the stronger: <c>appsettings.json</c> beside the program, the file of
/// <c>--config</c>, environment variables <c>LIQMON_…</c>, the command line.
/// </summary>
public sealed class SettingsSources
{
    private const string Prefix = "LIQMON_";
    private const string NoPath = "holds a character of value zero, which no setting may.";
    private const int MostParts = 8;
    private const string DefaultFile = "appsettings.json";

    private SettingsSources(
        IConfigurationRoot merged, IConfigurationRoot environment, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> errors)
    {
        Variables = variables;
        Merged = merged;
        Environment = environment;
        Errors = errors;
    }

    /// <summary>All layers in one.</summary>
    public IConfiguration Merged { get; }

    /// <summary>The environment alone, the only place of secrets.</summary>
    public IConfiguration Environment { get; }

    /// <summary>All variables of the environment, also those of other programs.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>What is wrong with the layers themselves: unreadable files, unknown names, secrets in the wrong place.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Reads all layers.</summary>
    /// <param name="programDirectory">Where the program's own <c>appsettings.json</c> may lie.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="configFile">A further file; null for none.</param>
    /// <param name="commandLine">Settings given as options; null values are left out.</param>
    public static SettingsSources Read(
        string programDirectory, IReadOnlyDictionary<string, string> environment, string? configFile, IReadOnlyDictionary<string, string?> commandLine)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(commandLine);
        List<string> errors = [];
        var builder = new ConfigurationBuilder();
        var beside = Path.Combine(programDirectory, DefaultFile);
        if (File.Exists(beside))
            AddFile(builder, beside, DefaultFile, errors);
        if (configFile is not null)
            AddFile(builder, Path.GetFullPath(configFile), configFile, errors);

        var variables = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && v.Key.Length > Prefix.Length))
        {
            // Settings do not know capital and small letters apart; environments do.
            if (!variables.TryAdd(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), value))
                errors.Add($"{TerminalText.Of(name)}: is given twice, in other letters; keep one.");
        }

        foreach (var name in variables.Keys.Where(name => !SettingNames.IsKnown(name)).Order(StringComparer.Ordinal))
            errors.Add(SettingNames.Unknown(Prefix + name.Replace(":", "__", StringComparison.Ordinal)));

        foreach (var name in variables.Where(variable => HasNul(variable.Value)).Select(variable => variable.Key).Order(StringComparer.Ordinal))
            errors.Add($"{TerminalText.Of(name)}: {NoPath}");
        var secrets = new ConfigurationBuilder().AddInMemoryCollection(variables).Build();
        builder.AddInMemoryCollection(variables).AddInMemoryCollection(commandLine.Where(setting => setting.Value is not null));
        return new SettingsSources(builder.Build(), secrets, environment, errors);
    }

    // No path and no address can hold it, and the system's own calls end at it.
    private static bool HasNul(string? value) => value?.Contains('\0', StringComparison.Ordinal) == true;

    /// <summary>The configuration's own reading takes the square of a name's parts.</summary>
    private static void RequireShortNames(ReadOnlySpan<byte> json)
    {
        // A byte order mark is no part of the text.
        var text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.Count((byte)':') > MostParts)
                throw new InvalidDataException("a name has more parts than any setting");
        }
    }

    private static void AddFile(ConfigurationBuilder builder, string path, string name, List<string> errors)
    {
        IConfigurationRoot file;
        try
        {
            var json = File.ReadAllBytes(path);
            RequireShortNames(json);
            using var stream = new MemoryStream(json);
            file = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException
            or InvalidDataException or InvalidOperationException or JsonException)
        {
            errors.Add(error is FileNotFoundException or DirectoryNotFoundException
                ? $"{name}: there is no such file."
                : $"{name}: cannot be read as JSON settings ({error.InnerException?.Message ?? error.Message}).");
            return;
        }

        foreach (var (key, value) in file.AsEnumerable().Where(entry => entry.Value is not null))
        {
            if (HasNul(value))
                errors.Add($"{name}: {TerminalText.Of(key)}: {NoPath}");
            if (SettingNames.IsSecret(key))
                errors.Add($"{name}: {key} is a secret and must not be in a file of settings; {SettingNames.WhereSecretsGo(key)}");
            else if (!SettingNames.IsKnown(key))
                errors.Add($"{name}: {SettingNames.Unknown(key)}");
        }

        builder.AddInMemoryCollection(file.AsEnumerable().Where(entry => !SettingNames.IsSecret(entry.Key)));
    }
}
