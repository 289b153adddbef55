namespace LiqMon.Store;

/// <summary>Keeps frames that could not be taken, bounded; all of them are counted.</summary>
internal sealed class QuarantineRows(Database database, StoreOptions options)
{
    private const int MaxFrameBytes = 64 << 10;
    private bool _added;

    internal void Add(QuarantinedFrame frame, CommitStats counts)
    {
        counts.Quarantined++;
        database.Prepare(
            """
            INSERT INTO quarantine_total(venue, reason, frames) VALUES (?1, ?2, 1)
            ON CONFLICT (venue, reason) DO UPDATE SET frames = frames + 1
            """)
            .Bind(1, frame.Venue)
            .Bind(2, frame.Reason)
            .Run();
        if (KeptInMinute(frame) >= options.QuarantinePerReasonPerMinute)
            return;
        var bytes = frame.Frame.Span;
        database.Prepare("INSERT INTO quarantined(venue, feed, received_ms, reason, frame) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, frame.Venue)
            .Bind(2, frame.Feed)
            .Bind(3, frame.ReceivedMs)
            .Bind(4, frame.Reason)
            .Bind(5, bytes[..Math.Min(bytes.Length, MaxFrameBytes)])
            .Run();
        _added = true;
    }

    /// <summary>Removes the oldest rows beyond the bound; numbers of rows have no holes before that.</summary>
    internal void Trim()
    {
        if (!_added)
            return;
        _added = false;
        database.Prepare("DELETE FROM quarantined WHERE id <= (SELECT max(id) FROM quarantined) - ?1")
            .Bind(1, options.QuarantineRows)
            .Run();
    }

    private long KeptInMinute(QuarantinedFrame frame)
    {
        var minute = UnixTime.Minute(frame.ReceivedMs);
        using var rows = database.Prepare(
            "SELECT count(*) FROM quarantined WHERE reason = ?1 AND received_ms >= ?2 AND received_ms < ?3")
            .Bind(1, frame.Reason)
            .Bind(2, minute)
            .Bind(3, minute + UnixTime.MinuteMs)
            .Query();
        rows.Step();
        return rows.Integer(0);
    }
}
