namespace LiqMon.Simulator;

/// <summary>One recorded liquidation on its way to the sockets.</summary>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Order">The order; its event time is set.</param>
/// <param name="EventTimeMs">Event time by the venue's own clock, in milliseconds since 1970 UTC: what is sent.</param>
internal sealed record LedgerTicket(
    long Sequence, TradedInstrument Instrument, SimulatedLiquidation Order, long EventTimeMs)
{
    /// <summary>The contract under the name that the order is sent with, whatever it is called by now.</summary>
    public SimulatedInstrument Spec { get; } =
        Instrument.Spec.Symbol == Order.Symbol ? Instrument.Spec : Instrument.Spec with { Symbol = Order.Symbol };

    /// <summary>The same with the name that its contract has now.</summary>
    public LedgerTicket Renamed() => Instrument.Spec.Symbol is var name && name == Order.Symbol
        ? this
        : new LedgerTicket(Sequence, Instrument, Order with { Symbol = name }, EventTimeMs);
}
