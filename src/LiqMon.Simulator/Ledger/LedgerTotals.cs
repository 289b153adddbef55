namespace LiqMon.Simulator;

/// <summary>Sums over a span of event time; the first five members cover delivered liquidations only.</summary>
public sealed record LedgerTotals
{
    /// <summary>Delivered long liquidations in micro-dollars.</summary>
    public long LongMicroUsd { get; init; }

    /// <summary>Delivered short liquidations in micro-dollars.</summary>
    public long ShortMicroUsd { get; init; }

    /// <summary>Number of delivered long liquidations.</summary>
    public long LongOrders { get; init; }

    /// <summary>Number of delivered short liquidations.</summary>
    public long ShortOrders { get; init; }

    /// <summary>The delivered liquidation with the most dollars, the earliest recorded among equals.</summary>
    public LedgerEntry? Largest { get; init; }

    /// <summary>Liquidations the venue kept to itself (sampling), in micro-dollars.</summary>
    public long SuppressedMicroUsd { get; init; }

    /// <summary>Number of liquidations the venue kept to itself.</summary>
    public long SuppressedOrders { get; init; }

    /// <summary>Liquidations that reached nobody, in micro-dollars.</summary>
    public long UndeliveredMicroUsd { get; init; }

    /// <summary>Number of liquidations that reached nobody.</summary>
    public long UndeliveredOrders { get; init; }

    /// <summary>Liquidations that faults kept from every subscriber, in micro-dollars.</summary>
    public long WithheldMicroUsd { get; init; }

    /// <summary>Number of liquidations that faults kept from every subscriber.</summary>
    public long WithheldOrders { get; init; }

    /// <summary>Number of delivered liquidations whose side or a number was altered.</summary>
    public long AlteredOrders { get; init; }
}
