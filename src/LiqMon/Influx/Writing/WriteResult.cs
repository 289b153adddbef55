namespace LiqMon.Influx;

/// <summary>What became of a request to write.</summary>
public enum WriteStatus
{
    /// <summary>All points are stored.</summary>
    Stored,

    /// <summary>All points are stored but those that are older than the server keeps; they are gone and will not be taken.</summary>
    PartlyExpired,

    /// <summary>The request is too large.</summary>
    TooLarge,

    /// <summary>A point is not acceptable; others may or may not be stored.</summary>
    BadPoint,

    /// <summary>The server does not let LiqMon write there at all; somebody has to change a setting.</summary>
    Denied,

    /// <summary>The server could not, or did not say; the points may be stored or not.</summary>
    Unavailable,
}

/// <summary>A verdict with what the server answered.</summary>
/// <param name="Verdict">What became of the request.</param>
/// <param name="Message">Why, for people; empty when stored.</param>
/// <param name="RetryAfter">For how long the server asks to be left alone.</param>
/// <param name="Expired">How many points were older than the server keeps.</param>
/// <param name="Dropped">
/// How many points the server says it did not store, with <see cref="WriteStatus.BadPoint"/>; 0 when it does not say.
/// </param>
public readonly record struct WriteResult(
    WriteStatus Verdict, string Message = "", TimeSpan? RetryAfter = null, long Expired = 0, long Dropped = 0);
