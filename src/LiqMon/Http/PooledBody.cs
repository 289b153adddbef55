using System.Buffers;

namespace LiqMon.Http;

/// <summary>
/// An answer's bytes in memory that is used again for the next one. Polls read the same lists each minute; as new arrays of
/// their length they would lie among the large objects, which are collected seldom.
/// </summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstLength = 16 * 1024;

    /// <summary>
    /// What is longer is rare, and is left to the garbage collector: kept, it would hold memory for nothing. All that is kept are
    /// four megabytes.
    /// </summary>
    private const int LongestKept = 512 * 1024;

    private const int KeptOfALength = 4;

    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(LongestKept, KeptOfALength);

    private readonly int _length;
    private byte[]? _bytes;

    private PooledBody(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    /// <summary>The answer, until it is disposed of.</summary>
    internal ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _bytes is null ? 0 : _length);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The answer, decompressed.</param>
    /// <param name="announced">Its length, where that is known.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer; null when it is longer than the limit.</returns>
    internal static async Task<PooledBody?> ReadAsync(Stream stream, long? announced, int limit, CancellationToken cancellation)
    {
        if (announced > limit)
            return null;
        // One more than announced, so that its end is seen without a larger array. What is announced need not come.
        var bytes = Pool.Rent((int)Math.Clamp((announced + 1) ?? 0, FirstLength, LongestKept));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == bytes.Length)
                {
                    var larger = Pool.Rent(2 * length);
                    bytes.AsSpan().CopyTo(larger);
                    (bytes, var smaller) = (larger, bytes);
                    Pool.Return(smaller);
                }

                var read = await stream.ReadAsync(bytes.AsMemory(length), cancellation);
                length += read;
                if (length > limit)
                    return null;
                if (read > 0)
                    continue;
                var body = new PooledBody(bytes, length);
                bytes = [];
                return body;
            }
        }
        finally
        {
            if (bytes.Length > 0)
                Pool.Return(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            Pool.Return(bytes);
    }
}
