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
        ["Http"] = ["Configuration", "Threading"],

        // What is kept.
        ["Store"] = ["Text"],
        ["Completeness"] = ["Store"],

        // How data comes in.
        ["Ingestion"] = ["Http", "Store", "Text", "Threading"],
        ["Feeds"] = ["Configuration", "Http", "Ingestion", "Store", "Text", "Threading"],
        ["Backfill"] = ["Configuration", "Feeds", "Files", "Http", "Ingestion", "Store", "Text", "Threading"],
        ["Context"] = ["Configuration", "Http", "Store", "Threading"],
        ["External"] = ["Configuration", "Http", "Store", "Text", "Threading"],
        ["Recordings"] = ["Feeds", "Ingestion", "Store", "Text"],
        ["Cascades"] = ["Completeness", "Store"],
        ["Estimates"] = ["Simulator", "Text"],

        // What the store answers.
        ["Queries"] = ["Completeness", "Store", "Text"],
        ["Import"] = ["Queries", "Store", "Text"],
        ["Live"] = ["Cascades", "Feeds", "Queries", "Store", "Text", "Threading"],

        // What people and programs see.
        ["Charts"] = ["Text"],
        ["Api"] = ["Completeness", "Live", "Queries", "Store", "Text"],
        ["Dashboard"] = ["Api", "Charts", "Queries", "Store", "Text"],
        ["Reports"] = ["Charts", "Completeness", "Files", "Queries", "Store", "Text"],
        ["Exports"] = ["Files", "Queries", "Store", "Text"],
        ["Lake"] = ["Completeness", "Exports", "Files", "Store", "Text"],
        ["Postgres"] = ["Completeness", "Configuration", "Store", "Text", "Threading"],
        ["Influx"] = ["Completeness", "Configuration", "Feeds", "Http", "Live", "Queries", "Store", "Text", "Threading"],
        ["Alerts"] = ["Cascades", "Configuration", "Http", "Queries", "Store", "Text", "Threading"],
        ["Mcp"] = ["Api", "Queries", "Reports", "Store", "Text"],

        // What puts the parts together: the pipelines, what holds the options of every room, and what commands start. Doctor examines
        // the parts that run, so it uses them.
        ["Pipelines"] =
        [
            "Backfill", "Cascades", "Configuration", "Context", "External", "Feeds", "Http", "Influx", "Ingestion", "Lake",
            "Live", "Postgres", "Queries", "Store", "Text", "Threading",
        ],
        ["Pipeline"] =
        [
            "Cascades", "Context", "Feeds", "Http", "Influx", "Ingestion", "Lake", "Live", "Pipelines", "Postgres", "Queries", "Store",
            "Text", "Threading",
        ],
        ["Hosting"] =
        [
            "Alerts", "Api", "Configuration", "Context", "External", "Feeds", "Http", "Influx", "Ingestion", "Lake",
            "Live", "Pipeline", "Postgres", "Queries", "Reports", "Store", "Text", "Threading",
        ],
        ["Doctor"] =
        [
            "Completeness", "Configuration", "Context", "Feeds", "Hosting", "Http", "Influx", "Ingestion", "Lake", "Postgres", "Queries",
            "Store", "Text", "Threading",
        ],
        ["Demo"] = ["Configuration", "Feeds", "Http", "Simulator", "Store", "Threading"],
        ["Cli"] =
        [
            "Alerts", "Api", "Backfill", "Cascades", "Completeness", "Configuration", "Dashboard", "Demo", "Doctor", "Estimates",
            "Exports", "External", "Feeds", "Files", "Hosting", "Http", "Import", "Influx", "Ingestion", "Lake", "Live", "Mcp", "Pipeline",
            "Pipelines", "Postgres", "Queries", "Recordings", "Reports", "Simulator", "Store", "Text", "Threading",
        ],
        ["Program"] = ["Cli", "Hosting"],
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
        ["Statistics"] = [],
        ["Windows"] = ["Market", "Statistics"],
        ["Maps"] = ["Market", "Statistics"],
        ["Packing"] = [],
        ["Estimates"] = ["Market", "Statistics"],
    };
}
