using LiqMon.External;

namespace LiqMon.Store;

/// <summary>Reads totals that others have counted.</summary>
internal static class ExternalTotalQuery
{
    /// <summary>The totals of a source that lie wholly in a span, those to be added up and those they replace.</summary>
    internal static List<ExternalTotal> Run(Database database, string source, LiquidationFilter filter)
    {
        var assets = filter.Assets?.ToHashSet(StringComparer.Ordinal);
        var venues = filter.Venues?.ToHashSet(StringComparer.Ordinal);
        var found = new List<ExternalTotal>();
        using var rows = database.Prepare(
            """
            SELECT venue, asset, start_ms, length_ms, long_micro_usd, short_micro_usd, imported_ms FROM external_total
            WHERE source = ?1 AND start_ms >= ?2 AND start_ms < ?3 AND start_ms + length_ms <= ?3
            """)
            .Bind(1, source).Bind(2, filter.FromMs).Bind(3, filter.ToMs).Query();
        while (rows.Step())
        {
            var (venue, asset) = (rows.Text(0), rows.Text(1));
            if (assets?.Contains(asset) == false || venues?.Contains(venue) == false)
                continue;
            found.Add(new ExternalTotal(
                source, venue, asset, rows.Integer(2), rows.Integer(3), rows.Integer(4), rows.Integer(5), rows.Integer(6)));
        }

        return found;
    }

    /// <summary>The names of all sources, sorted; looked up one by one, for there are few of them and many totals.</summary>
    internal static List<string> Sources(Database database)
    {
        List<string> sources = [];
        while (Next(sources.LastOrDefault()) is { } next)
            sources.Add(next);
        return sources;

        string? Next(string? after)
        {
            using var rows = database.Prepare(
                "SELECT source FROM external_total WHERE source > coalesce(?1, '') ORDER BY source LIMIT 1").Bind(1, after).Query();
            return rows.Step() ? rows.Text(0) : null;
        }
    }

    /// <summary>What is held of each source, sorted by name.</summary>
    internal static List<ExternalSource> Summary(Database database)
    {
        var found = new List<ExternalSource>();
        using var rows = database.Prepare(
            """
            SELECT source, count(*), count(DISTINCT asset), count(DISTINCT venue), min(start_ms), max(start_ms + length_ms),
                min(length_ms), max(length_ms), max(imported_ms)
            FROM external_total GROUP BY source ORDER BY source
            """).Query();
        while (rows.Step())
        {
            found.Add(new ExternalSource(
                rows.Text(0), rows.Integer(1), (int)rows.Integer(2), (int)rows.Integer(3), rows.Integer(4), rows.Integer(5),
                rows.Integer(6), rows.Integer(7), rows.Integer(8)));
        }

        return found;
    }
}

/// <summary>What the store holds of one source of totals.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Totals">Stored totals, of all lengths.</param>
/// <param name="Assets">Different assets.</param>
/// <param name="Venues">Different venues; <c>ALL</c> counts as one.</param>
/// <param name="FirstMs">Start of the first, Unix milliseconds.</param>
/// <param name="LastMs">End of the last, Unix milliseconds.</param>
/// <param name="ShortestMs">Shortest length in milliseconds.</param>
/// <param name="LongestMs">Longest length in milliseconds.</param>
/// <param name="ImportedMs">When the newest was taken, Unix milliseconds.</param>
public sealed record ExternalSource(
    string Source, long Totals, int Assets, int Venues, long FirstMs, long LastMs, long ShortestMs, long LongestMs, long ImportedMs);
