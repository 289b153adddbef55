using System.Text;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Tests.Fuzz;

/// <summary>What may come out of a reader, whatever went in. Stated here anew, apart from the program's own rules.</summary>
internal static class Sane
{
    /// <summary>When all inputs arrive, Unix milliseconds.</summary>
    public const long NowMs = 1_794_000_060_000;

    private const long Start2017Ms = 1_483_228_800_000;
    private const long Start2100Ms = 4_102_444_800_000;
    private const double MostPrice = 1e12;
    private const double MostUsd = 1e11;
    private const double MostOpenInterest = 1e18;

    public static void Readings(FrameReadings readings)
    {
        foreach (ref readonly var order in readings.LiquidationSpan)
        {
            Symbol(order.Symbol);
            Must(order.Side is LiquidatedSide.Long or LiquidatedSide.Short, "a side");
            Must(order.Price.ToDouble() is > 0 and <= MostPrice, "a price");
            Must(order.Quantity.IsPositive, "a quantity");
            Time(order.TimeMs, NowMs + (15 * 60_000));
            if (order.Value(NowMs, out var liquidation) != ValuationOutcome.Valued || !Plausible.IsOrder(liquidation.NotionalMicroUsd, null))
                continue;
            Must(liquidation.NotionalMicroUsd / 1e6 is >= 0 and <= MostUsd, "dollars");
            Must(double.IsFinite(liquidation.BaseQuantity) && liquidation.BaseQuantity >= 0, "a size");
            Must(double.IsFinite(liquidation.Contracts) && liquidation.Contracts >= 0, "a number of contracts");
        }

        foreach (ref readonly var market in readings.MarketSpan)
        {
            Symbol(market.Symbol);
            Time(market.TimeMs, NowMs + 60_000);
            Must(market.OpenInterest?.ToDouble() is null or (>= 0 and <= MostOpenInterest), "open interest");
            Must(market.OpenInterestUsd?.ToDouble() is null or (>= 0 and <= MostPrice), "dollars of open interest");
            Must(market.Mark?.ToDouble() is null or (> 0 and <= MostPrice), "a mark price");
            Must(market.Index?.ToDouble() is null or (> 0 and <= MostPrice), "an index price");
            Must(market.FundingRate?.ToDouble() is null or (>= -10 and <= 10), "a funding rate");
            if (market.NextFundingMs is { } next)
                Time(next, Start2100Ms);
        }

        foreach (var rejected in readings.RejectedOrders)
        {
            if (rejected.TimeMs is { } timeMs)
                Time(timeMs, NowMs + (15 * 60_000));
            if (rejected.Symbol is { } symbol)
                Symbol(symbol);
        }

        Must(readings.RejectedOrders.Count <= readings.Rejections.Count, "a count of rejected orders");
        Must(readings.AckId is null or > 0, "the id of a message");
        Must(readings.LostMessages >= 0, "a number of lost messages");
    }

    public static void Contracts(ContractList contracts)
    {
        foreach (var contract in contracts)
        {
            Name(contract.Symbol, 128);
            Name(contract.WireName, 128);
            Name(contract.Asset, 64);
            Name(contract.Quote, 64);
            Must(contract.ContractSize.ToDouble() is >= 1e-12 and <= MostPrice, "a contract's size");
            Must(contract.AssetFactor is > 0 and <= 1_000_000_000_000, "a multiple");
        }

        Must(contracts.Refused.Count <= contracts.Losses.Contracts, "a count of refused contracts");
        foreach (var refused in contracts.Refused)
            Must(refused.Symbol.Length <= 128, "the name of a refused contract");
    }

    public static void Step(HistoryStep step)
    {
        Must(step.Next is not null || step.Reason is not null, "an end of history with its reason");
        Must(step.Next is null || step.Next.Url.IsAbsoluteUri, "an address");
    }

    public static void Must(bool holds, string what)
    {
        if (!holds)
            throw new FuzzException($"what came out is not {what}");
    }

    public static void Time(long ms, long latestMs) => Must(ms is >= Start2017Ms and < Start2100Ms && ms <= latestMs, $"a time ({ms})");

    public static void Name(string name, int mostBytes)
    {
        Must(name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= mostBytes, $"a name of at most {mostBytes} bytes");
        foreach (var letter in name)
            Must(!char.IsControl(letter) && !char.IsWhiteSpace(letter) && letter is not ('"' or '\'' or '\\' or '/' or '<' or '>' or '&'), "a name without signs");
    }

    private static void Symbol(VenueSymbol symbol) => Name(symbol.Text, 128);
}

/// <summary>An input that was not read as it must be.</summary>
internal sealed class FuzzException(string message, Exception? inner = null) : Exception(message, inner);
