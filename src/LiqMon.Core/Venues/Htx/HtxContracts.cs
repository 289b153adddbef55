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
    /// <summary>Labels mark them: "Stocks", "Metals", "Indices" …, or in small letters "tradfi", "stock". Most have none.</summary>
    private static readonly string[] TraditionalLabels =
    [
        "TRADFI", "STOCK", "STOCKS", "INDEX", "INDICES", "COMMODITY", "COMMODITIES", "METAL", "METALS", "FOREX", "FX", "ETF",
    ];

    /// <summary>A row of a list; null for one that is not traded or refused.</summary>
    public static Instrument? Read(string venue, ListedRow row)
    {
        if (!row.Is("contract_status", 1) || row.Size("contract_size") is not { } size)
            return null;
        // Linear rows name a pair, BTC-USDT; coin-margined ones are BTC-USD (swap) and BTC261225 (future).
        var (symbol, coin, pair) = (row.Symbol, row.Text("symbol"), row.Text("pair"));
        var isFuture = symbol.IndexOf('-', StringComparison.Ordinal) < 0;
        if (isFuture && (symbol.Length <= 6 || symbol.AsSpan(symbol.Length - 6).ContainsAnyExceptInRange('0', '9')))
            return row.Refuse(ContractRefusal.BadSymbol);
        var isLinear = !isFuture && !symbol.EndsWith("-USD", StringComparison.Ordinal);
        if (isLinear && pair is null)
            pair = symbol.Split('-') is [var first, var second, ..] ? $"{first}-{second}" : symbol;
        if (isLinear && pair!.IndexOf('-', StringComparison.Ordinal) <= 0)
            return row.Refuse(ContractRefusal.NoQuote);
        // The index of a pair, or of a coin for coin-margined futures.
        return ListedContract.Of(
            venue, symbol, coin, isLinear ? pair![(pair!.IndexOf('-', StringComparison.Ordinal) + 1)..] : "USD",
            isTraditional: row.Row.HasWord("tradfi_labels", TraditionalLabels) || row.Row.HasWord("labels", TraditionalLabels),
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
}
