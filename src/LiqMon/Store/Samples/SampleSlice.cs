using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Ten minutes of packed samples of all contracts, for those that read minute by minute: to unpack an hour for each of its
/// minutes would take several times as long as what is done with them, and a whole hour several times the memory.
/// </summary>
internal sealed class SampleSlice
{
    internal const long LengthMs = 10 * UnixTime.MinuteMs;

    private readonly List<Sample>[] _samples = [[], []];
    private (long FromMs, SampleParts Parts)? _loaded;

    /// <summary>Start of the slice in which a moment lies; an hour has six.</summary>
    internal static long Start(long timeMs) => UnixTime.Floor(timeMs, LengthMs);

    internal void Clear() => _loaded = null;

    /// <summary>Samples of a kind, by cell and contract.</summary>
    /// <param name="blocks">Where they are.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="fromMs">Start of the slice.</param>
    /// <param name="only">The contracts that are of interest; null for all.</param>
    internal List<Sample> Of(BlockTable blocks, int kind, long fromMs, IReadOnlySet<int>? only)
    {
        var parts = kind == SampleRows.OpenInterestKind ? SampleParts.All : SampleParts.Marks;
        if (_loaded is not { } loaded || loaded.FromMs != fromMs || loaded.Parts < parts)
            Load(blocks, fromMs, parts, only);
        return _samples[kind];
    }

    private void Load(BlockTable blocks, long fromMs, SampleParts parts, IReadOnlySet<int>? only)
    {
        var (openInterest, marks) = (_samples[SampleRows.OpenInterestKind], _samples[SampleRows.MarkPriceKind]);
        openInterest.Clear();
        marks.Clear();
        blocks.Each(UnixTime.Hour(fromMs), 0, parts, (instrument, samples) =>
        {
            if (only?.Contains(instrument) == false)
                return true;
            foreach (ref readonly var cell in samples.Marks)
            {
                if (cell.CellMs >= fromMs && cell.CellMs < fromMs + LengthMs)
                    marks.Add(Sample.Of(instrument, cell));
            }

            foreach (ref readonly var cell in samples.OpenInterest)
            {
                if (cell.CellMs >= fromMs && cell.CellMs < fromMs + LengthMs)
                    openInterest.Add(Sample.Of(instrument, cell));
            }

            return true;
        });
        openInterest.Sort(Sample.Compare);
        marks.Sort(Sample.Compare);
        _loaded = (fromMs, parts);
    }
}
