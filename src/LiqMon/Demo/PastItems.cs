using System.Globalization;
using LiqMon.Market;
using LiqMon.Sampling;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Demo;

/// <summary>What a venue's past becomes in the store, by the contract as the venue lists it.</summary>
internal static class PastItems
{
    /// <summary>A liquidation, valued by the contract's rules; null when they allow none.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="order">What happened.</param>
    /// <param name="number">Its number, different for each.</param>
    internal static StoreItem? Of(Instrument contract, in PastOrder order, ulong number)
    {
        var price = Exact(order.Price);
        // Some venues' messages count dollars where the simulated order counts coins or contracts.
        var quantity = Exact(contract.QuantityUnit == QuantityUnit.Quote ? order.Contract.MicroUsd(order.Quantity, order.Price) / 1_000_000m : order.Quantity);
        if (Valuation.Notional(contract, price, quantity, out var microUsd) != ValuationOutcome.Valued)
            return null;
        return StoreItem.Of(new Liquidation
        {
            Instrument = contract,
            Side = order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short,
            Price = price,
            PriceKind = PriceKind.Fill,
            Quantity = quantity,
            NotionalMicroUsd = microUsd,
            BaseQuantity = Valuation.BaseQuantity(contract, price, quantity, microUsd),
            Contracts = Valuation.Contracts(contract, price, quantity),
            EventTimeMs = order.TimeMs,
            ReceivedMs = order.TimeMs,
            Identity = number,
        });
    }

    /// <summary>Open interest and prices at a time.</summary>
    internal static (StoreItem OpenInterest, StoreItem Mark) Of(Instrument contract, in PastQuote quote, long timeMs)
    {
        var mark = (double)quote.Mark;
        var unit = quote.Contract.Inverse ? OpenInterestUnit.Usd : OpenInterestUnit.Base;
        var amount = (double)(quote.OpenInterest * quote.Contract.ContractSize);
        var isPerpetual = contract.Kind == InstrumentKind.Perpetual;
        return (
            StoreItem.Of(OpenInterestValuation.Value(contract, timeMs, amount, unit, venueUsd: null, mark)),
            StoreItem.Of(new MarkPrice(
                contract, timeMs, mark, (double)quote.Index, isPerpetual ? (double)quote.FundingRate : null, isPerpetual ? quote.NextFundingMs : null)));
    }

    private static ExactNumber Exact(decimal number) => ExactNumber.TryParse(number.ToString(CultureInfo.InvariantCulture), out var exact)
        ? exact
        : throw new InvalidOperationException($"{number} has too many digits.");
}
