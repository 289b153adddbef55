namespace LiqMon.Exports;

/// <summary>Makes the bytes of one file or stream out of rows.</summary>
internal interface IRowEncoder : IRowWriter, IAsyncDisposable
{
    /// <summary>Rows written so far.</summary>
    long Rows { get; }

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    ReadOnlyMemory<byte> Written { get; }

    /// <summary>Forgets what was written: it has been passed on.</summary>
    void Clear();

    /// <summary>Writes what stands before the first row.</summary>
    void Heading();

    /// <summary>Turns rows that are held back into bytes, as far as there are enough.</summary>
    /// <param name="isLast">Whether no more rows follow: then all of them, and what stands after the last row.</param>
    /// <param name="cancellation">Ends it.</param>
    ValueTask FlushAsync(bool isLast, CancellationToken cancellation);
}
