using LiqMon.Market;

namespace LiqMon.Http;

/// <summary>How a REST call turned out.</summary>
public enum RestStatus : byte
{
    /// <summary>Answered.</summary>
    Ok,

    /// <summary>The venue wants fewer requests; its host is paused.</summary>
    RateLimited,

    /// <summary>The venue answered with another HTTP error.</summary>
    Refused,

    /// <summary>No usable answer came.</summary>
    Failed,
}

/// <summary>
/// The answer to a REST call, or why there is none. Who disposes of it gives the memory of <paramref name="Body"/> back, and then
/// must not look at it any more; otherwise the garbage collector takes it.
/// </summary>
/// <param name="Verdict">Which.</param>
/// <param name="Body">The answer, decompressed.</param>
/// <param name="Status">HTTP status; 0 if none came.</param>
/// <param name="Reason">Why there is no answer, in the words of the gap ledger.</param>
/// <param name="Detail">The same for people.</param>
/// <param name="RetryAfter">How long the venue wants no request.</param>
public sealed record RestResult(
    RestStatus Verdict,
    ReadOnlyMemory<byte> Body,
    int Status,
    GapReason? Reason = null,
    string? Detail = null,
    TimeSpan? RetryAfter = null) : IDisposable
{
    /// <summary>Why there is no answer; only where there is none.</summary>
    internal ConnectionFailure Failure => new(Reason ?? GapReason.Refused, Detail ?? Verdict.ToString(), RetryAfter, Status);

    /// <summary>Where the answer lies; null when it lies nowhere that could be used again.</summary>
    internal PooledBody? Memory { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Memory?.Dispose();
}
