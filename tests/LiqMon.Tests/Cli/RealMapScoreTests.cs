using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;
using SharedTheoryAttribute = LiqMon.Tests.Venues.SharedTheoryAttribute;

namespace LiqMon.Tests.Cli;

/// <summary>
/// <c>map --score</c> on real hours of BTC: prices and open interest of Binance each five minutes, dollars of all venues by
/// hour. What it should say was computed by a program of its own in another language, from the same files: path memory of two days
/// over levels of a quarter percent, ranks, and what is left of them by least squares. One rule was given to it: readings of open
/// interest between minutes move the walk too, at the last price.
/// </summary>
public sealed class RealMapScoreTests : IDisposable
{
    private const long HourMs = 3_600_000;
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedTheory]
    [InlineData("2026-01-10", "2026-02-09", 0.7544, 0.3712, 0.6224, 0.2702)]
    [InlineData("2026-03-12", "2026-04-11", 0.6945, 0.3252, 0.6874, 0.2774)]
    public async Task Ranks_of_dollars_on_real_hours_are_those_of_an_independent_computation(
        string from, string to, double longs, double longsGiven, double shorts, double shortsGiven)
    {
        var (fromMs, toMs) = (Ms(from), Ms(to));
        using (var store = _folder.Open())
        {
            store.Commit([StoreItem.Of(new ListedInstruments("binance", [Sample.Btc]))]);
            foreach (var items in Market(fromMs, toMs).Concat(Orders(fromMs, toMs)).Chunk(5_000))
                store.Commit(items);
        }

        var run = await CliRun.Of(
            context => context with { Time = new FixedTime(DateTimeOffset.FromUnixTimeMilliseconds(toMs + HourMs)) },
            "map", "BTC", "--from", from, "--to", to, "--score", "--horizon", "1h", "--format", "json", "--data", _folder.Path);

        Assert.True(run.Code == 0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var map = json.RootElement.GetProperty("forecasts").EnumerateArray().Single(it => it.GetProperty("forecast").GetString() == "path_memory");
        // Sums in another order may move a rank.
        Assert.InRange(map.GetProperty("long_correlation").GetDouble(), longs - 0.005, longs + 0.005);
        Assert.InRange(map.GetProperty("long_partial").GetDouble(), longsGiven - 0.005, longsGiven + 0.005);
        Assert.InRange(map.GetProperty("short_correlation").GetDouble(), shorts - 0.005, shorts + 0.005);
        Assert.InRange(map.GetProperty("short_partial").GetDouble(), shortsGiven - 0.005, shortsGiven + 0.005);
        Assert.InRange(json.RootElement.GetProperty("longs").GetProperty("windows").GetInt32(), 530, 540);
        // On real hours open interest adds nothing that could be told apart.
        Assert.Contains("no better than the map of open interest", json.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<StoreItem> Market(long fromMs, long toMs) => Rows("binance_btc_oi_5m.csv.gz")
        .Select(row => (TimeMs: Whole(row[0]), Coins: Number(row[1]), Usd: Number(row[2])))
        .Where(row => row is { Coins: > 0, Usd: > 0 } && row.TimeMs >= fromMs && row.TimeMs < toMs)
        .SelectMany(row => new[]
        {
            StoreItem.Of(new MarkPrice(Sample.Btc, row.TimeMs, row.Usd / row.Coins, null, null, null)),
            StoreItem.Of(new OpenInterest(Sample.Btc, row.TimeMs, row.Coins, row.Coins, row.Usd)),
        });

    /// <summary>One order for each hour and side, in the middle of the hour; it is placed at the mark of its minute.</summary>
    private static IEnumerable<StoreItem> Orders(long fromMs, long toMs) => Rows("coinglass_btc_liquidations_1h.csv.gz")
        .Select(row => (TimeMs: Whole(row[0]) + (HourMs / 2), Long: Number(row[2]), Short: Number(row[3])))
        .Where(row => row.TimeMs >= fromMs && row.TimeMs < toMs)
        .SelectMany(row => new (long TimeMs, LiquidatedSide Side, double Usd)[]
        {
            (row.TimeMs, LiquidatedSide.Long, row.Long), (row.TimeMs, LiquidatedSide.Short, row.Short),
        })
        .Where(order => order.Usd > 0)
        .Select(order => StoreItem.Of(Sample.Event(Sample.Btc, order.TimeMs, side: order.Side) with
        {
            PriceKind = PriceKind.Entry,
            NotionalMicroUsd = (long)(order.Usd * 1_000_000),
            BaseQuantity = 1,
        }));

    private static IEnumerable<string[]> Rows(string name)
    {
        var folder = Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(LiqMon.Tests.Venues.Recordings.Folder!)!, "datasets"), "btc_price_oi_liquidations_*").Single();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return line.Split(',');
    }

    private static long Ms(string day) => DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
