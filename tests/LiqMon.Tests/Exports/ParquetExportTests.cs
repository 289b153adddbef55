using System.Globalization;
using LiqMon.Exports;
using LiqMon.Market;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Tests.Lake;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.Exports;

/// <summary>What is exported as Parquet is read back by DuckDB as it was.</summary>
public sealed class ParquetExportTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "out.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_order_is_there_once_with_its_dollars_to_the_micro_dollar()
    {
        var events = Sample.Events(new Random(7), 3_000, 86_400_000)
            .Select(e => e with { NotionalMicroUsd = e.NotionalMicroUsd + 123_457 }).DistinctBy(Sample.Key).ToList();
        using var store = _folder.Open();
        store.Commit([.. events.Select(e => StoreItem.Of(e))]);
        await ExportAsync(ExportKind.Liquidations, traditional: true);

        var expected = events.Select(e => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.EventTimeMs}|{e.Instrument.Venue}|{e.Instrument.Symbol}|{(e.Side == LiquidatedSide.Long ? "long" : "short")}|{e.NotionalMicroUsd / 1e6m:F6}|{e.Price.ToDouble()}|{e.BaseQuantity}|{e.Identity:x16}"));
        var read = Duck.Rows($"SELECT epoch_ms(time), venue, symbol, side, usd, price, base, id FROM '{File}'");
        Assert.Equal(expected.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Columns_have_types()
    {
        using var store = _folder.Open();
        store.Commit([.. Enumerable.Range(0, 20).Select(number => Sample.Item(Sample.Btc, Sample.Noon + number))]);
        await ExportAsync(ExportKind.Liquidations);

        Assert.Equal(
            [
                "time|TIMESTAMP WITH TIME ZONE", "venue|VARCHAR", "symbol|VARCHAR", "asset|VARCHAR", "side|VARCHAR", "margin|VARCHAR",
                "usd|DECIMAL(18,6)", "price|DOUBLE", "price_kind|VARCHAR", "base|DOUBLE", "contracts|DOUBLE",
                "received|TIMESTAMP WITH TIME ZONE", "id|VARCHAR",
            ],
            Duck.Rows($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{File}')"));
        Assert.Equal(
            ["asset", "margin", "price_kind", "side", "symbol", "venue"],
            Duck.Rows($"SELECT path_in_schema FROM parquet_metadata('{File}') WHERE encodings LIKE '%DICTIONARY%' ORDER BY 1"));
        Assert.Equal("ZSTD", Duck.Row($"SELECT DISTINCT compression FROM parquet_metadata('{File}')"));
        Assert.Equal("liquidations", Duck.Row($"SELECT decode(value) FROM parquet_kv_metadata('{File}') WHERE decode(key) = 'liqmon.table'"));
    }

    [Fact]
    public async Task What_is_missing_is_null_and_a_store_without_rows_is_a_table_without_rows()
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon, 10, double.NaN, double.NaN))]);
        await ExportAsync(ExportKind.Oi);
        Assert.Equal("10||", Duck.Row($"SELECT contracts, base, usd FROM '{File}'"));
        await ExportAsync(ExportKind.Minutes);
        Assert.Equal("0", Duck.Row($"SELECT count(*) FROM '{File}'"));
        await ExportAsync(ExportKind.Cascades);
        Assert.Equal("0", Duck.Row($"SELECT count(*) FROM '{File}'"));
    }

    [Fact]
    public async Task Full_row_groups_are_written_as_rows_come_and_the_bytes_are_the_same_each_time()
    {
        var files = new List<byte[]>();
        for (var time = 0; time < 2; time++)
        {
            await using var table = new ParquetTable([new("number", CellKind.Count), new("text", CellKind.Text, true)], new Dictionary<string, string>(), groupRows: 100);
            using var bytes = new MemoryStream();
            for (var row = 0; row < 950; row++)
            {
                table.Count(row);
                table.Text(row % 3 == 0 ? null : $"text {row % 7}");
                table.End();
                await table.FlushAsync(isLast: row == 949, CancellationToken.None);
                bytes.Write(table.Written.Span);
                table.Clear();
                Assert.True(row < 100 || bytes.Length > 0, "a group is written when it is full");
            }

            files.Add(bytes.ToArray());
        }

        Assert.Equal(files[0], files[1]);
        await System.IO.File.WriteAllBytesAsync(File, files[0]);
        Assert.Equal("950|450775|633|10", Duck.Row(
            $"SELECT count(*), sum(number), count(text), (SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{File}')) FROM '{File}'"));
    }

    [Theory]
    [InlineData(0, "0.000000")]
    [InlineData(1, "0.000001")]
    [InlineData(-4_294_967_297_000_001, "-4294967297.000001")]
    [InlineData(999_999_999_999_999_999, "999999999999.999999")]
    [InlineData(long.MaxValue, "999999999999.999999")]
    public async Task Dollars_are_exact_up_to_a_trillion(long microUsd, string usd)
    {
        await using var table = new ParquetTable([new("usd", CellKind.Dollars)], new Dictionary<string, string>());
        table.Dollars(microUsd);
        table.End();
        await table.FlushAsync(isLast: true, CancellationToken.None);
        await System.IO.File.WriteAllBytesAsync(File, table.Written.ToArray());
        Assert.Equal(usd, Duck.Row($"SELECT usd::VARCHAR FROM '{File}'"));
    }

    private async Task ExportAsync(ExportKind kind, bool traditional = false)
    {
        using var reader = _folder.Read();
        await using var output = ExportOutput.ToFile(File, overwrite: true);
        var (from, to) = (Sample.Noon, Sample.Noon + 86_400_000);
        var query = new SpanQuery
        {
            Filter = Sample.Between(from, to) with { IncludeTraditional = traditional },
            DisplayFromMs = from,
            DisplayToMs = to,
            NowMs = to,
        };
        await ExportRun.RunAsync(reader, kind, query, ExportFormat.Parquet, output, _ => { }, CancellationToken.None);
    }
}
