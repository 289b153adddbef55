using LiqMon.Maps;

namespace LiqMon.Queries;

/// <summary>What may be queried of a map of positions, the same for command line and HTTP.</summary>
public static class MapQuery
{
    /// <summary>The span of a question that names none.</summary>
    public const string DefaultWindow = "7d";

    /// <summary>How far from the price a map reaches that names no range, as a part of the price.</summary>
    public const double DefaultRange = 0.1;

    /// <summary>The map of a question that names none.</summary>
    public const Forecast DefaultModel = Forecast.PathMemory;

    /// <summary>The maps that can be chosen, as they are written.</summary>
    public static readonly IReadOnlyDictionary<string, Forecast> Models = new Dictionary<string, Forecast>(StringComparer.OrdinalIgnoreCase)
    {
        ["path"] = Forecast.PathMemory,
        ["oi"] = Forecast.OpenInterest,
    };

    /// <summary>Length of the windows of a score when none is named.</summary>
    public static readonly TimeSpan DefaultHorizon = TimeSpan.FromHours(4);

    /// <summary>Longest span, in days: so long prices are kept by the minute unless settings say otherwise.</summary>
    public const int LongestDays = 30;

    /// <summary>Prepares to read one.</summary>
    /// <param name="venues">The venues that may be requested.</param>
    /// <param name="name">How the asker calls a parameter.</param>
    public static QueryParser Reading(IReadOnlyList<KnownVenue> venues, Func<string, string> name) =>
        new(venues, name) { DefaultWindow = DefaultWindow, LongestDays = LongestDays, NeedsOneAsset = true };
}
