namespace LiqMon.Simulator;

/// <summary>What a simulation plays: seed, pace, scenario, venues and assets.</summary>
public sealed record SimulationOptions
{
    /// <summary>The assets of a simulation that names none.</summary>
    public static readonly IReadOnlyList<string> DefaultAssets =
        ["BTC", "ETH", "SOL", "XRP", "DOGE", "BNB", "ADA", "LINK", "PEPE"];

    /// <summary>Start of all randomness: equal seeds and equal tick times give equal liquidations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Multiplies the liquidations per second; 1 is about 7 a second over all venues in mixed flow.</summary>
    public double Rate { get; init; } = 1.0;

    /// <summary>The weather of the market.</summary>
    public SimulationScenario Scenario { get; init; } = SimulationScenario.Mixed;

    /// <summary>Venue ids to serve; null for all.</summary>
    public IReadOnlyList<string>? Venues { get; init; }

    /// <summary>Base assets traded on every venue. An asset without a known price level gets an invented, stable one.</summary>
    public IReadOnlyList<string> Assets { get; init; } = DefaultAssets;

    /// <summary>What the venues do wrong; more can be added and removed while the simulation runs.</summary>
    public IReadOnlyList<VenueFault> Faults { get; init; } = [];

    /// <summary>Port of the ledger over HTTP on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Number of liquidations the ledger keeps, newest first to stay; about 88 bytes each, taken as they come.</summary>
    public int LedgerCapacity { get; init; } = 5_000_000;

    /// <summary>
    /// How much of the time before its start venues publish that publish days of their past over REST (Gate): orders, which
    /// are in the ledger too, open interest and mark prices. None by default.
    /// </summary>
    public TimeSpan Past { get; init; }

    /// <summary>Length of one step of the market.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(100);
}
