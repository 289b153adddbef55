using System.Text;

namespace LiqMon.Tests.Fuzz;

/// <summary>What venues really send: the lines of the fixtures, and of recordings where there are any.</summary>
internal static class FuzzCorpus
{
    private const int LongestLine = 6_000;
    private const int RecordedLines = 120;

    private static readonly Dictionary<string, string[]> Folders = new()
    {
        ["binance"] = ["binance_usdm", "binance_coinm"],
        ["bybit"] = ["bybit_v5", "bybit_legacy_v2"],
        ["gate"] = ["gate_futures"],
        ["htx"] = ["htx_dm", "htx_swap", "htx_linear_swap"],
        ["kraken"] = ["kraken_futures"],
        ["dydx"] = ["dydx_v4"],
        ["kucoin"] = ["kucoin_futures"],
        ["mexc"] = ["mexc_futures"],
    };

    /// <summary>The folder of a venue's fixtures.</summary>
    public static string Folder(string venue) => Path.Combine(AppContext.BaseDirectory, "Fixtures", venue);

    /// <summary>The lines of a venue's fixtures whose file's name begins so: <c>frames</c>, <c>rest.</c>, <c>backfill.</c></summary>
    public static byte[][] Fixtures(string venue, string start) =>
    [
        .. Directory.EnumerateFiles(Folder(venue), start + "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines).Where(line => line.Length is > 0 and <= LongestLine)
            // An address may stand before a page of history.
            .Select(line => Encoding.UTF8.GetBytes(line.StartsWith("http", StringComparison.Ordinal) ? line.Split(' ', 2)[1] : line)),
    ];

    /// <summary>Some lines of a venue's recordings, evenly taken; none without recordings.</summary>
    public static byte[][] Recorded(string venue)
    {
        if (Venues.Recordings.Folder is not { } root)
            return [];
        var lines = Folders.GetValueOrDefault(venue, [venue]).Where(folder => Directory.Exists(Path.Combine(root, folder)))
            .SelectMany(Venues.Recordings.Files).SelectMany(File.ReadLines).Where(line => line.Length is > 0 and <= LongestLine).ToList();
        return [.. lines.Where((_, at) => at % Math.Max(1, lines.Count / RecordedLines) == 0).Select(Encoding.UTF8.GetBytes)];
    }
}
