using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiqMon.Api;

/// <summary>
/// An answer with many rows, which have been read and become JSON only as the caller takes them: neither the store is held
/// open for a slow caller, nor is the whole text in memory. Its length is not known before; it ends with the last chunk, and a
/// connection that ends earlier shows that something is missing.
/// </summary>
/// <param name="value">The answer.</param>
/// <param name="json">How it is written.</param>
/// <param name="memory">Receives back what the rows take.</param>
/// <param name="bytes">How much that is.</param>
internal sealed class AnswerRows<T>(T value, JsonTypeInfo<T> json, AnswerMemory memory, int bytes) : IAnswerBody
{
    /// <inheritdoc/>
    public long? Length => null;

    /// <inheritdoc/>
    public Task SendAsync(Stream to, CancellationToken cancellation) => JsonSerializer.SerializeAsync(to, value, json, cancellation);

    /// <inheritdoc/>
    public void Dispose() => memory.Return(bytes);
}
