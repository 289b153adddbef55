using System.IO.Compression;
using System.Text;
using LiqMon.Files;

namespace LiqMon.Exports;

/// <summary>Where an export goes: a file that appears when it is whole, or standard output.</summary>
internal sealed class ExportOutput : IAsyncDisposable
{
    private const int BrokenPipeOnUnix = 32;
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D);
    private const int NoReaderOnWindows = unchecked((int)0x800700E8);

    private readonly AtomicFile? _file;
    private readonly Stream? _stream;
    private readonly TextWriter? _text;

    private ExportOutput(AtomicFile? file, Stream? stream, TextWriter? text) => (_file, _stream, _text) = (file, stream, text);

    /// <summary>A file, compressed when its name ends in <c>.gz</c>.</summary>
    /// <exception cref="IOException">It exists and may not be replaced, or it cannot be written.</exception>
    internal static ExportOutput ToFile(string path, bool overwrite)
    {
        var file = new AtomicFile(path, overwrite);
        return new ExportOutput(
            file,
            path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file.Stream, CompressionLevel.Fastest, leaveOpen: true)
                : file.Stream,
            null);
    }

    /// <summary>A stream that somebody may read as slowly as they like.</summary>
    internal static ExportOutput To(Stream stream) => new(null, stream, null);

    /// <summary>A writer, for callers that take text.</summary>
    internal static ExportOutput To(TextWriter text) => new(null, null, text);

    /// <summary>Writes whole rows; false when nobody reads any more.</summary>
    internal async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellation)
    {
        if (_text is not null)
        {
            await _text.WriteAsync(Encoding.UTF8.GetString(rows.Span).AsMemory(), cancellation).ConfigureAwait(false);
            return true;
        }

        if (_file is not null)
        {
            await _stream!.WriteAsync(rows, cancellation).ConfigureAwait(false);
            return true;
        }

        try
        {
            // A pipe that nobody empties holds the write for ever; an interrupt must still end the program.
            await _stream!.WriteAsync(rows, cancellation).AsTask().WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (IOException broken) when (broken.HResult is BrokenPipeOnUnix or BrokenPipeOnWindows or NoReaderOnWindows)
        {
            return false;
        }
    }

    /// <summary>Says that all is written: the file gets its name.</summary>
    internal async ValueTask CompleteAsync()
    {
        if (_stream is GZipStream zipped)
            await zipped.DisposeAsync().ConfigureAwait(false);
        _file?.Commit();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }
}
