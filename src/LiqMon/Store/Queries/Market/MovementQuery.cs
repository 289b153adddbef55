using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Adds up by how many dollars the open interest of contracts fell and rose from sample to sample: every minute over a week
/// at most, every five over a month, every hour beyond.
/// </summary>
internal sealed class MovementQuery(Database database, InstrumentCatalog names)
{
    private readonly SampleReader _samples = new(database);

    /// <summary>
    /// The dollars; null if any contract was not sampled all over the span: no hole may be longer than what is allowed at the
    /// ends of a span, or five minutes.
    /// </summary>
    internal double? Run(IEnumerable<ContractKey> contracts, long fromMs, long toMs)
    {
        var lengthMs = toMs - fromMs;
        var step = lengthMs switch
        {
            <= 7 * UnixTime.DayMs => UnixTime.MinuteMs,
            <= 31 * UnixTime.DayMs => 5 * UnixTime.MinuteMs,
            _ => UnixTime.HourMs,
        };
        var holeMs = Math.Max(5 * UnixTime.MinuteMs, SpanEndsQuery.ToleranceMs(lengthMs));
        var moved = 0.0;
        foreach (var contract in contracts)
        {
            if (OfContract(contract, (fromMs, toMs), step, holeMs) is not { } dollars)
                return null;
            moved += dollars;
        }

        return moved;
    }

    private double? OfContract(ContractKey contract, (long FromMs, long ToMs) span, long step, long holeMs)
    {
        var versions = names.VersionsOf(contract).Select(version => version.Id).ToList();
        var (moved, last, lastMs) = (0.0, (double?)null, span.FromMs);
        // What moved across an end of the span may have moved within it.
        for (var cell = UnixTime.Floor(span.FromMs, step) - step; cell < span.ToMs + step; cell += step)
        {
            foreach (var id in versions)
            {
                if (_samples.At(SampleRows.OpenInterestKind, cell, id) is not { First: > 0 and var contracts, Third: { } usd, TimeMs: var timeMs })
                    continue;
                if (timeMs - lastMs > holeMs)
                    return null;
                // In contracts, so that a price that moves is no position that was closed.
                moved += Math.Abs(contracts - (last ?? contracts)) * usd / contracts;
                (last, lastMs) = (contracts, timeMs);
            }
        }

        return last is null || span.ToMs - lastMs > holeMs ? null : moved;
    }
}
