namespace LiqMon.Store;

/// <summary>
/// One number for each venue and day of UTC, which is another one as soon as anything changes that says what of the day is
/// proven or missing: a gap that was repaired, a deficit that was made good. Reads these tables once, whole.
/// </summary>
internal sealed class CoverageMarks(Database database)
{
    private const ulong Prime = 0x100000001B3;
    private const ulong Offset = 0xCBF29CE484222325;

    // What is open lasts at least to the end of the span that is looked at.
    private const string Sql =
        """
        SELECT venue, from_ms, to_ms, 'gap ' || feed || ' ' || reason || ' ' || coalesce(repaired_class, '') FROM gap
            WHERE from_ms < ?2 AND coalesce(to_ms, ?2) > ?1
        UNION ALL SELECT venue, from_ms, to_ms, 'covered ' || feed FROM covered_span WHERE from_ms < ?2 AND to_ms > ?1
        UNION ALL SELECT venue, from_ms, to_ms, 'absent ' || feed FROM feed_absence WHERE from_ms < ?2 AND coalesce(to_ms, ?2) > ?1
        UNION ALL SELECT venue, from_ms, to_ms,
                'deficit ' || feed || ' ' || symbol || ' ' || reason || ' ' || count || ' ' || coalesce(usd_micro, '') FROM deficit
            WHERE from_ms < ?2 AND coalesce(to_ms, ?2) > ?1
        UNION ALL SELECT venue, time_ms, time_ms + 1, 'pending ' || symbol || ' ' || identity FROM pending WHERE time_ms >= ?1 AND time_ms < ?2
        """;

    /// <summary>The numbers of the days of a span.</summary>
    /// <param name="fromMs">Start, Unix milliseconds: of a day.</param>
    /// <param name="toMs">End, Unix milliseconds: of a day.</param>
    internal Dictionary<(string Venue, long DayMs), ulong> Of(long fromMs, long toMs) => database.Snapshot(() =>
    {
        var marks = new Dictionary<(string, long), ulong>();
        using var rows = database.Prepare(Sql).Bind(1, fromMs).Bind(2, toMs).Query();
        while (rows.Step())
        {
            var (venue, text) = (string.Intern(rows.Text(0)), Hash(rows.Text(3)));
            var (from, to) = (Math.Max(rows.Integer(1), fromMs), Math.Min(rows.IntegerOrNull(2) ?? toMs, toMs));
            for (var day = UnixTime.Day(from); day < to; day += UnixTime.DayMs)
            {
                var part = Mix(text, (ulong)Math.Max(from, day), (ulong)Math.Min(to, day + UnixTime.DayMs));
                // A sum does not depend on the order of rows.
                marks[(venue, day)] = unchecked(marks.GetValueOrDefault((venue, day)) + part);
            }
        }

        return marks;
    });

    // FNV-1a: the same in every process, which the runtime's own hash is not.
    private static ulong Hash(string text)
    {
        var hash = Offset;
        foreach (var letter in text)
            hash = unchecked((hash ^ letter) * Prime);
        return hash;
    }

    private static ulong Mix(ulong text, ulong from, ulong to)
    {
        var mixed = unchecked((text ^ (from * 0x9E3779B97F4A7C15) ^ (ulong.RotateLeft(to, 32) * 0xC2B2AE3D27D4EB4F)) * 0xBF58476D1CE4E5B9);
        return mixed ^ (mixed >> 29);
    }
}
