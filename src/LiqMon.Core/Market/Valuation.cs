using System.Numerics;

namespace LiqMon.Market;

/// <summary>Whether a liquidation could be turned into dollars.</summary>
public enum ValuationOutcome : byte
{
    /// <summary>Valued.</summary>
    Valued,

    /// <summary>The contract is not known; the size of a contract is never guessed.</summary>
    UnknownInstrument,

    /// <summary>The message says another margin kind than the contract has.</summary>
    MarginMismatch,

    /// <summary>The quote or settle currency has no dollar rate here.</summary>
    NoUsdRate,

    /// <summary>The dollars do not fit the stored range of ±9.2 trillion.</summary>
    OutOfRange,
}

/// <summary>Dollars of a liquidation, by the contract's rules.</summary>
public static class Valuation
{
    /// <summary>
    /// Dollars × 1,000,000 of a quantity: linear = quantity × contract size × price; inverse contracts = quantity ×
    /// contract size; inverse base = quantity × price; quote = the quantity itself; quanto = quantity × multiplier ×
    /// price × <paramref name="settleIndexUsd"/>.
    /// </summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="price">Price in the quote currency, greater than zero.</param>
    /// <param name="quantity">Quantity in the instrument's unit, greater than zero.</param>
    /// <param name="microUsd">The dollars × 1,000,000, rounded half to even.</param>
    /// <param name="settleIndexUsd">Dollar index of the settle coin, needed for quanto only.</param>
    public static ValuationOutcome Notional(
        Instrument instrument, ExactNumber price, ExactNumber quantity, out long microUsd, ExactNumber? settleIndexUsd = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        microUsd = 0;
        Int128 mantissa = quantity.Mantissa;
        int scale = quantity.Scale;
        var fits = true;
        var contractsOfDollars = instrument.Margin == MarginKind.Inverse && instrument.QuantityUnit == QuantityUnit.Contracts;
        if (!AssetNames.IsUsd(instrument.Quote) && !contractsOfDollars && instrument.Margin != MarginKind.Quanto)
            return ValuationOutcome.NoUsdRate;
        if (instrument.QuantityUnit == QuantityUnit.Contracts)
            fits &= Multiply(ref mantissa, ref scale, instrument.ContractSize);
        if (instrument.QuantityUnit != QuantityUnit.Quote && !contractsOfDollars)
            fits &= Multiply(ref mantissa, ref scale, price);
        if (instrument.Margin == MarginKind.Quanto)
        {
            if (settleIndexUsd is not { } index)
                return ValuationOutcome.NoUsdRate;
            fits &= Multiply(ref mantissa, ref scale, index);
        }

        if (!fits)
            return WideNotional(instrument, price, quantity, contractsOfDollars, settleIndexUsd, out microUsd);
        return ExactNumber.TryMicros(mantissa, scale, out microUsd) ? ValuationOutcome.Valued : ValuationOutcome.OutOfRange;
    }

    /// <summary>Size in the normalised asset, of a quantity worth <paramref name="microUsd"/>.</summary>
    public static double BaseQuantity(Instrument instrument, ExactNumber price, ExactNumber quantity, long microUsd)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var venueBase = (instrument.Margin, instrument.QuantityUnit) switch
        {
            (_, QuantityUnit.Base) => quantity.ToDouble(),
            (MarginKind.Linear, QuantityUnit.Contracts) => quantity.ToDouble() * instrument.ContractSize.ToDouble(),
            _ => microUsd / 1e6 / price.ToDouble(),
        };
        return venueBase * instrument.AssetFactor;
    }

    /// <summary>Size in contracts.</summary>
    public static double Contracts(Instrument instrument, ExactNumber price, ExactNumber quantity)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.QuantityUnit switch
        {
            QuantityUnit.Contracts => quantity.ToDouble(),
            QuantityUnit.Base when instrument.Margin == MarginKind.Inverse =>
                quantity.ToDouble() * price.ToDouble() / instrument.ContractSize.ToDouble(),
            QuantityUnit.Base => quantity.ToDouble() / instrument.ContractSize.ToDouble(),
            _ when instrument.Margin == MarginKind.Inverse => quantity.ToDouble() / instrument.ContractSize.ToDouble(),
            _ => quantity.ToDouble() / (price.ToDouble() * instrument.ContractSize.ToDouble()),
        };
    }

    /// <summary>The same for numbers so long that their product passes 128 bits: never seen, and slow, but exact.</summary>
    private static ValuationOutcome WideNotional(
        Instrument instrument, ExactNumber price, ExactNumber quantity, bool contractsOfDollars, ExactNumber? settleIndexUsd, out long microUsd)
    {
        BigInteger mantissa = quantity.Mantissa;
        int scale = quantity.Scale;
        if (instrument.QuantityUnit == QuantityUnit.Contracts)
            (mantissa, scale) = (mantissa * instrument.ContractSize.Mantissa, scale + instrument.ContractSize.Scale);
        if (instrument.QuantityUnit != QuantityUnit.Quote && !contractsOfDollars)
            (mantissa, scale) = (mantissa * price.Mantissa, scale + price.Scale);
        if (instrument.Margin == MarginKind.Quanto && settleIndexUsd is { } index)
            (mantissa, scale) = (mantissa * index.Mantissa, scale + index.Scale);
        var divisor = BigInteger.Pow(10, Math.Max(0, scale - 6));
        var (quotient, rest) = BigInteger.DivRem(mantissa * BigInteger.Pow(10, Math.Max(0, 6 - scale)), divisor);
        var twice = rest * 2;
        if (twice > divisor || (twice == divisor && !quotient.IsEven))
            quotient += 1;
        microUsd = quotient <= long.MaxValue ? (long)quotient : 0;
        return quotient <= long.MaxValue ? ValuationOutcome.Valued : ValuationOutcome.OutOfRange;
    }

    private static bool Multiply(ref Int128 mantissa, ref int scale, ExactNumber factor)
    {
        if (factor.Mantissa == 1 && factor.Scale == 0)
            return true;
        if (mantissa <= long.MaxValue)
        {
            mantissa = Math.BigMul((long)mantissa, factor.Mantissa);
        }
        else if (Int128.MaxValue / Math.Max(1, factor.Mantissa) < mantissa)
        {
            return false;
        }
        else
        {
            mantissa *= factor.Mantissa;
        }

        scale += factor.Scale;
        return true;
    }
}
