namespace LiqMon.Feeds;

/// <summary>Limits of every connection, whatever the venue.</summary>
public sealed record FeedOptions
{
    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a quiet connection is left alone before it is pinged.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the answer to such a ping may take; with the interval and the library's own tick at most 12 s in all.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest message, as sent and decompressed.</summary>
    public int FrameLimit { get; init; } = 1024 * 1024;

    /// <summary>These limits, with a venue's own for the size of its messages.</summary>
    public FeedOptions For(Venues.VenueProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.FrameLimitBytes is { } limit && limit > FrameLimit ? this with { FrameLimit = limit } : this;
    }

    /// <summary>How long a message may take from its first byte to its last.</summary>
    public TimeSpan MessageDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long sending may take.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a replaced connection may take to say goodbye; what it still delivers is taken.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many unreadable messages in <see cref="MalformedWindow"/> are borne.</summary>
    public int MalformedBorne { get; init; } = 10;

    /// <summary>See <see cref="MalformedBorne"/>.</summary>
    public TimeSpan MalformedWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the proven span of a living feed is written.</summary>
    public TimeSpan CoverageEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the last hand-overs to the store may take at a stop.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(1.5);
}
