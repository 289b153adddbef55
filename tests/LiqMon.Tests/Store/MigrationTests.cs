using System.Text;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class MigrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, VersionedStore.Count)];

    public static TheoryData<int> VersionsWithOutbox => [.. Enumerable.Range(6, VersionedStore.Count - 5)];

    private StoreOptions Options => _folder.Options with { Destinations = ["influx"], FirstTelling = TimeSpan.FromDays(2) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_version_is_among_the_tested_ones() => Assert.Equal(Schema.Version, VersionedStore.Count);

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_store_of_any_version_keeps_every_row(int version)
    {
        VersionedStore.Write(_folder, version);
        var columns = VersionedStore.Columns(_folder);
        var before = columns.ToDictionary(table => table.Key, table => VersionedStore.Rows(_folder, table.Key, table.Value));
        Assert.All(before, table => Assert.False(table.Value.Length == 0, $"{table.Key} has no row to lose"));
        _folder.Open(Options).Dispose();

        Assert.Equal($"{Schema.Version}", _folder.Dump("PRAGMA user_version"));
        Assert.Equal("ok", _folder.Dump("PRAGMA integrity_check"));
        Assert.All(before, table => Assert.Equal(table.Value, VersionedStore.Rows(_folder, table.Key, columns[table.Key])));
        using var fresh = new StoreFolder();
        fresh.Open().Dispose();
        Assert.Equal(fresh.Dump(Tables), _folder.Dump(Tables));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_store_of_any_version_answers_with_the_same_sums_and_goes_on(int version)
    {
        VersionedStore.Write(_folder, version);
        if (version < Schema.Version)
        {
            var refused = Assert.Throws<StoreException>(() => _folder.Read().Dispose());
            Assert.Contains($"older version {version}", refused.Message, StringComparison.Ordinal);
        }

        using var store = _folder.Open(Options);
        using var reader = _folder.Read();
        Assert.Equal((1_150, 600, 3, 2, 900), All());
        Assert.Equal((1_000, 600), Dollars(Everything with { Assets = ["BTC"] }));
        Assert.Equal((150, 0), Dollars(Everything with { Assets = ["ETH"] }));
        Assert.Equal((0, 398), Dollars(Everything with { Venues = ["bybit"] }));
        Assert.Equal((250, 600), Dollars(Sample.Between(Sample.Noon, Sample.Noon + 3_600_001)));
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));
        Assert.Equal((500.0, 600.0), reader.Market.OpenInterest(Sample.Between(Sample.Noon, Sample.Noon + 120_000))
            .Select(row => (row.UsdAtStart!.Value, row.Usd!.Value)).Single());

        var result = store.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Btc, Sample.Noon + 2_000, price: 7)]);
        Assert.Equal((1, 1), (result.Duplicates, result.Stored.Count));
        Assert.Equal((1_157, 600, 4, 2, 900), All());
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));

        (long, long, long, long, long) All()
        {
            var totals = reader.Liquidations.Totals(Everything);
            return ((long)(totals.LongMicroUsd / 1_000_000), (long)(totals.ShortMicroUsd / 1_000_000), totals.LongOrders, totals.ShortOrders,
                totals.Largest!.MicroUsd / 1_000_000);
        }

        (long, long) Dollars(LiquidationFilter filter)
        {
            var totals = reader.Liquidations.Totals(filter);
            return ((long)(totals.LongMicroUsd / 1_000_000), (long)(totals.ShortMicroUsd / 1_000_000));
        }
    }

    [Theory]
    [MemberData(nameof(VersionsWithOutbox))]
    public void What_waits_for_a_destination_is_delivered_after_the_step_up(int version)
    {
        VersionedStore.Write(_folder, version);
        using var store = _folder.Open(Options);
        store.Commit([Sample.Item(Sample.BtcElsewhere, Sample.Noon + 5_000, price: 8)]);
        using var reader = OutboxReader.Open(_folder.Path);
        var state = reader.State("influx")!;
        Assert.Equal((6, 9, 3, 40, 1, 2), (state.Done, state.Newest, state.Waiting, state.Points, state.Expired, state.Refused));

        var batch = reader.ByList(state.Done, state.Newest, 100);
        Assert.Equal(
            [(Sample.Noon, "BTCUSDT", 100), (Sample.Noon + 5_000, "BTCUSDT", 8), (Sample.Noon + 61_000, "ETHUSDT", 150)],
            batch.Liquidations.Select(row => (row.TimeMs, row.Instrument.Symbol, row.MicroUsd / 1_000_000)));
        Assert.Equal([(Sample.Noon, 500.0)], batch.OpenInterest.Select(row => (row.CellMs, row.Usd!.Value)));
        Assert.Equal(["moment value=1 1795176000000000000\n"], batch.Points.Select(Encoding.UTF8.GetString));
        store.SaveProgress(new() { Destination = "influx", NowMs = Sample.Noon, Done = 9, CascadeRevision = 1 });
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public void A_destination_that_an_older_version_did_not_know_gets_what_was_stored_before()
    {
        VersionedStore.Write(_folder, 5);
        _folder.Open(Options with { FirstTelling = TimeSpan.FromDays(20_000) }).Dispose();
        using var reader = OutboxReader.Open(_folder.Path);
        var (batch, next) = reader.ByTime(reader.State("influx")!.ResyncFromMs!.Value, 100);
        Assert.Null(next);
        Assert.Equal([900, 100, 202, 150, 398], batch.Liquidations.Select(row => row.MicroUsd / 1_000_000));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_step_up_that_was_cut_short_starts_again(int version)
    {
        // A crash between two steps leaves a whole earlier version.
        VersionedStore.Write(_folder, version);
        _folder.Open(Options).Dispose();
        _folder.Open(Options).Dispose();
        Assert.Equal($"{Schema.Version}", _folder.Dump("PRAGMA user_version"));
        Assert.Equal("5", _folder.Dump("SELECT count(*) FROM liquidation"));
    }

    [Fact]
    public void A_block_as_version_13_packed_it_is_read_as_it_was()
    {
        VersionedStore.Write(_folder, 13);
        const long hour = 1_795_165_200_000;
        Assert.Equal(
            [
                new(1, hour, hour + 59_123, 95_012.5, 95_010.123, 0.0001, hour + 25_200_000),
                new(1, hour + 60_000, hour + 119_456, 95_013, 95_011.5, 0.0001, hour + 25_200_000),
                new(1, hour + 180_000, hour + 239_000, 95_020.25, null, null, null),
            ],
            StoredSamples.Of(_folder, SampleRows.MarkPriceKind).Take(3));
        Assert.Equal(
            [
                new(1, hour, hour + 59_123, 81_234.567, 81_234.567, 81_234.567 * 95_012.5, null),
                new(1, hour + 120_000, hour + 150_000, 81_000, 81_000, null, null),
            ],
            StoredSamples.Of(_folder, SampleRows.OpenInterestKind).Take(2));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Samples_of_any_version_are_packed_and_read_as_before(int version)
    {
        VersionedStore.Write(_folder, version);
        using var store = _folder.Open(Options);
        int[] kinds = [SampleRows.OpenInterestKind, SampleRows.MarkPriceKind];
        var before = kinds.SelectMany(kind => StoredSamples.Of(_folder, kind)).ToList();
        StoredSamples.Pack(store, Sample.Noon + 86_400_000);
        Assert.Equal(before, kinds.SelectMany(kind => StoredSamples.Of(_folder, kind)));
        Assert.Equal("0|0", _folder.Dump("SELECT (SELECT count(*) FROM open_interest), (SELECT count(*) FROM mark_price)"));
        Assert.NotEqual("0", _folder.Dump("SELECT count(*) FROM sample_block"));
    }

    private const string Tables = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";

    private static LiquidationFilter Everything => Sample.Between(Sample.Noon - 2 * 86_400_000, Sample.Noon + 86_400_000);
}
