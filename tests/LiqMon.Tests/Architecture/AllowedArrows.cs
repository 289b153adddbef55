namespace LiqMon.Tests.Architecture;

/// <summary>
/// Which room may use which. Arrows go one way: core and store below, feeds and queries beside each other above the
/// store, what people and programs see above the queries, the pipelines and the command line on top.
/// A new arrow needs a line here; the review asks whether it should.
/// </summary>
internal static class AllowedArrows
{
    /// <summary>What each room of the program may use besides the core, from the bottom to the top.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> OfProgram = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        // Below all.
        ["Text"] = [],
        ["Threading"] = [],
        ["Files"] = [],
        ["Configuration"] = ["Text"],
        ["Http"] = ["Threading"],

        // What is kept.
        ["Store"] = [],

        // How data comes in.
        ["Ingestion"] = ["Http", "Store", "Text", "Threading"],
        ["Feeds"] = ["Http", "Ingestion", "Store", "Text", "Threading"],
        ["Backfill"] = ["Feeds", "Http", "Ingestion", "Store", "Threading"],
        ["Context"] = ["Http", "Store", "Threading"],
        ["External"] = ["Configuration", "Http", "Store", "Threading"],
        ["Recordings"] = ["Ingestion", "Store", "Text"],
        ["Cascades"] = ["Completeness", "Store"],
        ["Estimates"] = ["Simulator"],

        // What the store answers.
        ["Completeness"] = ["Store"],
        ["Queries"] = ["Completeness", "Store", "Text"],
        ["Import"] = ["Queries", "Store", "Text"],
        ["Live"] = ["Queries", "Store", "Text", "Threading"],

        // What people and programs see.
        ["Charts"] = ["Text"],
        ["Api"] = ["Completeness", "Queries", "Store", "Text"],
        ["Dashboard"] = ["Charts", "Queries", "Store", "Text"],
        ["Reports"] = ["Charts", "Completeness", "Files", "Queries", "Store", "Text"],
        ["Exports"] = ["Files", "Queries", "Store", "Text"],
        ["Influx"] = ["Completeness", "Configuration", "Http", "Queries", "Store", "Text", "Threading"],
        ["Alerts"] = ["Configuration", "Http", "Queries", "Text", "Threading"],

        // What puts the parts together. Doctor examines the parts that run, so it uses them.
        ["Pipelines"] = ["Context", "External", "Feeds", "Http", "Ingestion", "Store", "Text", "Threading"],
        ["Doctor"] = ["Completeness", "Configuration", "Context", "Feeds", "Http", "Influx", "Ingestion", "Store", "Text"],
        ["Root"] =
        [
            "Alerts", "Api", "Backfill", "Cascades", "Cli", "Context", "External", "Feeds", "Http", "Influx", "Ingestion", "Live",
            "Pipelines", "Queries", "Store", "Text", "Threading",
        ],
        ["Cli"] =
        [
            "Alerts", "Api", "Backfill", "Cascades", "Completeness", "Configuration", "Dashboard", "Doctor", "Estimates", "Exports", "External",
            "Feeds", "Http", "Import", "Influx", "Ingestion", "Live", "Pipelines", "Queries", "Recordings", "Reports", "Simulator",
            "Store", "Text",
        ],
    };

    /// <summary>What each room of the core may use.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> OfCore = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Market"] = [],
        ["Json"] = ["Market"],
        ["Context"] = ["Json"],
        ["Venues"] = ["Context", "Json", "Market"],
        ["Sampling"] = ["Market", "Venues"],
        ["External"] = ["Json", "Market", "Venues"],
        ["Windows"] = ["Market"],
        ["Maps"] = ["Market"],
        ["Estimates"] = ["Market"],
    };

    /// <summary>Arrows of the program that go against the rule, each with what stands in the way. The list may only shrink.</summary>
    internal static readonly IReadOnlyList<ArrowException> ProgramExceptions =
    [
        new("Http", "Feeds", "RestClient reads a venue's addresses (VenueOptions) and names failures as sockets do (ConnectionFailure)"),
        new("Ingestion", "Feeds", "FrameProcessor returns FrameOutcome, which lies with the sockets"),
        new("Feeds", "Backfill", "VenueFeed starts the repair of its venue's gaps"),
        new("Context", "Feeds", "ContextFeeds reads a venue's addresses (VenueOptions)"),
        new("External", "Feeds", "the watched assets of a venue stand in VenueOptions"),
        new("Configuration", "Alerts", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Api", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Context", "LiqMonOptions holds the options of every room"),
        new("Configuration", "External", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Feeds", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Influx", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Queries", "LiqMonOptions lists the known venues; lengths of time are read by SpanText"),
        new("Configuration", "Reports", "LiqMonOptions holds the options of every room"),
        new("Configuration", "Store", "LiqMonOptions holds the options of every room"),
        new("Cascades", "Alerts", "CascadeLoop sends alerts itself"),
        new("Cascades", "Api", "CascadeLoop publishes to the live stream itself"),
        new("Cascades", "Queries", "CascadeLoop publishes cascades as results"),
        new("Live", "Api", "LiveBroadcaster lies with HTTP"),
        new("Live", "Pipelines", "StatusResultBuilder reads VenuePipelineStatus"),
        new("Queries", "Alerts", "QueryJson describes the JSON of every feature"),
        new("Queries", "Backfill", "QueryJson describes the JSON of every feature"),
        new("Queries", "Doctor", "QueryJson describes the JSON of every feature"),
        new("Queries", "Estimates", "QueryJson describes the JSON of every feature"),
        new("Queries", "External", "QueryJson describes the JSON of every feature"),
        new("Queries", "Import", "QueryJson describes the JSON of every feature"),
        new("Queries", "Recordings", "QueryJson describes the JSON of every feature"),
        new("Queries", "Context", "ContextOptions holds the key levels"),
        new("Api", "Context", "ApiOptions carries ContextOptions to the queries"),
        new("Dashboard", "Api", "the page stands behind the guard, the limits and the sources of HTTP"),
        new("Reports", "Alerts", "ReportLoop sends alerts itself"),
        new("Reports", "Context", "reports read the key levels from ContextOptions"),
        new("Influx", "Feeds", "InfluxWriter waits by Backoff; points of feeds read FeedState"),
        new("Influx", "Live", "SnapshotLoop reads the rolling windows"),
        new("Influx", "Pipelines", "points of feeds and of the collector read VenuePipelineStatus"),
        new("Alerts", "Feeds", "AlertQueue waits by Backoff"),
        new("Pipelines", "Alerts", "PipelineMetrics counts alerts"),
        new("Pipelines", "Api", "PipelineMetrics makes the metrics that HTTP serves"),
        new("Pipelines", "Root", "the parts of the pipeline are built from PipelineSetup"),
        new("Doctor", "Queries", "lengths of time are written by FloorReasons"),
        new("Cli", "Root", "the run command opens the pipeline"),
    ];

    /// <summary>Arrows of the core that go against the rule.</summary>
    internal static readonly IReadOnlyList<ArrowException> CoreExceptions =
    [
        new("Market", "Venues", "OpenInterestValuation values readings of venues"),
        new("Json", "Venues", "rows of JSON report the reasons for which venues reject messages"),
    ];

    /// <summary>An arrow that is there and should not be.</summary>
    internal sealed record ArrowException(string From, string To, string Reason);
}
