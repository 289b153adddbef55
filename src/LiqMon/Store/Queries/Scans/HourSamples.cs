using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Reads all samples of an hour by contract and cell, each packed hour of a contract unpacked once: for those who take
/// whole days. Each hour is a view of its own, so that the writer's log can be cleared meanwhile.
/// </summary>
internal sealed class HourSamples(Database database)
{
    private readonly BlockTable _blocks = new(database);
    private readonly SampleTable[] _rows = [new(database, SampleRows.OpenInterestKind), new(database, SampleRows.MarkPriceKind)];

    /// <summary>Hands out the samples of an hour.</summary>
    /// <param name="hourMs">Start of the hour, Unix milliseconds.</param>
    /// <param name="openInterest">Receives open interest; null where it is not wanted.</param>
    /// <param name="marks">Receives prices; null where they are not wanted.</param>
    internal void Read(long hourMs, Action<Sample>? openInterest, Action<Sample>? marks) => database.Snapshot(() =>
    {
        var openRows = openInterest is null ? new Rows([]) : Rows.Of(_rows[SampleRows.OpenInterestKind], hourMs);
        var markRows = marks is null ? new Rows([]) : Rows.Of(_rows[SampleRows.MarkPriceKind], hourMs);
        _blocks.Each(hourMs, 0, openInterest is null ? SampleParts.Marks : SampleParts.All, (instrument, block) =>
        {
            openRows.Before(instrument, openInterest);
            markRows.Before(instrument, marks);
            if (openInterest is not null)
            {
                foreach (ref readonly var cell in block.OpenInterest)
                    openInterest(Sample.Of(instrument, cell));
            }

            if (marks is not null)
            {
                foreach (ref readonly var cell in block.Marks)
                    marks(Sample.Of(instrument, cell));
            }

            return true;
        });
        openRows.Before(int.MaxValue, openInterest);
        markRows.Before(int.MaxValue, marks);
        return true;
    });

    /// <summary>What is not packed yet, or was unpacked for a late sample. Of a contract and hour there is either a block or rows.</summary>
    private sealed class Rows(List<Sample> samples)
    {
        private int _at;

        internal static Rows Of(SampleTable table, long hourMs)
        {
            var samples = new List<Sample>();
            table.Between(hourMs, hourMs + UnixTime.HourMs, samples);
            samples.Sort(static (one, other) => one.Instrument != other.Instrument
                ? one.Instrument.CompareTo(other.Instrument)
                : one.CellMs.CompareTo(other.CellMs));
            return new Rows(samples);
        }

        internal void Before(int instrument, Action<Sample>? take)
        {
            for (; _at < samples.Count && samples[_at].Instrument < instrument; _at++)
                take!(samples[_at]);
        }
    }
}
