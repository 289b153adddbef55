namespace LiqMon.Simulator;

/// <summary>The numbers behind a misbehaviour.</summary>
public sealed record MisbehaviourDetail
{
    /// <summary>HTTP status of a refused handshake: 503, 429, 418, 403 …</summary>
    public int RefusalStatus { get; init; } = 503;

    /// <summary>Retry-After of refused handshakes and rate-limited REST answers; null leaves it out of handshakes and is 1 s for REST.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Data frames between two unreadable ones.</summary>
    public int MalformedEvery { get; init; } = 10;

    /// <summary>Bytes in one dripped fragment.</summary>
    public int DripBytes { get; init; } = 16;

    /// <summary>Pause between two dripped fragments.</summary>
    public TimeSpan DripPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What to answer REST requests with instead, by path with query and by body; null from it for the usual answer.
    /// Works with any misbehaviour, also with none.
    /// </summary>
    public Func<string, string?, string?>? RestInstead { get; init; }
}
