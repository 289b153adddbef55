namespace LiqMon.Market;

/// <summary>
/// The order that a message reports of, at a venue that may report one order several times, each time with all that was
/// filled so far (Binance: <c>"X":"PARTIALLY_FILLED","z":"0.4"</c>, then <c>"X":"FILLED","z":"1"</c>). Only what is new since the
/// last report counts.
/// </summary>
/// <param name="Key">Distinguishes it from other orders of the same contract and minute.</param>
/// <param name="OrderedQuantity">The quantity of the whole order, in the contract's unit.</param>
/// <param name="IsPartial">Whether the venue says that more is to be filled.</param>
public readonly record struct CumulativeOrder(ulong Key, double OrderedQuantity, bool IsPartial);
