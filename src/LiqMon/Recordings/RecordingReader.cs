using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LiqMon.Recordings;

/// <summary>
/// Reads recordings: JSON Lines of <c>{"received","venue","channel","feed","connection","frame"}</c>, or bare frames, one a line; gzip by
/// its magic number, whatever the file is called.
/// </summary>
public static class RecordingReader
{
    /// <summary>All frames of a file, in order, without holding the file in memory.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The gzip data is damaged.</exception>
    public static async IAsyncEnumerable<RecordedFrame> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in LinesAsync(path, cancellation).ConfigureAwait(false))
            yield return Parse(line);
    }

    /// <summary>
    /// All frames of a file that people may have laid out: a value that goes over several lines, as programs print what
    /// they fetched, is one frame.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The gzip data is damaged.</exception>
    public static async IAsyncEnumerable<RecordedFrame> ReadLaidOutAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var value = new JsonLines();
        await foreach (var line in LinesAsync(path, cancellation).ConfigureAwait(false))
        {
            if (value.Add(line))
                yield return Parse(value.Take());
        }

        // A value that never ends: its lines are taken one by one, so that each is counted and explained.
        foreach (var line in value.TakeLines())
            yield return Parse(line);
    }

    private static async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using var content = await UnzipAsync(file, cancellation).ConfigureAwait(false);
        using var lines = new StreamReader(content, Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
                yield return line;
        }
    }

    /// <summary>What one line holds. A line that is no recorded frame is a bare one, so that it is counted and explained.</summary>
    public static RecordedFrame Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return TryParse(line) ?? new(null, null, RecordedFrame.Socket, Encoding.UTF8.GetBytes(line));
    }

    private static RecordedFrame? TryParse(string line)
    {
        if (!line.StartsWith('{') || !line.Contains("\"received\"", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (!root.TryGetProperty("received", out var received) || !root.TryGetProperty("channel", out var channel)
                || !DateTimeOffset.TryParse(
                    received.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return null;
            var frame = root.TryGetProperty("frame", out var text)
                ? Encoding.UTF8.GetBytes(text.GetString() ?? "")
                : root.GetProperty("frame_base64").GetBytesFromBase64();
            var venue = root.TryGetProperty("venue", out var id) ? id.GetString() : null;
            return new(time.ToUnixTimeMilliseconds(), venue, channel.GetString() ?? RecordedFrame.Socket, frame)
            {
                Feed = root.TryGetProperty("feed", out var feed) ? feed.GetString() : null,
                Connection = root.TryGetProperty("connection", out var connection) ? connection.GetInt64() : 0,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // A bare frame that happens to contain the word, or a line cut short: it is taken as it stands.
            return null;
        }
    }

    private static async ValueTask<Stream> UnzipAsync(FileStream file, CancellationToken cancellation)
    {
        var magic = new byte[2];
        var read = await file.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        file.Position = 0;
        return read == 2 && magic is [0x1f, 0x8b] ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
    }
}
