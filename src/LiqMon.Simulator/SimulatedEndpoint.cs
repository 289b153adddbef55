namespace LiqMon.Simulator;

/// <summary>Where one simulated venue listens; the paths below are the venue's real paths.</summary>
/// <param name="WebSocketUrl">Scheme, host and port of all its WebSocket endpoints.</param>
/// <param name="RestUrl">Scheme, host and port of all its REST endpoints.</param>
public sealed record SimulatedEndpoint(Uri WebSocketUrl, Uri RestUrl);
