namespace LiqMon.Import;

/// <summary>Which columns of a file hold what: positions in its heading.</summary>
/// <param name="Asset">The asset; null when all rows are of one asset, named elsewhere.</param>
/// <param name="Time">Start of the bucket.</param>
/// <param name="Long">Dollars of liquidated longs.</param>
/// <param name="Short">Dollars of liquidated shorts.</param>
public sealed record TotalsColumns(int? Asset, int Time, int Long, int Short)
{
    /// <summary>What a mapping may name.</summary>
    public const string Keys = "asset, time, long, short";

    // CoinGlass exports and API, Coinalyze's one-letter names, and plain words.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["asset"] = ["asset", "symbol", "coin", "base_asset", "base", "pair"],
        ["time"] = ["ts_utc", "time", "timestamp", "datetime", "date", "ts", "createTime", "t"],
        ["long"] = ["liq_long_usd", "long_usd", "aggregated_long_liquidation_usd", "long_liquidation_usd", "longVolUsd", "long", "longs", "l"],
        ["short"] = ["liq_short_usd", "short_usd", "aggregated_short_liquidation_usd", "short_liquidation_usd", "shortVolUsd", "short", "shorts", "s"],
    };

    /// <summary>Reads a mapping such as <c>asset=coin,time=day,long=longs,short=shorts</c>; it may name a part only.</summary>
    /// <exception cref="ImportException">It cannot be understood.</exception>
    public static IReadOnlyDictionary<string, string> ReadMapping(string? text)
    {
        Dictionary<string, string> mapping = new(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, { Length: > 0 } column] || !Known.ContainsKey(key))
                throw new ImportException($"the mapping '{part}' is not one of {Keys}, = and a column of the file");
            mapping[key] = column;
        }

        return mapping;
    }

    /// <summary>Finds the columns in a heading.</summary>
    /// <param name="headers">The heading.</param>
    /// <param name="mapping">What the user named; what is missing there is found by its usual names.</param>
    /// <param name="needsAsset">Whether there must be a column of assets.</param>
    /// <exception cref="ImportException">A column is missing.</exception>
    public static TotalsColumns Find(IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> mapping, bool needsAsset)
    {
        return new TotalsColumns(
            needsAsset ? Required("asset", "; without such a column name the asset with --asset, such as BTC") : null,
            Required("time", ""), Required("long", ""), Required("short", ""));

        int Required(string key, string hint)
        {
            string[] names = mapping.TryGetValue(key, out var named) ? [named] : Known[key];
            foreach (var name in names)
            {
                for (var at = 0; at < headers.Count; at++)
                {
                    if (headers[at].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                        return at;
                }
            }

            throw new ImportException(
                $"no column for {key}: there are {string.Join(", ", headers)}; looked for {string.Join(", ", names)}{hint}");
        }
    }
}

/// <summary>A file that cannot be imported, with a message for people.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
