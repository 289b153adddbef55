namespace LiqMon.Market;

/// <summary>Turns a venue's name of a base asset into the normalised one.</summary>
public static class AssetNames
{
    private static readonly (string Prefix, long Factor)[] Multiples =
    [
        ("100000000", 100_000_000), ("10000000", 10_000_000), ("1000000", 1_000_000), ("100000", 100_000),
        ("10000", 10_000), ("1000", 1_000), ("1M", 1_000_000),
    ];

    /// <summary>
    /// The asset and how many of it one unit of the venue's base is: <c>XBT</c> → (BTC, 1), <c>1000PEPE</c> and
    /// <c>kPEPE</c> → (PEPE, 1000), <c>SHIB1000</c> → (SHIB, 1000).
    /// </summary>
    public static (string Asset, long Factor) Normalise(string venueBase)
    {
        ArgumentNullException.ThrowIfNull(venueBase);
        if (venueBase.Length > 2 && venueBase[0] == 'k' && char.IsAsciiLetterUpper(venueBase[1]))
            return (venueBase[1..], 1_000);
        var name = venueBase.ToUpperInvariant();
        if (name == "XBT")
            return ("BTC", 1);
        foreach (var (prefix, factor) in Multiples)
        {
            // A digit after the prefix would split a longer number; a bare number is a name of its own.
            if (name.Length > prefix.Length + 1 && name.StartsWith(prefix, StringComparison.Ordinal)
                && char.IsAsciiLetter(name[prefix.Length]))
                return (name[prefix.Length..], factor);
        }

        return name.Length > 5 && name.EndsWith("1000", StringComparison.Ordinal) && char.IsAsciiLetter(name[^5])
            ? (name[..^4], 1_000)
            : (name, 1);
    }

    /// <summary>
    /// Whether a base asset is a national currency or a precious metal, for venues that do not say what stands behind a
    /// contract. Coins that keep to gold are crypto assets.
    /// </summary>
    public static bool IsCurrencyOrMetal(string asset) => asset is
        "EUR" or "GBP" or "JPY" or "CHF" or "AUD" or "CAD" or "NZD" or "TRY" or "CNH" or "KRW" or "BRL" or "MXN" or "ZAR"
        or "SGD" or "HKD" or "SEK" or "NOK" or "PLN" or "INR" or "XAU" or "XAG" or "XPT" or "XPD" or "XCU";

    /// <summary>Whether a currency is the US dollar or a coin that keeps to it, counted as one dollar.</summary>
    public static bool IsUsd(string currency) => currency is
        "USD" or "USDT" or "USDC" or "USD1" or "BUSD" or "FDUSD" or "DAI" or "USDE" or "USDD" or "TUSD" or "PYUSD"
        or "RLUSD" or "UST" or "USTF0" or "USDH" or "USDG" or "USDS";
}
