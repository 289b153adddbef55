using System.Buffers;

namespace LiqMon.Api;

/// <summary>
/// An answer that is made whole before its first byte is sent, in pieces, so that no large array is needed. Not for
/// several threads at once.
/// </summary>
internal sealed class AnswerBuffer(AnswerMemory memory, long limit) : IBufferWriter<byte>, IAnswerBody
{
    private const int PieceBytes = 64 * 1024;

    private readonly List<(byte[] Bytes, int Length)> _pieces = [];
    private byte[] _piece = [];
    private int _length;
    private long _finished;
    private long _taken;

    /// <inheritdoc/>
    public long? Length => Written;

    private long Written => _finished + _length;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        _length += count;
        if (Written > limit)
            throw new AnswerRefusedException(isTooLarge: true);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_piece.Length - _length < Math.Max(sizeHint, 1))
            Renew(Math.Max(sizeHint, PieceBytes));
        return _piece.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public async Task SendAsync(Stream to, CancellationToken cancellation)
    {
        foreach (var (bytes, length) in _pieces)
            await to.WriteAsync(bytes.AsMemory(0, length), cancellation).ConfigureAwait(false);
        await to.WriteAsync(_piece.AsMemory(0, _length), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (bytes, _) in _pieces)
            ArrayPool<byte>.Shared.Return(bytes);
        if (_piece.Length > 0)
            ArrayPool<byte>.Shared.Return(_piece);
        _pieces.Clear();
        (_piece, _length, _finished) = ([], 0, 0);
        memory.Return(_taken);
        _taken = 0;
    }

    private void Renew(int size)
    {
        if (!memory.TryTake(size))
            throw new AnswerRefusedException(isTooLarge: false);
        _taken += size;
        if (_piece.Length > 0)
            _pieces.Add((_piece, _length));
        _finished += _length;
        _piece = ArrayPool<byte>.Shared.Rent(size);
        _length = 0;
    }
}

/// <summary>An answer is not made: it alone is too large, or all together are.</summary>
internal sealed class AnswerRefusedException(bool isTooLarge) : Exception("The answer takes too much memory.")
{
    /// <summary>Whether it is too large by itself.</summary>
    internal bool IsTooLarge => isTooLarge;
}
