namespace LiqMon.Simulator;

/// <summary>
/// What exactly was sent: the truth a monitor is measured against. Thread-safe. Keeps at least the newest
/// <see cref="Capacity"/> entries (about 88 bytes each, memory grows with use), drops the oldest in blocks and counts
/// them. An entry is in the ledger before its frame is queued for a socket; when every queued copy is lost with its
/// connection, the entry turns undelivered.
/// </summary>
public sealed class SimulationLedger
{
    private const int ChunkLength = 65_536;

    private const LedgerFaults Withholding =
        LedgerFaults.Silence | LedgerFaults.Lost | LedgerFaults.DeadVenue | LedgerFaults.RefusedTopic;

    private readonly Lock _gate = new();
    private readonly List<StoredEntry[]> _chunks = [];
    private long _first;
    private long _next;

    internal SimulationLedger(int capacity) => Capacity = (capacity + ChunkLength - 1) / ChunkLength * (long)ChunkLength;

    /// <summary>Number of newest entries that are surely kept: what the options ask for, in whole blocks of 65,536.</summary>
    public long Capacity { get; }

    /// <summary>Number of liquidations ever recorded, whatever became of them.</summary>
    public long Recorded
    {
        get
        {
            lock (_gate) return _next;
        }
    }

    /// <summary>Number of oldest entries dropped because the ledger was full.</summary>
    public long Forgotten
    {
        get
        {
            lock (_gate) return _first;
        }
    }

    /// <summary>A copy of the entries kept, in the order of recording.</summary>
    public IReadOnlyList<LedgerEntry> Entries()
    {
        lock (_gate)
        {
            var entries = new List<LedgerEntry>(checked((int)(_next - _first)));
            for (var sequence = _first; sequence < _next; sequence++) entries.Add(At(sequence).ToEntry());
            return entries;
        }
    }

    /// <summary>Sums the kept entries whose event time lies in the half-open span, each compared to the millisecond.</summary>
    /// <param name="asset">Normalised base asset; null for all.</param>
    /// <param name="venue">Venue id; null for all.</param>
    /// <param name="fromMsInclusive">Start in milliseconds since 1970 UTC.</param>
    /// <param name="toMsExclusive">End in milliseconds since 1970 UTC.</param>
    public LedgerTotals Totals(
        string? asset = null,
        string? venue = null,
        long fromMsInclusive = long.MinValue,
        long toMsExclusive = long.MaxValue)
    {
        var sums = new LedgerSums();
        lock (_gate)
        {
            for (var sequence = _first; sequence < _next; sequence++)
            {
                ref var entry = ref At(sequence);
                if (entry.EventTimeMs < fromMsInclusive || entry.EventTimeMs >= toMsExclusive) continue;
                if (asset is not null && entry.Instrument.Asset != asset) continue;
                if (venue is not null && entry.Instrument.Venue != venue) continue;
                sums.Add(in entry);
            }
        }
        return sums.ToTotals();
    }

    internal LedgerTicket Record(TradedInstrument instrument, SimulatedLiquidation order, long nowMs, bool suppressed = false, LedgerFaults faults = LedgerFaults.None)
    {
        var eventTimeMs = order.EventTimeMs ?? nowMs;
        var stampedTimeMs = eventTimeMs + instrument.ClockOffsetMs;
        var entry = new StoredEntry
        {
            Instrument = instrument.Spec,
            Price = order.Price,
            Quantity = order.Quantity,
            MicroUsd = instrument.Spec.MicroUsd(order.Quantity, order.Price),
            EventTimeMs = eventTimeMs,
            StampedTimeMs = stampedTimeMs,
            Faults = faults | (stampedTimeMs == eventTimeMs ? LedgerFaults.None : LedgerFaults.ShiftedClock),
            Position = order.Position,
            Outcome = suppressed ? LedgerOutcome.Suppressed : Unsent(faults),
        };
        lock (_gate)
        {
            if (_next - _first == Capacity + ChunkLength)
            {
                _chunks.RemoveAt(0);
                _first += ChunkLength;
            }
            if (_next - _first == (long)_chunks.Count * ChunkLength) _chunks.Add(new StoredEntry[ChunkLength]);
            var sequence = _next++;
            At(sequence) = entry;
            return new LedgerTicket(sequence, instrument, order, stampedTimeMs);
        }
    }

    /// <summary>A copy of the frame that carries these is about to be queued for a socket.</summary>
    internal void Promise(IReadOnlyList<LedgerTicket> tickets) => AddCopies(tickets, 1);

    /// <summary>A queued copy was lost with its connection.</summary>
    internal void Withdraw(IReadOnlyList<LedgerTicket> tickets) => AddCopies(tickets, -1);

    /// <summary>Something went wrong with these, on request.</summary>
    internal void Mark(IReadOnlyList<LedgerTicket> tickets, LedgerFaults faults)
    {
        lock (_gate)
        {
            for (var i = 0; i < tickets.Count; i++)
            {
                if (tickets[i].Sequence < _first) continue;
                ref var entry = ref At(tickets[i].Sequence);
                entry.Faults |= faults;
                if (entry.Outcome == LedgerOutcome.Undelivered) entry.Outcome = Unsent(entry.Faults);
            }
        }
    }

    private static LedgerOutcome Unsent(LedgerFaults faults) => (faults & Withholding) != 0 ? LedgerOutcome.Withheld : LedgerOutcome.Undelivered;

    private void AddCopies(IReadOnlyList<LedgerTicket> tickets, int change)
    {
        lock (_gate)
        {
            for (var i = 0; i < tickets.Count; i++)
            {
                if (tickets[i].Sequence < _first) continue;
                ref var entry = ref At(tickets[i].Sequence);
                entry.Copies += change;
                entry.Outcome = entry.Copies > 0 ? LedgerOutcome.Delivered : Unsent(entry.Faults);
            }
        }
    }

    private ref StoredEntry At(long sequence)
    {
        var (chunk, index) = Math.DivRem(sequence - _first, ChunkLength);
        return ref _chunks[(int)chunk][index];
    }
}
