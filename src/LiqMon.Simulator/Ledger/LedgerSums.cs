namespace LiqMon.Simulator;

/// <summary>Totals while they are being added up.</summary>
internal struct LedgerSums
{
    private long _longMicroUsd;
    private long _shortMicroUsd;
    private long _longOrders;
    private long _shortOrders;
    private long _suppressedMicroUsd;
    private long _suppressedOrders;
    private long _undeliveredMicroUsd;
    private long _undeliveredOrders;
    private long _withheldMicroUsd;
    private long _withheldOrders;
    private long _alteredOrders;
    private LedgerEntry? _largest;

    public void Add(in StoredEntry entry)
    {
        switch (entry.Outcome)
        {
            case LedgerOutcome.Suppressed:
                _suppressedMicroUsd += entry.MicroUsd;
                _suppressedOrders++;
                return;
            case LedgerOutcome.Undelivered:
                _undeliveredMicroUsd += entry.MicroUsd;
                _undeliveredOrders++;
                return;
            case LedgerOutcome.Withheld:
                _withheldMicroUsd += entry.MicroUsd;
                _withheldOrders++;
                return;
        }
        if ((entry.Faults & (LedgerFaults.ChangedWord | LedgerFaults.BrokenNumber)) != 0) _alteredOrders++;
        if (entry.Position == LiquidatedPosition.Long)
        {
            _longMicroUsd += entry.MicroUsd;
            _longOrders++;
        }
        else
        {
            _shortMicroUsd += entry.MicroUsd;
            _shortOrders++;
        }
        if (_largest is null || entry.MicroUsd > _largest.Value.MicroUsd) _largest = entry.ToEntry();
    }

    public readonly LedgerTotals ToTotals() => new()
    {
        LongMicroUsd = _longMicroUsd,
        ShortMicroUsd = _shortMicroUsd,
        LongOrders = _longOrders,
        ShortOrders = _shortOrders,
        Largest = _largest,
        SuppressedMicroUsd = _suppressedMicroUsd,
        SuppressedOrders = _suppressedOrders,
        UndeliveredMicroUsd = _undeliveredMicroUsd,
        UndeliveredOrders = _undeliveredOrders,
        WithheldMicroUsd = _withheldMicroUsd,
        WithheldOrders = _withheldOrders,
        AlteredOrders = _alteredOrders,
    };
}
