namespace LiqMon.Simulator;

/// <summary>
/// Turns orders of a venue into frames, with their faults: orders that nothing is done to share frames as usual, the others
/// get frames of their own. Used under the venue's lock.
/// </summary>
internal sealed class FaultyPublisher(ISimulatedVenue venue, VenueFaults faults, SimulationLedger ledger, Action<Publication> send, Action<Publication> lose)
{
    private readonly PriorityQueue<(LedgerTicket Ticket, OrderFate Fate), (long DueMs, long Sequence)> _late = new();

    /// <summary>Records orders and publishes those that are not delayed.</summary>
    /// <param name="orders">Orders that happened, to be published together.</param>
    /// <param name="nowMs">The true time.</param>
    public void Emit(IReadOnlyList<(TradedInstrument Instrument, SimulatedLiquidation Order)> orders, long nowMs)
    {
        var shared = new List<LedgerTicket>(orders.Count);
        var others = new List<(LedgerTicket, OrderFate)>();
        foreach (var (instrument, order) in orders)
        {
            var named = order.Symbol == instrument.Spec.Symbol ? order : order with { Symbol = instrument.Spec.Symbol };
            var fate = faults.FateOf(named.Symbol, nowMs);
            foreach (var part in Parts(instrument, named, fate, nowMs))
            {
                var ticket = ledger.Record(instrument, part, nowMs, faults: fate.Marks);
                if (fate.SharesFrames) shared.Add(ticket);
                else if (fate.DelayMs > 0) _late.Enqueue((ticket, fate), (nowMs + fate.DelayMs, ticket.Sequence));
                else others.Add((ticket, fate));
            }
        }
        if (shared.Count > 0) SendAll(venue.Encode(shared, Stamp(nowMs)));
        foreach (var (ticket, fate) in others) Publish(ticket, fate, nowMs);
    }

    /// <summary>Publishes delayed orders that are due.</summary>
    public void PublishLate(long nowMs)
    {
        while (_late.TryPeek(out var next, out var due) && due.DueMs <= nowMs)
        {
            _late.Dequeue();
            Publish(next.Ticket, next.Fate, nowMs);
        }
    }

    private long Stamp(long nowMs) => nowMs + faults.ClockOffsetMs(nowMs);

    private void Publish(LedgerTicket ticket, OrderFate fate, long nowMs)
    {
        if (fate.IsLost)
        {
            foreach (var lost in venue.Encode([ticket], Stamp(nowMs))) lose(lost);
            return;
        }
        var half = Half(ticket.Instrument, ticket.Order.Quantity);
        if (fate.IsSplit && half > 0m && venue.EncodePart(ticket, half, Stamp(nowMs)) is { } part)
            SendAll(part.Select(frame => frame with { Body = faults.Rewritten(frame.Body, fate) }));
        SendAll(venue.Encode([ticket], Stamp(nowMs)).Select(frame => frame with { Body = faults.Rewritten(frame.Body, fate) }));
    }

    /// <summary>The order as it is recorded: in two, where fills are not cumulative and it is to be split.</summary>
    private IEnumerable<SimulatedLiquidation> Parts(TradedInstrument instrument, SimulatedLiquidation order, OrderFate fate, long nowMs)
    {
        var half = Half(instrument, order.Quantity);
        var isWhole = !fate.IsSplit || half == 0m || half == order.Quantity || EncodesParts(instrument, order, nowMs);
        return isWhole ? [order] : [order with { Quantity = half }, order with { Quantity = order.Quantity - half }];
    }

    private bool EncodesParts(TradedInstrument instrument, SimulatedLiquidation order, long nowMs) =>
        venue.EncodePart(new LedgerTicket(0, instrument, order, nowMs), order.Quantity, nowMs) is not null;

    /// <summary>Half of a quantity on the contract's grid.</summary>
    private static decimal Half(TradedInstrument instrument, decimal quantity) =>
        decimal.Floor(quantity / 2 / instrument.Spec.QuantityStep) * instrument.Spec.QuantityStep;

    private void SendAll(IEnumerable<Publication> frames)
    {
        foreach (var frame in frames) send(frame);
    }
}
