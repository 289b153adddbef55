using System.IO.Compression;

namespace LiqMon.Feeds.Sockets;

/// <summary>Decompresses gzip messages up to a limit, so that a small message cannot become an endless one. Not thread-safe.</summary>
/// <param name="limit">Largest message, decompressed.</param>
internal sealed class GzipFrameDecoder(int limit)
{
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>Decompresses a message. One that is not gzip is passed on as it is: what it means is not decided here.</summary>
    /// <returns>False when the result would be larger than the limit.</returns>
    public bool TryInflate(ReadOnlyMemory<byte> message, out ReadOnlyMemory<byte> inflated)
    {
        inflated = message;
        if (message.Span is not [0x1F, 0x8B, ..])
            return true;
        var length = 0;
        try
        {
            using var compressed = new MemoryStream(message.ToArray(), writable: false);
            using var plain = new GZipStream(compressed, CompressionMode.Decompress);
            for (int read; (read = plain.Read(_buffer, length, _buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > limit)
                    return false;
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, limit + 1));
            }
        }
        catch (InvalidDataException)
        {
            return true;
        }

        inflated = _buffer.AsMemory(0, length);
        return true;
    }
}
