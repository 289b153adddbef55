namespace LiqMon.Store;

/// <summary>Reads the quarantine.</summary>
internal static class QuarantineQuery
{
    internal static List<QuarantineCount> Counts(Database database)
    {
        var counts = new List<QuarantineCount>();
        using var rows = database.Prepare(
            "SELECT venue, reason, frames FROM quarantine_total ORDER BY frames DESC, venue, reason").Query();
        while (rows.Step())
            counts.Add(new QuarantineCount(rows.Text(0), rows.Text(1), rows.Integer(2)));
        return counts;
    }

    internal static List<QuarantinedFrame> Frames(Database database, int limit)
    {
        var frames = new List<QuarantinedFrame>();
        using var rows = database.Prepare(
            "SELECT venue, feed, received_ms, reason, frame FROM quarantined ORDER BY id DESC LIMIT ?1")
            .Bind(1, limit).Query();
        while (rows.Step())
            frames.Add(new QuarantinedFrame(rows.Text(0), rows.Text(1), rows.Integer(2), rows.Text(3), rows.Blob(4).ToArray()));
        return frames;
    }
}
