using LiqMon.Market;

namespace LiqMon.Feeds;

/// <summary>What a feed is doing.</summary>
public enum FeedState : byte
{
    /// <summary>Not started.</summary>
    Waiting,

    /// <summary>Connecting.</summary>
    Connecting,

    /// <summary>Connected; subscriptions or the first data are outstanding.</summary>
    Subscribing,

    /// <summary>Connected and proven to deliver.</summary>
    Live,

    /// <summary>Connected, and nothing is proven: it is silent for longer than usual, or its orders cannot be taken.</summary>
    Unproven,

    /// <summary>Waiting before the next attempt.</summary>
    BackingOff,

    /// <summary>Stopped.</summary>
    Stopped,
}

/// <summary>A feed at a moment, for people.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">Since when it has been live, or not.</param>
/// <param name="LastFrame">When the last frame arrived.</param>
/// <param name="LastData">When it was last proven to deliver.</param>
/// <param name="Reconnects">How often a living connection was lost.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Detail">The same in words: <c>unreachable: connection refused (…)</c>.</param>
public sealed record FeedStatus(
    string Feed,
    FeedState State,
    DateTimeOffset Since,
    DateTimeOffset? LastFrame,
    DateTimeOffset? LastData,
    long Reconnects,
    GapReason? Reason,
    string? Detail)
{
    /// <summary>When the next connection will be tried; null while there is a connection or an attempt.</summary>
    public DateTimeOffset? NextAttempt { get; init; }
}
