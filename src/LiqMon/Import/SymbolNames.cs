using LiqMon.Market;

namespace LiqMon.Import;

/// <summary>Finds the asset in the name of a contract: <c>BTCUSDT</c>, <c>BTCUSDT_PERP.A</c>, <c>BTC-USDT-SWAP</c>, <c>ETH/USD</c>.</summary>
internal static class SymbolNames
{
    // Plain dollars last: a longer quote ends in them.
    private static readonly string[] Quotes = ["FDUSD", "USDT", "USDC", "BUSD", "USD"];
    private static readonly string[] Kinds = ["_PERP", "-PERP", "-SWAP", "_SWAP", "-PERPETUAL"];

    // Shorter rests are names of coins that end in USD themselves, such as PYUSD.
    private const int LeastBeforeDollar = 3;

    /// <summary>The base of a name, as the venue writes it; the name itself where it is none of a contract.</summary>
    internal static string BaseOf(string name)
    {
        var contract = WithoutKind(WithoutVenue(name), out var isContract);
        if (contract.IndexOfAny(['-', '_', '/']) is > 0 and var at)
            return Quotes.Contains(contract[(at + 1)..], StringComparer.OrdinalIgnoreCase) ? contract[..at] : name;
        foreach (var quote in Quotes)
        {
            var length = contract.Length - quote.Length;
            if (length > 0 && contract.EndsWith(quote, StringComparison.OrdinalIgnoreCase)
                && (quote != "USD" || isContract || length >= LeastBeforeDollar))
                return contract[..length];
        }

        return isContract ? contract : name;
    }

    /// <summary>The normalised asset, and how many of it one unit of the name is; null where it can be no asset.</summary>
    internal static (string Asset, long Factor)? Read(string name)
    {
        var found = BaseOf(name);
        return AssetNames.IsName(found) ? AssetNames.Normalise(found) : null;
    }

    /// <summary>Coinalyze names the venue by one letter or digit behind a dot.</summary>
    private static string WithoutVenue(string name) => name.LastIndexOf('.') is > 0 and var dot && name.Length - dot == 2 ? name[..dot] : name;

    private static string WithoutKind(string name, out bool isContract)
    {
        foreach (var kind in Kinds)
        {
            isContract = name.Length > kind.Length && name.EndsWith(kind, StringComparison.OrdinalIgnoreCase);
            if (isContract)
                return name[..^kind.Length];
        }

        isContract = false;
        return name;
    }
}
