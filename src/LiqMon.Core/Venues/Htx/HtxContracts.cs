using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>The markets of HTX, each with paths and a socket of its own.</summary>
internal enum HtxFamily
{
    Linear,
    CoinSwap,
    CoinFutures,
}

/// <summary>The contracts of HTX, and to which of its markets they belong.</summary>
internal static class HtxContracts
{
    /// <summary>A row of a list; null for one that is not traded or not understood.</summary>
    public static Instrument? Read(string venue, JsonElement row)
    {
        if (row.Text("contract_code") is not { Length: > 0 } symbol || row.Text("symbol") is not { Length: > 0 } coin
            || row.Number("contract_status") is not { Mantissa: 1, Scale: 0 }
            || row.Number("contract_size") is not { IsPositive: true } size)
            return null;
        // Linear rows name a pair, BTC-USDT; coin-margined ones are BTC-USD (swap) and BTC261225 (future).
        var pair = row.Text("pair");
        var isFuture = symbol.IndexOf('-', StringComparison.Ordinal) < 0;
        if (isFuture && (symbol.Length <= 6 || symbol.AsSpan(symbol.Length - 6).ContainsAnyExceptInRange('0', '9')))
            return null;
        var isLinear = !isFuture && !symbol.EndsWith("-USD", StringComparison.Ordinal);
        if (isLinear && pair is null)
            pair = symbol.Split('-') is [var first, var second, ..] ? $"{first}-{second}" : symbol;
        if (isLinear && (pair!.IndexOf('-', StringComparison.Ordinal) is not (> 0 and var dash) || dash == pair.Length - 1))
            return null;
        // The index of a pair, or of a coin for coin-margined futures.
        return ListedContract.Of(
            venue, symbol, coin, isLinear ? pair![(pair!.IndexOf('-', StringComparison.Ordinal) + 1)..] : "USD",
            isTraditional: IsTraditional(row),
            kind: isFuture || row.Text("contract_type") is not (null or "swap") ? InstrumentKind.Dated : InstrumentKind.Perpetual,
            margin: isLinear ? MarginKind.Linear : MarginKind.Inverse, unit: QuantityUnit.Contracts, contractSize: size,
            indexSymbol: isFuture ? coin : isLinear && pair != symbol ? pair : null);
    }

    /// <summary>The market of a contract.</summary>
    public static HtxFamily Family(Instrument instrument) => instrument switch
    {
        { Margin: MarginKind.Linear } => HtxFamily.Linear,
        { Kind: InstrumentKind.Dated } => HtxFamily.CoinFutures,
        _ => HtxFamily.CoinSwap,
    };

    /// <summary>The market's word in names of feeds and calls.</summary>
    public static string Word(HtxFamily family) => family switch
    {
        HtxFamily.Linear => "linear",
        HtxFamily.CoinSwap => "coin-swap",
        _ => "coin-futures",
    };

    /// <summary>The coin of a coin-margined future as the venue names it, by which its topics go.</summary>
    public static string Coin(Instrument instrument) => instrument.IndexSymbol ?? instrument.Asset;

    /// <summary>Labels mark them: "Stocks", "Metals", "Indices" …, or in small letters "tradfi", "stock". Most have none.</summary>
    private static bool IsTraditional(JsonElement row)
    {
        foreach (var property in (ReadOnlySpan<string>)["tradfi_labels", "labels"])
        {
            if (!row.TryGetProperty(property, out var labels) || labels.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var label in labels.EnumerateArray())
            {
                if (label.ValueKind == JsonValueKind.String && label.Words()?.ToUpperInvariant() is "TRADFI" or "STOCK" or "STOCKS"
                    or "INDEX" or "INDICES" or "COMMODITY" or "COMMODITIES" or "METAL" or "METALS" or "FOREX" or "FX" or "ETF")
                    return true;
            }
        }

        return false;
    }
}
