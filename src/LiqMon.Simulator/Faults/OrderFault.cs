namespace LiqMon.Simulator;

/// <summary>A fault of single orders. Without a choice it concerns all orders of the venue.</summary>
public abstract record OrderFault : VenueFault
{
    /// <summary>Only orders of this contract, by the venue's own symbol.</summary>
    public string? Symbol { get; init; }

    /// <summary>Only one in so many of them, beginning with the first.</summary>
    public int Every { get; init; } = 1;

    /// <summary>At most so many orders; null for no limit.</summary>
    public int? Count { get; init; }

    /// <summary>Whether all orders of the venue are concerned.</summary>
    internal bool IsOfAllOrders => Symbol is null && Every == 1 && Count is null;

    internal override string? Invalid() =>
        base.Invalid() ?? (Every < 1 ? "every must be at least 1" : Count < 1 ? "count must be at least 1" : null);

    internal override string? Impossible(ISimulatedVenue venue) => venue switch
    {
        { PublishesLiquidations: false } => $"{venue.Id} publishes no orders",
        _ when Symbol is { } symbol && venue.Instruments.All(it => it.Spec.Symbol != symbol) => $"{venue.Id} has no contract {symbol}",
        _ => null,
    };
}

/// <summary>Spells the side of orders otherwise: <c>"S":"SELL"</c> becomes <c>"S":"sell"</c>.</summary>
public sealed record ChangeWord : OrderFault
{
    /// <summary>What to write instead of the side; null for another spelling of the same word.</summary>
    public string? Text { get; init; }
}

/// <summary>Writes something that is no number where a number belongs.</summary>
public sealed record BreakNumber : OrderFault
{
    /// <summary>Which number.</summary>
    public OrderNumber Field { get; init; }

    /// <summary>What to write, as a JSON string.</summary>
    public string Text { get; init; } = "n/a";
}

/// <summary>A number of an order.</summary>
public enum OrderNumber
{
    /// <summary>The price that values it.</summary>
    Price,

    /// <summary>The filled quantity.</summary>
    Quantity,
}

/// <summary>Orders that are never sent on a socket. The history has them, and frame numbers count them.</summary>
public sealed record LoseOrders : OrderFault
{
    internal override string? Impossible(ISimulatedVenue venue) => base.Impossible(venue) ?? WithoutSockets(venue);
}

/// <summary>Orders that are published late, with the time at which they happened.</summary>
public sealed record DelayOrders : OrderFault
{
    /// <summary>How much later than usual.</summary>
    public required TimeSpan By { get; init; }

    internal override string? Invalid() => base.Invalid() ?? (By <= TimeSpan.Zero ? "by must be longer than zero" : null);
}

/// <summary>
/// Sends one order in two frames. A venue with cumulative fills (Binance, Aster) sends the first part as partially filled,
/// then all of it as filled; elsewhere the order is two executions, each with an entry of its own in the ledger.
/// </summary>
public sealed record SplitOrders : OrderFault;
