using System.Globalization;
using System.Text;
using System.Threading.Channels;
using LiqMon.Threading;
using Spectre.Console;

namespace LiqMon.Cli.Live;

/// <summary>
/// The whole terminal as a screen: a page of its own, drawn line by line, so that neither a resize nor a long line shifts
/// anything. What was on the terminal before is back at the end.
/// </summary>
internal sealed class TerminalScreen : IAsyncDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string EraseLine = "\e[2K";
    private const string EraseBelow = "\e[J";

    // A hand is slower than the screen; what it presses meanwhile is of no use later.
    private static readonly BoundedChannelOptions FewKeys = new(16) { FullMode = BoundedChannelFullMode.DropOldest };

    private readonly CliContext _context;
    private readonly bool _color;
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateBounded<ConsoleKeyInfo>(FewKeys);
    private (int Width, int Height) _size;

    public TerminalScreen(CliContext context, bool color)
    {
        (_context, _color) = (context, color);
        context.Out.Write(Enter);
        if (context.ReadKey is not { } read)
            return;
        // A read of the terminal cannot be cancelled: the thread waits in it until the process ends.
        var reader = new Thread(() => ReadKeys(read)) { IsBackground = true, Name = "keys" };
        reader.Start();
    }

    /// <summary>Whether keys can be pressed.</summary>
    public bool HasKeys => _context.ReadKey is not null;

    /// <summary>What was drawn last; null before that.</summary>
    public StatusScreen? Last { get; private set; }

    /// <summary>Whether the terminal has another size than when it was drawn.</summary>
    public bool IsResized => Last is not null && _context.ScreenSize() != _size;

    /// <summary>Draws for the size that the terminal has now.</summary>
    public void Draw(Func<(int Width, int Height), StatusScreen> layOut)
    {
        var size = _context.ScreenSize();
        Last = layOut(size);
        var text = new StringBuilder();
        if (size != _size)
            text.Append("\e[2J");
        _size = size;
        var lines = Styled(Last, size.Width);
        for (var at = 0; at < lines.Length; at++)
            text.Append(CultureInfo.InvariantCulture, $"\e[{at + 1};1H{EraseLine}{lines[at]}");
        // The last line may end in the last column, where erasing would take its last letter.
        if (lines.Length < size.Height)
            text.Append(CultureInfo.InvariantCulture, $"\e[{lines.Length + 1};1H{EraseBelow}");
        _context.Out.Write(text.ToString());
        _context.Out.Flush();
    }

    /// <summary>The next key; null when none was pressed in a while.</summary>
    public async Task<ConsoleKeyInfo?> NextKeyAsync(TimeSpan within, TimeProvider time, CancellationToken cancellation)
    {
        if (!_keys.Reader.TryPeek(out _))
        {
            using var looked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var key = _keys.Reader.WaitToReadAsync(looked.Token).AsTask();
            // Of a keyboard that is gone nothing comes any more.
            await TaskDelay.ForAnyAsync(within, time, _keys.Reader.Completion.IsCompleted ? [] : [key], cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await looked.CancelAsync().ConfigureAwait(false);
            await ((Task)key).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return _keys.Reader.TryRead(out var pressed) ? pressed : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _context.Out.WriteAsync(Leave).ConfigureAwait(false);
        await _context.Out.FlushAsync().ConfigureAwait(false);
    }

    private void ReadKeys(Func<ConsoleKeyInfo> read)
    {
        try
        {
            while (true)
                _keys.Writer.TryWrite(read());
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException)
        {
            // The terminal is gone, or has no keys; the screen goes on without.
            _keys.Writer.TryComplete();
        }
    }

    private string[] Styled(StatusScreen screen, int width)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = _color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Write(screen);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
