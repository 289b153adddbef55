using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiqMon.Hosting;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary>What a command that asks the store needs: the settings, the format, and where to write.</summary>
internal sealed class QueryCommand
{
    private QueryCommand(CliContext context, LiqMonOptions settings, OutputFormat format, bool color)
    {
        Context = context;
        Settings = settings;
        Format = format;
        Color = color;
        Venues = settings.KnownVenues();
        Answers = new StoreQueries(() => StoreReader.Open(settings.Data), Venues, settings.MapTiers);
    }

    internal CliContext Context { get; }

    internal LiqMonOptions Settings { get; }

    internal OutputFormat Format { get; }

    internal bool Color { get; }

    internal IReadOnlyList<KnownVenue> Venues { get; }

    internal StoreQueries Answers { get; }

    internal TextWriter Out => Context.Out;

    internal static QueryCommand Open(CliContext context, GlobalOptions globals, ParseResult parsed)
    {
        var format = globals.Format(parsed);
        return new QueryCommand(context, globals.Settings(context, parsed), format, globals.Color(context, parsed));
    }

    /// <summary>For a command with formats of its own.</summary>
    internal static QueryCommand OpenPlain(CliContext context, GlobalOptions globals, ParseResult parsed) =>
        new(context, globals.Settings(context, parsed), OutputFormat.Table, color: false);

    internal void Json<T>(T value, JsonTypeInfo<T> json) => Out.WriteLine(JsonSerializer.Serialize(value, json));

    /// <summary>Writes the grid in the format for people or for Markdown.</summary>
    internal void Grid(Grid grid)
    {
        if (Format == OutputFormat.Md)
            GridText.WriteMarkdown(Out, grid);
        else
            GridText.WriteTable(Out, grid, Context.Width, Color);
    }

    /// <summary>Writes a grid whose letters have to stand below each other; in Markdown as a block of code.</summary>
    internal void Picture(Grid grid)
    {
        if (Format == OutputFormat.Md)
            Out.WriteLine("```text");
        GridText.WriteTable(Out, grid, int.MaxValue, Color && Format != OutputFormat.Md);
        if (Format == OutputFormat.Md)
            Out.WriteLine("```");
    }

    /// <summary>Writes CSV, whose columns have no room for it beside a word on standard error when the store is simulated.</summary>
    internal void Csv(Action<TextWriter> write)
    {
        if (IsSimulated())
            Context.Error.WriteLine("liqmon: SIMULATED DATA: every figure is made up by simulated venues.");
        write(Out);
    }

    /// <summary>Whether the store's data is made up. A store that is not there is not.</summary>
    internal bool IsSimulated()
    {
        try
        {
            return Answers.IsSimulated();
        }
        catch (StoreException missing) when (missing.Failure == StoreFailure.NotFound)
        {
            return false;
        }
    }

    /// <summary>Writes a heading about what the store holds.</summary>
    internal void Heading(string text) => Title(IsSimulated() ? $"SIMULATED: {text}" : text);

    /// <summary>Writes a heading; in Markdown a paragraph of its own.</summary>
    internal void Title(string text)
    {
        Out.WriteLine(Format == OutputFormat.Md ? GridText.MarkdownText(text) : TerminalText.Of(text));
        Out.WriteLine();
    }

    /// <summary>Writes lines below a grid, wrapped to the terminal or as a Markdown list.</summary>
    internal void Notes(IEnumerable<string> notes)
    {
        Out.WriteLine();
        foreach (var note in notes)
        {
            if (Format == OutputFormat.Md)
            {
                Out.WriteLine("- " + GridText.MarkdownText(note));
                continue;
            }

            foreach (var line in GridText.Wrap(TerminalText.Of(note), Context.Width, indent: 2))
                Out.WriteLine(line);
        }
    }

    /// <summary>Says that there is nothing.</summary>
    internal int NoData(SpanQuery question, string what)
    {
        Context.Error.WriteLine(
            $"liqmon: no {what} stored between {Timestamps.Of(Timestamps.FromUnixMs(question.DisplayFromMs))} and {Timestamps.Of(Timestamps.FromUnixMs(question.DisplayToMs))}.");
        SayUnknown(question.Filter.Assets ?? []);
        SayOther();
        return ExitCode.NoData;
    }

    private void SayUnknown(IReadOnlyList<string> assets)
    {
        if (assets.Count == 0 || Answers.Market.Assets() is not { Count: > 0 } known)
            return;
        foreach (var asset in assets.Except(known))
        {
            var near = Suggestions.Near(asset, known).Take(3).ToList();
            Context.Error.WriteLine($"liqmon: no contract of {TerminalText.Of(asset)} is known here" + (near.Count > 0 ? $"; did you mean {string.Join(" or ", near)}?" : ""));
        }
    }

    private void SayOther()
    {
        if (OtherStore.Beside(Settings.Data) is { } other)
            Context.Error.WriteLine($"liqmon: {other}");
    }

    /// <summary>What a span is called in a heading.</summary>
    internal static string SpanText(SpanQuery question) =>
        (question.Window is { } window ? $"last {window}: " : "")
        + $"{Timestamps.Of(Timestamps.FromUnixMs(question.DisplayFromMs))} to {Timestamps.Of(Timestamps.FromUnixMs(question.DisplayToMs))}";
}
