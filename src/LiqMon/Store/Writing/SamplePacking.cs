using System.Runtime.InteropServices;
using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Packs the samples of past hours: of some contracts at a step, whose rows become blocks in one transaction. What to do next
/// follows from the oldest row alone, so it goes on wherever it was broken off, and the rows of an older version, or those that
/// came late, are packed like all others.
/// </summary>
internal sealed class SamplePacking(Database database, UnpackedSamples unpacked)
{
    /// <summary>After so long hardly anything arrives for an hour any more.</summary>
    internal const long GraceMs = 10 * UnixTime.MinuteMs;

    private const int MostContracts = 256;
    private const int RowsPerStep = 30_000;

    private readonly SampleTable _openInterest = new(database, SampleRows.OpenInterestKind);
    private readonly SampleTable _marks = new(database, SampleRows.MarkPriceKind);
    private readonly BlockTable _blocks = new(database);

    /// <summary>Packs the oldest rows; true when there is more to do.</summary>
    /// <param name="nowMs">The present.</param>
    /// <param name="thinBeforeMs">Of hours before this one the last sample of each contract is kept.</param>
    internal bool Step(long nowMs, long thinBeforeMs)
    {
        long?[] firsts = [_openInterest.FirstFrom(long.MinValue), _marks.FirstFrom(long.MinValue)];
        if (firsts.Min() is not { } oldest || UnixTime.Hour(oldest) + UnixTime.HourMs + GraceMs > nowMs)
            return false;
        var hourMs = UnixTime.Hour(oldest);
        var (openCells, markCells) = (Cells(_openInterest, hourMs), Cells(_marks, hourMs));
        var first = openCells.Select(cell => _openInterest.FirstContract(cell)).Concat(markCells.Select(cell => _marks.FirstContract(cell))).Min()!.Value;
        var to = first + Math.Clamp(RowsPerStep / (openCells.Count + markCells.Count), 1, MostContracts);
        var contracts = new SortedDictionary<int, Hour>();
        Take(_openInterest, openCells, static hour => hour.OpenInterest);
        Take(_marks, markCells, static hour => hour.Marks);
        foreach (var (instrument, hour) in contracts)
            _blocks.Insert(hourMs, instrument, hour.Pack(hourMs, isThinned: hourMs < thinBeforeMs));
        unpacked.Packed(hourMs);
        return true;

        void Take(SampleTable table, List<long> cells, Func<Hour, List<Sample>> ofKind)
        {
            var rows = new List<Sample>();
            foreach (var cell in cells)
            {
                table.OfContracts(cell, first, to, rows);
                table.Remove(cell, first, to);
            }

            foreach (var row in rows)
            {
                if (!contracts.TryGetValue(row.Instrument, out var hour))
                    contracts.Add(row.Instrument, hour = new Hour());
                ofKind(hour).Add(row);
            }
        }
    }

    private static List<long> Cells(SampleTable table, long hourMs)
    {
        var cells = new List<long>();
        for (var cell = table.FirstFrom(hourMs); cell < hourMs + UnixTime.HourMs; cell = table.FirstFrom(cell.Value + 1))
            cells.Add(cell.Value);
        return cells;
    }

    private sealed class Hour
    {
        internal List<Sample> OpenInterest { get; } = [];

        internal List<Sample> Marks { get; } = [];

        internal byte[] Pack(long hourMs, bool isThinned)
        {
            var marks = CollectionsMarshal.AsSpan(Marks.ConvertAll(static sample => sample.ToMarkPrice()));
            var openInterest = CollectionsMarshal.AsSpan(OpenInterest.ConvertAll(static sample => sample.ToOpenInterest()));
            return isThinned
                ? SampleBlock.Pack(hourMs, Last(marks), Last(openInterest))
                : SampleBlock.Pack(hourMs, marks, openInterest);
        }

        private static Span<T> Last<T>(Span<T> samples) => samples.IsEmpty ? samples : samples[^1..];
    }
}
