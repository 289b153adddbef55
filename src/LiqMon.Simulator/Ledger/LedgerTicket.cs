namespace LiqMon.Simulator;

/// <summary>One recorded liquidation on its way to the sockets.</summary>
/// <param name="Sequence">Its place in the ledger.</param>
/// <param name="Instrument">The contract.</param>
/// <param name="Order">The order; its event time is set.</param>
/// <param name="EventTimeMs">Event time by the venue's own clock, in milliseconds since 1970 UTC: what is sent.</param>
internal sealed record LedgerTicket(
    long Sequence, TradedInstrument Instrument, SimulatedLiquidation Order, long EventTimeMs)
{
    /// <summary>The contract as it was when the order happened: a later name is never sent of an earlier order.</summary>
    public SimulatedInstrument Spec { get; } =
        Instrument.Spec.Symbol == Order.Symbol ? Instrument.Spec : Instrument.Spec with { Symbol = Order.Symbol };
}
