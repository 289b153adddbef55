using System.CommandLine;
using LiqMon.Configuration;
using LiqMon.Hosting;

namespace LiqMon.Cli;

/// <summary>How data is written.</summary>
public enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>JSON, the same as over HTTP.</summary>
    Json,

    /// <summary>RFC 4180.</summary>
    Csv,

    /// <summary>A GitHub table.</summary>
    Md,
}

/// <summary>The options every command has.</summary>
public sealed class GlobalOptions
{
    /// <summary>The option that chooses how data is written.</summary>
    internal const string FormatName = "--format";

    private static readonly string FormatNames = string.Join(", ", Enum.GetNames<OutputFormat>()).ToLowerInvariant();

    private readonly Option<string?> _data = new("--data") { Recursive = true, HelpName = "DIR", Description = "Folder of the store (liqmon-data)" };
    private readonly Option<string?> _config = new("--config") { Recursive = true, HelpName = "FILE", Description = "A file of settings, stronger than appsettings.json" };
    private readonly Option<string?> _format = new(FormatName) { Recursive = true, HelpName = "table|json|csv|md", Description = "How data is written (table)" };
    private readonly Option<bool> _noColor = new("--no-color") { Recursive = true, Description = "No colours; the variable NO_COLOR does the same" };

    /// <summary>Adds the options to the root command.</summary>
    public void AddTo(Command root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _format.CompletionSources.Add([.. Enum.GetNames<OutputFormat>().Select(name => name.ToLowerInvariant())]);
        root.Options.Add(_data);
        root.Options.Add(_config);
        root.Options.Add(_format);
        root.Options.Add(_noColor);
    }

    /// <summary>Reads the settings with what the command line says on top.</summary>
    /// <exception cref="OptionsException">Something is wrong; all of it is listed.</exception>
    public LiqMonOptions Settings(CliContext context, ParseResult parsed, string? listen = null)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var settings = OptionsReading.Read(SettingsSources.Read(context.ProgramDirectory, context.Environment, parsed.GetValue(_config), new Dictionary<string, string?>
        {
            ["Data"] = parsed.GetValue(_data),
            ["Listen"] = listen,
        }));
        // For every client of this process that names no proxy of its own.
        HttpClient.DefaultProxy = settings.Proxy;
        return settings;
    }

    /// <summary>Whether the user named the data folder on the command line.</summary>
    public bool IsDataGiven(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_data) is not null;
    }

    /// <summary>The format requested.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public OutputFormat Format(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        if (parsed.GetValue(_format) is not { } text)
            return OutputFormat.Table;
        return Enum.TryParse<OutputFormat>(text, ignoreCase: true, out var format) && !char.IsAsciiDigit(text[0]) && text[0] != '-'
            ? format
            : throw new UsageException($"--format: {LiqMon.Queries.QueryParser.Shown(text)} is not one of {FormatNames}");
    }

    /// <summary>The format requested, as it was written, for a command with formats of its own; null when none was.</summary>
    public string? FormatText(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetValue(_format);
    }

    /// <summary>Whether colours may be written.</summary>
    public bool Color(CliContext context, ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parsed);
        return context.Color && !parsed.GetValue(_noColor);
    }
}

/// <summary>The command line is wrong.</summary>
public sealed class UsageException(params IReadOnlyList<string> errors) : Exception(string.Join("; ", errors))
{
    /// <summary>Every error; each says what is accepted.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
