using System.Text.RegularExpressions;
using LiqMon.Lake;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Documentation;
using LiqMon.Text;
using Sample = LiqMon.Tests.Store.Sample;
using StoreFolder = LiqMon.Tests.Store.StoreFolder;

namespace LiqMon.Tests.Lake;

/// <summary>The page about the lake names the columns and types that real files have.</summary>
public sealed partial class LakePageTests : IDisposable
{
    private static readonly DocPage Page = DocPage.Read("docs/lake.md");

    private readonly StoreFolder _folder = new();
    private readonly string _lake = Directory.CreateTempSubdirectory("liqmon-lake-").FullName;

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_lake, recursive: true);
    }

    [Fact]
    public async Task Every_table_has_the_columns_and_types_of_real_files()
    {
        var time = LakeRun.Clock(days: 1);
        await using var run = new LakeRun(_folder.Path, _lake, time);
        run.Store.Commit(
        [
            Sample.Item(Sample.Btc, Sample.Noon),
            StoreItem.Of(new OpenInterest(Sample.Btc, Sample.Noon, 1, 2, 3)),
            StoreItem.Of(new MarkPrice(Sample.Btc, Sample.Noon, 1, 2, 3, Sample.Noon)),
            StoreItem.Of(new CoveredSpan("binance", "main", Sample.Noon, Sample.Noon + 1)),
        ]);
        await run.UntilWrittenAsync(days: 1);

        foreach (var table in Enum.GetValues<LakeTable>().Select(table => EnumNames.Of(table)))
        {
            var file = $"{_lake}/{table}/dt=2026-11-20/venue=binance/part.parquet";
            var real = Duck.Rows($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('{file}', hive_partitioning = false))");
            var optional = Duck.Rows($"SELECT name FROM parquet_schema('{file}') WHERE repetition_type = 'OPTIONAL'").ToHashSet(StringComparer.Ordinal);
            Assert.Equal(
                real.Select(column => column + (optional.Contains(column.Split('|')[0]) ? "|?" : "")),
                Row().Matches(Page.Section($"### {table}")).Select(row => $"{row.Groups[1].Value}|{row.Groups[3].Value}{(row.Groups[2].Length > 0 ? "|?" : "")}"));
        }
    }

    [Fact]
    public async Task The_example_for_duckdb_runs()
    {
        var time = LakeRun.Clock(days: 4);
        await using var run = new LakeRun(_folder.Path, _lake, time);
        run.Store.Commit([Sample.Item(Sample.Btc, Sample.Noon, price: 7), Sample.Item(Sample.Btc, Sample.Noon + (3 * LakeRun.Day), price: 5)]);
        await run.UntilWrittenAsync(days: 2);
        var sql = Regex.Match(Page.Text, "```sql\n(SELECT venue, side, sum\\(usd\\) FROM read_parquet.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal("binance|long|5", Duck.Row(sql.Replace("/srv/lake", _lake, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^\| `(\w+)`( \?)? \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
