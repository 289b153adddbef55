using LiqMon.Packing;

namespace LiqMon.Store;

/// <summary>
/// Makes rows again of an hour of a contract in which a sample arrives after the hour was packed. It is packed again soon:
/// so there is one rule for which sample of a cell stays, and one place of each sample.
/// </summary>
internal sealed class UnpackedSamples(Database database, QuarantineRows quarantine)
{
    /// <summary>The reason under which a block that cannot be read is kept.</summary>
    internal const string Damaged = "DamagedSamples";

    private readonly BlockTable _blocks = new(database);
    private readonly SampleTable _openInterest = new(database, SampleRows.OpenInterestKind);
    private readonly SampleTable _marks = new(database, SampleRows.MarkPriceKind);
    private long _newestMs = new BlockTable(database).LastHour(long.MaxValue) ?? long.MinValue;

    /// <summary>An hour has been packed: samples of no later one can have been.</summary>
    internal void Packed(long hourMs) => _newestMs = Math.Max(_newestMs, hourMs);

    /// <summary>Makes sure that an hour of a contract is rows.</summary>
    /// <param name="venue">The contract's venue.</param>
    /// <param name="instrument">Number of the contract version.</param>
    /// <param name="cellMs">A moment of the hour, Unix milliseconds.</param>
    /// <param name="counts">Counts what is quarantined.</param>
    internal void Require(string venue, int instrument, long cellMs, CommitStats counts)
    {
        var hourMs = UnixTime.Hour(cellMs);
        if (hourMs > _newestMs || _blocks.Find(hourMs, instrument, SampleParts.All) is not { } block)
            return;
        if (_blocks.IsDamaged)
            quarantine.Add(new QuarantinedFrame(venue, "samples", hourMs, Damaged, _blocks.Bytes(hourMs, instrument)), counts);
        foreach (ref readonly var cell in block.OpenInterest)
            _openInterest.Insert(Sample.Of(instrument, cell));
        foreach (ref readonly var cell in block.Marks)
            _marks.Insert(Sample.Of(instrument, cell));
        _blocks.Remove(hourMs, instrument);
    }
}
