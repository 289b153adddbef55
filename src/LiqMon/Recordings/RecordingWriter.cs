using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Unicode;
using LiqMon.Ingestion;

namespace LiqMon.Recordings;

/// <summary>
/// Writes a recording as JSON Lines, gzip when the file's name ends in <c>.gz</c>. The first line of a run never
/// overwrites an existing file. Safe for several threads; frames of one connection keep their order.
/// </summary>
public sealed class RecordingWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _line = new(4_096);
    private readonly Utf8JsonWriter _json;
    private long _frames;

    /// <summary>A new file.</summary>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public RecordingWriter(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Stream file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file;
        _json = new Utf8JsonWriter(
            _line, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Frames written so far.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Adds one frame.</summary>
    public void Write(long receivedMs, string venue, string channel, FrameSource? source, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            _line.ResetWrittenCount();
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteString(
                "received"u8,
                DateTimeOffset.FromUnixTimeMilliseconds(receivedMs).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            _json.WriteString("venue"u8, venue);
            _json.WriteString("channel"u8, channel);
            if (source is { } connection)
            {
                _json.WriteString("feed"u8, connection.Feed);
                _json.WriteNumber("connection"u8, connection.Connection);
            }

            // Bytes that are no text cannot stand in JSON and must not be changed either.
            if (Utf8.IsValid(frame))
                _json.WriteString("frame"u8, frame);
            else
                _json.WriteBase64String("frame_base64"u8, frame);
            _json.WriteEndObject();
            _json.Flush();
            _line.Write("\n"u8);
            _stream.Write(_line.WrittenSpan);
            _frames++;
        }
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush()
    {
        lock (_gate)
            _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _json.Dispose();
            _stream.Dispose();
        }
    }
}
