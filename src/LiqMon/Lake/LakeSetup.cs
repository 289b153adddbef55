using LiqMon.Store;

namespace LiqMon.Lake;

/// <summary>What the lake's writer is made of.</summary>
public sealed record LakeSetup
{
    /// <summary>Where and how soon.</summary>
    public required LakePlan Plan { get; init; }

    /// <summary>The store, opened with <see cref="LakePlan.Destination"/> among its destinations.</summary>
    public required EventStore Store { get; init; }

    /// <summary>Its options.</summary>
    public required StoreOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
