using System.Net;
using LiqMon.Hosting;
using LiqMon.Simulator;

namespace LiqMon.Cli;

/// <summary>Options of <c>run</c>; the address is part of the settings.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Color">Whether colours may be written.</param>
public sealed record RunOptions(LiqMonOptions Settings, bool Color);

/// <summary>Options of <c>demo</c>.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="DataGiven">Whether the user named the data folder; otherwise a demo must not touch the real one.</param>
/// <param name="Simulation">The simulated market.</param>
/// <param name="Color">Whether colours may be written.</param>
/// <param name="History">How long a past an empty store is given; zero for none.</param>
public sealed record DemoOptions(LiqMonOptions Settings, bool DataGiven, SimulationOptions Simulation, bool Color, TimeSpan History);

/// <summary>Options of <c>simulate</c>.</summary>
/// <param name="Simulation">The simulated market.</param>
/// <param name="Venues">Venues to imitate.</param>
/// <param name="Listen">Where to listen; port 0 takes a free one.</param>
public sealed record SimulateOptions(SimulationOptions Simulation, IReadOnlyList<string> Venues, IPEndPoint Listen);

/// <summary>Options of <c>record</c>.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Venues">Venues to record.</param>
/// <param name="Out">The file; compressed when its name ends in .gz.</param>
/// <param name="Duration">For how long; null until interrupted.</param>
public sealed record RecordOptions(LiqMonOptions Settings, IReadOnlyList<string> Venues, string Out, TimeSpan? Duration);

/// <summary>Options of <c>replay</c>.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Venue">Venue of bare frames; null when only recordings are given that name theirs.</param>
/// <param name="Instruments">Files with the venue's contracts.</param>
/// <param name="Files">The recordings, in order.</param>
/// <param name="Speed">1 for the original pace, 10 for ten times as fast; null for as fast as possible.</param>
/// <param name="Format">How the summary is written.</param>
public sealed record ReplayOptions(
    LiqMonOptions Settings,
    string? Venue,
    IReadOnlyList<string> Instruments,
    IReadOnlyList<string> Files,
    double? Speed,
    OutputFormat Format);
