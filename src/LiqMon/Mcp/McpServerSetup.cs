using LiqMon.Api;
using LiqMon.Queries;
using LiqMon.Reports;
using LiqMon.Store;

namespace LiqMon.Mcp;

/// <summary>What the server of the Model Context Protocol needs.</summary>
public sealed record McpServerSetup
{
    /// <summary>Opens the store for reading.</summary>
    public required Func<StoreReader> Open { get; init; }

    /// <summary>The store's answers.</summary>
    public required StoreQueries Answers { get; init; }

    /// <summary>Limits, venues, levels and the clock, as for HTTP.</summary>
    public required ApiOptions Options { get; init; }

    /// <summary>Makes weekly reports.</summary>
    public required WeeklyReports Reports { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The log; never standard output, which carries the protocol.</summary>
    public required ILoggerFactory Logging { get; init; }
}
