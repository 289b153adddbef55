using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace LiqMon.Market;

/// <summary>Turns a venue's name of a base asset into the normalised one.</summary>
public static class AssetNames
{
    private static readonly (string Prefix, long Factor)[] Multiples =
    [
        ("100000000", 100_000_000), ("10000000", 10_000_000), ("1000000", 1_000_000), ("100000", 100_000),
        ("10000", 10_000), ("1000", 1_000), ("1M", 1_000_000),
    ];

    private static readonly SearchValues<char> Ascii =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-,");

    /// <summary>The longest name of an asset, in bytes of UTF-8.</summary>
    public const int MaxBytes = 64;

    private static readonly FrozenSet<string> Currencies = FrozenSet.Create(
        StringComparer.Ordinal,
        "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "NZD", "CNH", "KRW", "TRY", "MXN", "SEK", "NOK", "SGD", "BRL", "INR");

    private static readonly FrozenSet<string> Traditional = FrozenSet.Create(
        StringComparer.Ordinal,
        // Metals and commodities.
        "XAU", "XAG", "XPT", "XPD", "XCU", "GOLD", "SILVER", "PLATINUM", "PALLADIUM", "COPPER", "ALUMINIUM", "WTI", "XBR",
        "BRENT", "BRENTOIL", "USOIL", "UKOIL", "CL", "NATGAS", "XNG", "URANIUM", "CORN", "WHEAT", "TTF",
        // Indices and funds.
        "SPX500", "SPX500M", "SP500", "US500", "US100", "US30", "NDX", "NAS100", "TECH100", "TECH100M", "XYZ100", "USA500",
        "USA100", "DJI", "DXY", "VIX", "NIKKEI", "JPN225", "JP225", "KR200", "GER40", "SPY", "QQQ", "IWM", "TQQQ", "SQQQ",
        "SOXL", "SMH", "EWJ", "EWY", "EWZ", "SLV", "GLD", "USO", "MAG7", "SEMIS",
        // Stocks.
        "AAPL", "MSFT", "GOOGL", "GOOG", "AMZN", "NVDA", "TSLA", "NFLX", "AMD", "INTC", "TSM", "AVGO", "ORCL", "MU", "SNDK",
        "PLTR", "HOOD", "COIN", "MSTR", "CRCL", "CRWV", "GME", "BABA", "RIVN", "ARM", "ASML", "MRVL", "QCOM", "DELL", "SMCI",
        "LLY", "COST", "UBER", "WMT", "JPM", "DIS", "PFE", "BMNR", "SBET", "RKLB", "IREN", "HIMS", "SOFI", "SHOP", "NBIS",
        "SKHX", "SKHYNIX", "SAMSUNG", "SMSN", "HYUNDAI", "HYUN", "HANMI", "SPACEX", "OPENAI", "ANTHROPIC", "STRC", "EBAY");

    /// <summary>
    /// The asset and how many of it one unit of the venue's base is: <c>XBT</c> → (BTC, 1), <c>1000PEPE</c> and
    /// <c>kPEPE</c> → (PEPE, 1000), <c>SHIB1000</c> → (SHIB, 1000). A single letter after the number needs the venue's list:
    /// see <see cref="Multiple"/>.
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
                && char.IsLetter(name[prefix.Length]))
                return (name[prefix.Length..], factor);
        }

        return name.Length > 5 && name.EndsWith("1000", StringComparison.Ordinal) && char.IsLetter(name[^5])
            ? (name[..^4], 1_000)
            : (name, 1);
    }

    /// <summary>
    /// Whether a text may be the name of an asset: 1 to 64 bytes of UTF-8, of any script, without blanks and characters that
    /// cannot be seen, such as those that turn the direction of writing; of ASCII only letters, digits and <c>. _ : - ,</c>.
    /// </summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return false;
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a surrogate pair is read as the replacement character.
            if (rune == Rune.ReplacementChar || (rune.IsAscii && !Ascii.Contains((char)rune.Value)) || Rune.IsWhiteSpace(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                return false;
        }

        return true;
    }

    /// <summary>
    /// The bare asset and its factor where a name is a power of ten and the name of another asset: <c>1000X</c> is 1000 X
    /// where the venue lists X as well. <c>1INCH</c> is a name of its own, for one is no multiple.
    /// </summary>
    /// <param name="asset">A normalised asset.</param>
    /// <param name="isListed">Whether the venue lists an asset by its bare name.</param>
    public static (string Asset, long Factor)? Multiple(string asset, Func<string, bool> isListed)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(isListed);
        var zeros = asset.StartsWith('1') ? asset.AsSpan(1).IndexOfAnyExcept('0') : 0;
        // The most zeros that leave a listed name: 1000G is 1000 G, and 100 0G only where 0G is listed and G is not.
        for (; zeros is > 0 and <= 12; zeros--)
        {
            if (isListed(asset[(zeros + 1)..]))
                return (asset[(zeros + 1)..], (long)Math.Pow(10, zeros));
        }

        return null;
    }

    /// <summary>
    /// Whether a normalised asset is known to be a metal, a commodity, a currency, an index or a stock. For venues that do
    /// not say so themselves; names that a crypto asset has as well, such as SPX, are not here.
    /// </summary>
    public static bool IsTraditional(string asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return Traditional.Contains(asset) || Currencies.Contains(asset)
            || (asset.Length == 6 && IsCurrency(asset[..3]) && IsCurrency(asset[3..]));

        static bool IsCurrency(string name) => name == "USD" || Currencies.Contains(name);
    }

    /// <summary>Whether a currency is the US dollar or a coin that keeps to it, counted as one dollar.</summary>
    public static bool IsUsd(string currency) => currency is
        "USD" or "USDT" or "USDC" or "USD1" or "BUSD" or "FDUSD" or "DAI" or "USDE" or "USDD" or "TUSD" or "PYUSD"
        or "RLUSD" or "UST" or "USTF0" or "USDH" or "USDG" or "USDS";
}
