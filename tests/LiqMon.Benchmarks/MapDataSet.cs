using System.Globalization;
using System.IO.Compression;

namespace LiqMon.Benchmarks;

/// <summary>
/// Price and open interest of Binance BTCUSDT each 5 minutes, and the dollars liquidated on all venues by hour and side:
/// the folder <c>btc_price_oi_liquidations_…</c>. Read where it lies.
/// </summary>
internal sealed class MapDataSet
{
    internal const long HourMs = 3_600_000;

    private MapDataSet(IReadOnlyList<MarketSample> samples, IReadOnlyDictionary<long, (double Long, double Short)> hours) =>
        (Samples, Hours) = (samples, hours);

    /// <summary>In order of time.</summary>
    internal IReadOnlyList<MarketSample> Samples { get; }

    /// <summary>Liquidated dollars by start of the hour, those after the leading zeros that only pad the file.</summary>
    internal IReadOnlyDictionary<long, (double Long, double Short)> Hours { get; }

    internal static MapDataSet Read(string folder)
    {
        var samples = Rows(Path.Combine(folder, "binance_btc_oi_5m.csv.gz"))
            .Select(row => (Time: Whole(row[0]), Coins: Number(row[1]), Usd: Number(row[2])))
            .Where(row => row is { Coins: > 0, Usd: > 0 })
            .Select(row => new MarketSample(row.Time, row.Usd / row.Coins, row.Coins))
            .OrderBy(sample => sample.TimeMs)
            .DistinctBy(sample => sample.TimeMs)
            .ToList();
        var hours = Rows(Path.Combine(folder, "coinglass_btc_liquidations_1h.csv.gz"))
            .Select(row => (Time: Whole(row[0]), Long: Number(row[2]), Short: Number(row[3])))
            .SkipWhile(row => row is { Long: 0, Short: 0 })
            .ToDictionary(row => row.Time, row => (row.Long, row.Short));
        return new MapDataSet(samples, hours);
    }

    private static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Price and open interest at a moment.</summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="Price">Dollars.</param>
/// <param name="Coins">Open interest, in the asset.</param>
internal readonly record struct MarketSample(long TimeMs, double Price, double Coins);
