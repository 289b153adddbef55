namespace LiqMon.Simulator;

/// <summary>The venue's history of liquidations lacks orders that happened.</summary>
public sealed record TruncateHistory : VenueFault
{
    /// <summary>Only orders of this contract are missing; null for any.</summary>
    public string? Symbol { get; init; }

    /// <summary>One in so many orders is missing, by its place in the ledger.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Only orders older than this are missing; null for all ages.</summary>
    public TimeSpan? Reach { get; init; }

    internal override string? Invalid() =>
        base.Invalid() ?? (Every < 1 ? "every must be at least 1" : Reach < TimeSpan.Zero ? "reach must not be negative" : null);

    internal override string? Impossible(ISimulatedVenue venue) => venue.History is null ? $"{venue.Id} has no history of orders" : null;
}

/// <summary>The venue ignores the parameter with which a client asks for the next page of a history.</summary>
public sealed record IgnoreCursor : VenueFault
{
    internal override string? Impossible(ISimulatedVenue venue) => venue.IgnoredCursor.Count == 0 ? $"{venue.Id} has no paged history" : null;
}

/// <summary>Answers without rows.</summary>
public sealed record EmptyList : VenueFault
{
    /// <summary>Only requests whose path, query or body contains this text; null for all.</summary>
    public string? Path { get; init; }
}

/// <summary>Answers REST requests with an HTTP error.</summary>
public sealed record RestError : VenueFault
{
    /// <summary>Only requests whose path, query or body contains this text; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; } = 503;

    internal override string? Invalid() => base.Invalid() ?? (Status is < 400 or > 599 ? "status must be 400 to 599" : null);
}
