using LiqMon.Text;

namespace LiqMon.Cli.Live;

/// <summary>
/// The log as plain lines, <c>time level id text</c>: written as they come, or the newest kept for a view. What venues and
/// the system send is made harmless for a terminal.
/// </summary>
internal sealed class RecentLines(TimeProvider time, TextWriter? output) : ILoggerProvider
{
    private const int Kept = 6;
    private readonly Lock _gate = new();
    private readonly Queue<(DateTimeOffset Time, string Text)> _lines = new();

    /// <summary>The newest lines, oldest first, with the time of day alone.</summary>
    public IReadOnlyList<string> ShortLines
    {
        get
        {
            lock (_gate)
                return [.. _lines.Select(line => FormattableString.Invariant($"{line.Time:HH:mm:ss} {line.Text}"))];
        }
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
    }

    private void Add(LogLevel level, int id, string text, Exception? failure)
    {
        var word = level switch
        {
            LogLevel.Warning => "WARN ",
            >= LogLevel.Error => "ERROR",
            _ => "INFO ",
        };
        var now = time.GetUtcNow();
        var line = $"{word} {id} {TerminalText.Of(text)}";
        lock (_gate)
        {
            _lines.Enqueue((now, line));
            if (_lines.Count > Kept)
                _lines.Dequeue();
            output?.WriteLine($"{Timestamps.Of(now)} {line}");
            if (failure is not null)
                output?.WriteLine(failure.ToString());
        }
    }

    private sealed class LineLogger(RecentLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(logLevel, eventId.Id, formatter(state, exception), exception);
    }
}
