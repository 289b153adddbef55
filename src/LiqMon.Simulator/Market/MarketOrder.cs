namespace LiqMon.Simulator;

/// <summary>A liquidation that happened on the market, before the venue decides whether and when to publish it.</summary>
internal readonly record struct MarketOrder(TradedInstrument Instrument, SimulatedLiquidation Order, long EventTimeMs)
{
    public long MicroUsd => Instrument.Spec.MicroUsd(Order.Quantity, Order.Price);
}
