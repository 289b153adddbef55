using System.Collections;
using Microsoft.Win32.SafeHandles;

namespace LiqMon.Cli;

/// <summary>The world a command runs in; everything a command may read or write apart from files.</summary>
public sealed record CliContext
{
    private const int StandardOutput = 1;

    /// <summary>Standard output: data only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Opens standard output for bytes; null where only text is taken.</summary>
    public Func<Stream>? OpenBytes { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Standard error: messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the executable and its <c>appsettings.json</c> are.</summary>
    public string ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Whether colours may be written.</summary>
    public bool Color { get; init; }

    /// <summary>Whether standard output is a terminal that can be redrawn.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal, where progress may be shown.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>How many columns a line may have.</summary>
    public int Width { get; init; } = 200;

    /// <summary>Columns and lines of the terminal at this moment; it may be resized.</summary>
    public Func<(int Width, int Height)> ScreenSize { get; init; } = () => (80, 24);

    /// <summary>Waits for a key and takes it; null where none can be pressed.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>
    /// The world of this process. Colours and the terminal's width apply only where output goes to a terminal: in a
    /// pipe lines are never cut.
    /// </summary>
    public static CliContext OfProcess(TextWriter output, TextWriter error, TimeProvider time)
    {
        var variables = ReadEnvironment();
        var context = new CliContext
        {
            Out = output,
            Error = error,
            Time = time,
            Environment = variables,
            ShowsProgress = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected,
        };
        if (!ReferenceEquals(output, Console.Out))
            return context;
        context = context with { OpenBytes = OpenStandardOutput };
        if (Console.IsOutputRedirected)
            return context;
        return context with
        {
            IsTerminal = variables.GetValueOrDefault("TERM") is not (null or "dumb"),
            Color = !variables.ContainsKey("NO_COLOR") && variables.GetValueOrDefault("TERM") != "dumb",
            Width = Math.Max(40, TerminalSize().Width),
            ScreenSize = TerminalSize,
            ReadKey = Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true),
        };
    }

    private static Stream OpenStandardOutput()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        // The console's stream hides that nobody reads any more. In a file, though, only it moves the place that the
        // next program of a script goes on from.
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    private static (int Width, int Height) TerminalSize()
    {
        try
        {
            // A terminal that does not know its size reports none.
            return (Console.WindowWidth > 0 ? Console.WindowWidth : 80, Console.WindowHeight > 0 ? Console.WindowHeight : 24);
        }
        catch (IOException)
        {
            return (80, 24);
        }
    }

    private static Dictionary<string, string> ReadEnvironment()
    {
        Dictionary<string, string> variables = [];
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
