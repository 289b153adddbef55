using LiqMon.Store;

namespace LiqMon.Postgres;

/// <summary>What a writer is made of.</summary>
public sealed record PostgresSetup
{
    /// <summary>Where to write.</summary>
    public required PostgresOptions Options { get; init; }

    /// <summary>The store, opened with <see cref="PostgresOptions.Destination"/> among its destinations.</summary>
    public required EventStore Store { get; init; }

    /// <summary>The store's options.</summary>
    public required StoreOptions StoreOptions { get; init; }

    /// <summary>Source of jitter.</summary>
    public required Random Random { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
