using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// The one way to stored samples, whether they are rows still or packed. Used within one view of the store; over several
/// views with <see cref="Refresh"/> at the start of each.
/// </summary>
/// <param name="database">Where.</param>
/// <param name="only">The contract versions whose samples are read; null for all.</param>
internal sealed class SampleReader(Database database, IReadOnlySet<int>? only = null)
{
    /// <summary>Up to so many contracts are looked up one by one; for more all of an hour or cell are read.</summary>
    internal const int Few = 64;

    private const int BlocksRemembered = 512;

    private readonly SampleTable[] _rows = [new(database, SampleRows.OpenInterestKind), new(database, SampleRows.MarkPriceKind)];
    private readonly BlockTable _blocks = new(database);
    private readonly Dictionary<(long HourMs, int Instrument, int Kind), Sample[]?> _remembered = [];
    private readonly SampleSlice _slice = new();
    private (long HourMs, bool IsPacked)? _hour;
    private long _changes;

    /// <summary>The rows of a kind, for those who look for both apart.</summary>
    internal SampleTable Rows(int kind) => _rows[kind];

    /// <summary>The blocks, for those who look for both apart.</summary>
    internal BlockTable Blocks => _blocks;

    /// <summary>Begins another view: what is remembered of blocks is forgotten if any has changed.</summary>
    internal void Refresh()
    {
        _hour = null;
        var changes = database.Scalar("SELECT block_changes FROM state") ?? 0;
        if (changes == _changes)
            return;
        _changes = changes;
        _remembered.Clear();
        _slice.Clear();
    }

    /// <summary>The sample of a contract in a cell.</summary>
    internal Sample? At(int kind, long cellMs, int instrument)
    {
        var hourMs = UnixTime.Hour(cellMs);
        if (!IsPacked(hourMs) || Packed(kind, hourMs, instrument) is not { } samples)
            return _rows[kind].At(cellMs, instrument);
        foreach (ref readonly var sample in samples.AsSpan())
        {
            if (sample.CellMs == cellMs)
                return sample;
        }

        return null;
    }

    /// <summary>Samples whose cell begins within [from, to), by cell and contract.</summary>
    internal List<Sample> Between(int kind, long fromMs, long toMs)
    {
        var found = new List<Sample>();
        _rows[kind].Between(fromMs, toMs, found);
        if (only is not null)
            found.RemoveAll(sample => !only.Contains(sample.Instrument));
        var rows = found.Count;
        for (var hour = _blocks.FirstHour(UnixTime.Hour(fromMs)); hour is { } hourMs && hourMs < toMs; hour = _blocks.FirstHour(hourMs + 1))
            AddPacked(kind, hourMs, fromMs, toMs, found);
        if (found.Count > rows && (rows > 0 || only?.Count <= Few))
            found.Sort(Sample.Compare);
        return found;
    }

    /// <summary>The start of the newest minute within [from, to) in which any contract was sampled.</summary>
    internal long? LastMinute(int kind, long fromMs, long toMs)
    {
        var last = _rows[kind].LastBefore(toMs) is { } row && row >= fromMs ? row : (long?)null;
        for (var hour = _blocks.LastHour(toMs); hour is { } hourMs && hourMs + UnixTime.HourMs > (last ?? fromMs); hour = _blocks.LastHour(hourMs))
        {
            long? packed = null;
            var endMs = Math.Min(toMs, hourMs + UnixTime.HourMs);
            _blocks.Each(hourMs, 0, SampleParts.Cells, (_, samples) =>
            {
                var cells = Cells(kind, samples);
                for (var i = cells.Length - 1; i >= 0; i--)
                {
                    if (cells[i] >= endMs || cells[i] < fromMs)
                        continue;
                    packed = Math.Max(packed ?? long.MinValue, cells[i]);
                    break;
                }

                // None can lie in a later minute.
                return packed is not { } found || found < endMs - UnixTime.MinuteMs;
            });
            if (packed is { } newest)
            {
                last = Math.Max(last ?? long.MinValue, newest);
                break;
            }
        }

        return last is { } cell ? UnixTime.Minute(cell) : null;
    }

    /// <summary>The start of the first minute at a moment or later in which any contract was sampled.</summary>
    internal long? FirstMinute(int kind, long fromMs)
    {
        var first = _rows[kind].FirstFrom(fromMs);
        for (var hour = _blocks.FirstHour(UnixTime.Hour(fromMs)); hour is { } hourMs && hourMs < (first ?? long.MaxValue); hour = _blocks.FirstHour(hourMs + 1))
        {
            long? packed = null;
            var startMs = Math.Max(fromMs, hourMs);
            _blocks.Each(hourMs, 0, SampleParts.Cells, (_, samples) =>
            {
                foreach (var cell in Cells(kind, samples))
                {
                    if (cell < startMs)
                        continue;
                    packed = Math.Min(packed ?? long.MaxValue, cell);
                    break;
                }

                // None can lie in an earlier minute.
                return packed is not { } found || found >= UnixTime.Minute(startMs) + UnixTime.MinuteMs;
            });
            if (packed is { } oldest)
            {
                first = Math.Min(first ?? long.MaxValue, oldest);
                break;
            }
        }

        return first is { } start ? UnixTime.Minute(start) : null;
    }

    private void AddPacked(int kind, long hourMs, long fromMs, long toMs, List<Sample> found)
    {
        if (only is { Count: <= Few })
        {
            foreach (var instrument in only)
                Add(Packed(kind, hourMs, instrument) ?? []);
            return;
        }

        var endMs = Math.Min(toMs, hourMs + UnixTime.HourMs);
        for (var start = SampleSlice.Start(Math.Max(fromMs, hourMs)); start < endMs; start += SampleSlice.LengthMs)
            Add(_slice.Of(_blocks, kind, start, only));

        void Add(IEnumerable<Sample> samples) => found.AddRange(samples.Where(sample => sample.CellMs >= fromMs && sample.CellMs < toMs));
    }

    private bool IsPacked(long hourMs)
    {
        if (_hour is not { } hour || hour.HourMs != hourMs)
            _hour = hour = (hourMs, _blocks.FirstHour(hourMs) == hourMs);
        return hour.IsPacked;
    }

    /// <summary>The packed samples of a contract and hour; null when they are rows still.</summary>
    private Sample[]? Packed(int kind, long hourMs, int instrument)
    {
        var key = (hourMs, instrument, kind);
        if (_remembered.TryGetValue(key, out var known))
            return known;
        if (_remembered.Count >= BlocksRemembered)
            _remembered.Clear();
        var isOpenInterest = kind == SampleRows.OpenInterestKind;
        var block = _blocks.Find(hourMs, instrument, isOpenInterest ? SampleParts.All : SampleParts.Marks);
        var samples = block is null ? null
            : isOpenInterest ? Array.ConvertAll(block.OpenInterest.ToArray(), cell => Sample.Of(instrument, cell))
            : Array.ConvertAll(block.Marks.ToArray(), cell => Sample.Of(instrument, cell));
        _remembered.Add(key, samples);
        return samples;
    }

    private static ReadOnlySpan<long> Cells(int kind, SampleUnpacker samples) =>
        kind == SampleRows.OpenInterestKind ? samples.OpenInterestCells : samples.MarkCells;
}
