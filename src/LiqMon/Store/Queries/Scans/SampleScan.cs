namespace LiqMon.Store;

/// <summary>
/// Reads samples by cell and contract, some at a step, each step on a view of its own, as <see cref="Scan"/> does with other
/// tables.
/// </summary>
internal sealed class SampleScan(Database database, int kind, long fromMs, long toMs)
{
    private readonly SampleReader _samples = new(database);
    private (long CellMs, int Instrument) _after = (fromMs, int.MinValue);

    /// <summary>Hands out some samples; false when there are no more.</summary>
    internal bool Next(int most, Action<Sample> take)
    {
        var read = database.Snapshot(() =>
        {
            _samples.Refresh();
            var found = new List<Sample>();
            while (found.Count < most && _samples.FirstMinute(kind, _after.CellMs) is { } minute && minute < toMs)
            {
                var start = Math.Max(minute, _after.CellMs);
                found.AddRange(_samples.Between(kind, start, Math.Min(minute + UnixTime.MinuteMs, toMs))
                    .Where(sample => sample.CellMs > _after.CellMs || sample.Instrument > _after.Instrument)
                    .Take(most - found.Count));
                _after = found.Count < most ? (minute + UnixTime.MinuteMs, int.MinValue) : (found[^1].CellMs, found[^1].Instrument);
            }

            return found;
        });
        read.ForEach(take);
        return read.Count == most;
    }
}
