using LiqMon.Store;

namespace LiqMon.Influx;

/// <summary>
/// Which samples of single contracts are written: of the largest contracts all, of the others one in ten minutes. Thousands
/// of small contracts would be nearly all points, and are looked at one by one, if at all.
/// </summary>
internal sealed class SampleRhythm
{
    /// <summary>How many contracts, by dollars of open interest, are written every minute.</summary>
    internal const int Largest = 300;

    private const long OthersEveryMs = 600_000;
    private const long ForgottenMs = 3_600_000;

    private readonly Dictionary<int, (double Usd, long CellMs)> _sizes = [];
    private readonly Dictionary<(int Instrument, bool IsPrice), long> _written = [];
    private long _rankedMs = long.MinValue;
    // Until the sizes are known all are large.
    private double _leastUsd;

    /// <summary>Whether a sample of open interest is written.</summary>
    internal bool IsDue(in StoredOpenInterest row)
    {
        if (row.Usd is { } usd)
            _sizes[row.Instrument.Id] = (usd, row.CellMs);
        if (_rankedMs == long.MinValue)
            _rankedMs = row.CellMs;
        else if (row.CellMs - _rankedMs >= OthersEveryMs)
            Rank(row.CellMs);
        return IsDue(row.Instrument.Id, isPrice: false, row.CellMs);
    }

    /// <summary>Whether a price is written.</summary>
    internal bool IsDue(in StoredMarkPrice row) => IsDue(row.Instrument.Id, isPrice: true, row.CellMs);

    private bool IsDue(int instrument, bool isPrice, long cellMs)
    {
        var isLarge = _sizes.TryGetValue(instrument, out var size) ? size.Usd >= _leastUsd : _leastUsd == 0;
        // What is read again, newer, of a cell that was written takes its place.
        var isWritten = _written.TryGetValue((instrument, isPrice), out var lastMs) && lastMs != cellMs
            && lastMs / OthersEveryMs == cellMs / OthersEveryMs;
        if (!isLarge && isWritten)
            return false;
        _written[(instrument, isPrice)] = cellMs;
        return true;
    }

    private void Rank(long nowMs)
    {
        _rankedMs = nowMs;
        foreach (var gone in _sizes.Where(pair => pair.Value.CellMs < nowMs - ForgottenMs).Select(pair => pair.Key).ToList())
            _sizes.Remove(gone);
        var usd = _sizes.Values.Select(size => size.Usd).ToArray();
        Array.Sort(usd);
        _leastUsd = usd.Length > Largest ? usd[^Largest] : 0;
    }
}
