namespace LiqMon.Simulator;

/// <summary>Refuses the subscription of one topic with the venue's own error frame, or of all topics.</summary>
public sealed record RefuseTopic : VenueFault
{
    /// <summary>
    /// The topic as the simulated venue keeps it, such as <c>mark-price:BTC-USDT-SWAP</c> (OKX) or
    /// <c>allLiquidation.BTCUSDT</c> (Bybit); an asterisk stands for any text.
    /// </summary>
    public string Topic { get; init; } = "*";

    internal override string? Impossible(ISimulatedVenue venue) => WithoutSockets(venue);
}

/// <summary>Sends nothing while the connection stays open. What was due in the meantime is never sent.</summary>
public sealed record Silence : VenueFault
{
    /// <summary>Which frames are missing.</summary>
    public SilenceScope Scope { get; init; }

    internal override string? Impossible(ISimulatedVenue venue) => WithoutSockets(venue);
}

/// <summary>The frames that a silent venue does not send.</summary>
public enum SilenceScope
{
    /// <summary>All of them, answers to pings and subscriptions included.</summary>
    All,

    /// <summary>Data frames without orders: tickers, marks, heartbeats.</summary>
    Controls,

    /// <summary>Frames with orders.</summary>
    Orders,
}

/// <summary>Closes all open sockets abruptly, once, when the fault starts.</summary>
public sealed record DropConnections : VenueFault
{
    internal override string? Impossible(ISimulatedVenue venue) => WithoutSockets(venue);
}

/// <summary>The venue cannot be reached at all: neither its sockets nor its lists.</summary>
public sealed record DeadVenue : VenueFault
{
    /// <summary>How it fails.</summary>
    public DeadVenueMode Mode { get; init; }
}

/// <summary>How a venue that cannot be reached fails.</summary>
public enum DeadVenueMode
{
    /// <summary>TCP connections are refused.</summary>
    Refused,

    /// <summary>TCP connections are accepted and never answered.</summary>
    Hang,

    /// <summary>Every request and handshake is answered with HTTP 503.</summary>
    Http503,
}

/// <summary>The venue's clock is wrong: all its stamps are shifted, on sockets and over REST.</summary>
public sealed record ShiftClock : VenueFault
{
    /// <summary>What is added to the time; negative when the venue's clock is slow.</summary>
    public required TimeSpan By { get; init; }
}

/// <summary>Writes ISO times as <c>…+00:00</c> instead of <c>…Z</c>.</summary>
public sealed record OffsetTimes : VenueFault;
