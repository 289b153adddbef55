using System.Buffers;
using System.Globalization;
using System.Text;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// What a contract may be called. Venues use letters of all scripts (Binance <c>牛来USDT</c>), commas (dYdX
/// <c>BUFFI,UNISWAP_V3,0X…-USD</c>) and long names, and all of them are taken. Of ASCII only letters, digits and
/// <c>. _ : - ,</c> are in names; anything else there, blanks, control characters and bytes that are no text would break out of
/// messages, addresses and files. Characters that only disturb a terminal are escaped where they are shown.
/// </summary>
public static class ContractNames
{
    /// <summary>The longest symbol, in bytes of UTF-8.</summary>
    public const int MaxSymbolBytes = 128;

    private static readonly SearchValues<byte> Ascii =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-,"u8);

    /// <summary>Whether the bytes may be a symbol: 1 to 128 bytes of UTF-8, of ASCII only letters, digits and <c>. _ : - ,</c>.</summary>
    public static bool IsSymbol(ReadOnlySpan<byte> symbol) =>
        symbol.Length is > 0 and <= MaxSymbolBytes && (!symbol.ContainsAnyExcept(Ascii) || IsText(symbol));

    /// <summary>Why a listed contract cannot be watched; null when it can.</summary>
    public static ContractRefusal? WhyRefused(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (!IsSymbol(Encoding.UTF8.GetBytes(instrument.Symbol)) || !IsSymbol(Encoding.UTF8.GetBytes(instrument.WireName)))
            return ContractRefusal.BadSymbol;
        if (instrument.Asset.Length == 0)
            return ContractRefusal.NoAsset;
        if (!AssetNames.IsName(instrument.Asset))
            return ContractRefusal.BadAsset;
        if (instrument.Quote.Length == 0)
            return ContractRefusal.NoQuote;
        if (!AssetNames.IsName(instrument.Quote))
            return ContractRefusal.BadQuote;
        return Plausible.IsContractSize(instrument.ContractSize) ? null : ContractRefusal.BadSize;
    }

    private static bool IsText(ReadOnlySpan<byte> symbol)
    {
        while (!symbol.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(symbol, out var rune, out var used) != OperationStatus.Done
                || (rune.IsAscii && !Ascii.Contains((byte)rune.Value))
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control || Rune.IsWhiteSpace(rune))
                return false;
            symbol = symbol[used..];
        }

        return true;
    }
}
