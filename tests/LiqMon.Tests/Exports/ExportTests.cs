using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LiqMon.Exports;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.Exports;

public sealed class ExportTests : IDisposable
{
    private const long Day = 86_400_000;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_row_of_the_store_is_there_once_and_reads_back_as_it_was() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            using var folder = new StoreFolder();
            using var store = folder.Open();
            var events = Commit(store, Sample.Events(random, random.Next(400), Day));
            using var reader = folder.Read();
            var filter = AnyFilter(random);
            var expected = Kept(events, filter).Where(e => e.NotionalMicroUsd >= 8_000_000).Select(e => FormattableString.Invariant(
                $"{e.EventTimeMs} {e.Instrument.Venue} {e.Instrument.Symbol} {e.Side} {e.NotionalMicroUsd / 1e6m} {e.Price.ToDouble()} {e.BaseQuantity}"));

            var lines = Rows(reader, ExportKind.Liquidations, ExportFormat.Ndjson, filter, rowsPerStep: random.Next(1, 60), minUsd: 8)
                .Select(line => JsonDocument.Parse(line).RootElement).ToList();

            Assert.Equal(lines.Select(TimeMs).Order(), lines.Select(TimeMs));
            Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Select(Text).Order(StringComparer.Ordinal));

            static string Text(JsonElement row) => FormattableString.Invariant(
                $"{TimeMs(row)} {row.GetProperty("venue")} {row.GetProperty("symbol")} {SideOf(row)} {row.GetProperty("usd").GetDecimal()} {row.GetProperty("price").GetDouble()} {row.GetProperty("base").GetDouble()}");

            static LiquidatedSide SideOf(JsonElement row) => row.GetProperty("side").GetString() == "long" ? LiquidatedSide.Long : LiquidatedSide.Short;

            static long TimeMs(JsonElement row) => row.GetProperty("time").GetDateTimeOffset().ToUnixTimeMilliseconds();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Rows_and_minutes_add_up_to_what_was_committed() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            using var folder = new StoreFolder();
            using var store = folder.Open();
            var events = Commit(store, Sample.Events(random, random.Next(400), 3 * 3_600_000));
            using var reader = folder.Read();
            var filter = AnyFilter(random) with { FromMs = Sample.Noon + random.Next(200_000), ToMs = Sample.Noon + random.Next(200_000, 3 * 3_600_000) };
            var kept = Kept(events, filter).ToLookup(e => e.Side);
            foreach (var kind in new[] { ExportKind.Liquidations, ExportKind.Minutes })
            {
                var rows = Rows(reader, kind, ExportFormat.Ndjson, filter, rowsPerStep: random.Next(1, 60)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
                foreach (var (side, name) in new[] { (LiquidatedSide.Long, "long"), (LiquidatedSide.Short, "short") })
                    Assert.Equal((kept[side].Sum(e => e.NotionalMicroUsd), kept[side].Count()), Sum(rows, name));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Numbers_are_written_as_the_lists_write_them() => Prop.ForAll(
        ArbMap.Default.ArbFor<(long Micro, double Number)>(), pair =>
        {
            using var rows = new RowWriter(ExportFormat.Ndjson, ["usd", "number"]);
            var micro = unchecked(pair.Micro * 1_000_003);
            rows.Dollars(micro);
            rows.Number(pair.Number);
            rows.End();
            var number = double.IsFinite(pair.Number) ? JsonSerializer.Serialize(pair.Number) : "null";
            Assert.Equal(
                $"{{\"usd\":{(micro / 1_000_000m).ToString(CultureInfo.InvariantCulture)},\"number\":{number}}}\n",
                Encoding.UTF8.GetString(rows.Written.Span));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("=HYPERLINK()", "'=HYPERLINK()")]
    [InlineData("+1", "'+1")]
    [InlineData("-BTC", "'-BTC")]
    [InlineData("@x", "'@x")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("BTC-USDT", "BTC-USDT")]
    public void No_text_becomes_a_formula_or_another_cell(string text, string cell)
    {
        using var rows = new RowWriter(ExportFormat.Csv, ["text"]);
        Assert.Equal(cell, Encoding.UTF8.GetString(rows.Encode(text)));
    }

    [Fact]
    public void Open_interest_has_the_samples_of_the_span_whatever_the_raster()
    {
        using var store = _folder.Open(_folder.Options with { SampleGrid = TimeSpan.FromHours(1) });
        store.Commit(
        [
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon - 1, 1, 2, 3)),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon + 30_000, 10, 20, 1_234.56789012)),
            StoreItem.Of(new OpenInterest(Sample.Eth, Sample.Noon + 61_000, 5, double.NaN, double.NaN)),
            StoreItem.Of(new OpenInterest(Sample.BtcElsewhere, Sample.Noon + 120_000, 6, 6, 6)),
        ]);
        using var reader = _folder.Read();

        Assert.Equal(
            [
                "2026-11-20T12:00:30.000Z,binance,BTCUSDT,BTC,linear,1234.56789,20,10\r",
                "2026-11-20T12:01:01.000Z,binance,ETHUSDT,ETH,linear,,,5\r",
            ],
            Rows(reader, ExportKind.Oi, ExportFormat.Csv, Sample.Between(Sample.Noon + 1, Sample.Noon + 120_000), rowsPerStep: 1));
    }

    [Fact]
    public void What_is_committed_meanwhile_is_there_if_it_lies_ahead()
    {
        using var store = _folder.Open();
        store.Commit([.. Enumerable.Range(0, 10).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i))]);
        using var reader = _folder.Read();
        using var rows = new RowWriter(ExportFormat.Csv, LiquidationSource.Columns);
        using var source = ExportRun.Open(reader, ExportKind.Liquidations, Sample.Between(Sample.Noon, Sample.Noon + 100), 0);
        Assert.True(source.Next(5, rows));

        store.Commit([Sample.Item(Sample.Eth, Sample.Noon), Sample.Item(Sample.Eth, Sample.Noon + 50)]);

        Assert.True(source.Next(5, rows));
        Assert.False(source.Next(5, rows));
        Assert.Equal(11, rows.Rows);
    }

    [Fact]
    public void Between_two_steps_the_writers_log_can_be_cleared()
    {
        using var store = _folder.Open();
        store.Commit([.. Enumerable.Range(0, 10).Select(i => Sample.Item(Sample.Btc, Sample.Noon + i))]);
        using var reader = _folder.Read();
        using var rows = new RowWriter(ExportFormat.Csv, LiquidationSource.Columns);
        using var source = ExportRun.Open(reader, ExportKind.Liquidations, Sample.Between(Sample.Noon, Sample.Noon + 100), 0);
        Assert.True(source.Next(5, rows));

        // Whether it had to wait, pages in the log, pages moved.
        Assert.StartsWith("0|0|0", _folder.Dump("PRAGMA wal_checkpoint(TRUNCATE)"), StringComparison.Ordinal);
    }

    private static LiquidationFilter AnyFilter(Random random) => new()
    {
        FromMs = Sample.Noon + random.NextInt64(Day / 4),
        ToMs = Sample.Noon + random.NextInt64(Day / 4, Day),
        Assets = random.Next(2) == 0 ? ["BTC", "TSLA"] : null,
        Venues = random.Next(2) == 0 ? ["bybit", "none"] : null,
        IncludeTraditional = random.Next(2) == 0,
    };

    /// <summary>Commits in small batches; returns each event once, as the store must keep it.</summary>
    private static List<Liquidation> Commit(EventStore store, List<Liquidation> events)
    {
        foreach (var batch in events.Chunk(50))
            store.Commit(batch.Select(e => StoreItem.Of(e)).ToList());
        return [.. events.DistinctBy(Sample.Key)];
    }

    private static IEnumerable<Liquidation> Kept(IEnumerable<Liquidation> events, LiquidationFilter filter) => events.Where(e =>
        e.EventTimeMs >= filter.FromMs && e.EventTimeMs < filter.ToMs
        && filter.Assets?.Contains(e.Instrument.Asset) != false
        && filter.Venues?.Contains(e.Instrument.Venue) != false
        && (filter.IncludeTraditional || e.Instrument.AssetClass == AssetClass.Crypto));

    private static (long MicroUsd, long Orders) Sum(List<JsonElement> rows, string side)
    {
        var wanted = rows.Where(row => row.GetProperty("side").GetString() == side).ToList();
        return (
            (long)(wanted.Sum(row => row.GetProperty("usd").GetDecimal()) * 1_000_000m),
            wanted.Sum(row => row.TryGetProperty("orders", out var orders) ? orders.GetInt64() : 1));
    }

    private static List<string> Rows(
        StoreReader reader, ExportKind kind, ExportFormat format, LiquidationFilter filter, int rowsPerStep, decimal minUsd = 0)
    {
        using var rows = new RowWriter(format, ExportRun.ColumnsOf(kind));
        using var source = ExportRun.Open(reader, kind, filter, minUsd);
        var text = new StringBuilder();
        bool more;
        do
        {
            more = source.Next(rowsPerStep, rows);
            text.Append(Encoding.UTF8.GetString(rows.Written.Span));
            rows.Clear();
        }
        while (more);
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
