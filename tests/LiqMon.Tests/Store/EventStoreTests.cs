using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class EventStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_event_is_counted_once_within_a_batch_across_batches_and_after_reopening()
    {
        using (var store = _folder.Open())
        {
            var first = store.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Btc, Sample.Noon)]);
            Assert.Single(first.Stored);
            Assert.Equal(1, first.Duplicates);
            Assert.Equal(1, store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]).Duplicates);
        }

        using (var store = _folder.Open())
            Assert.Equal(1, store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]).Duplicates);
        using var reader = _folder.Read();
        Assert.Equal(1, reader.Liquidations.Totals(Sample.Between(0, long.MaxValue)).LongOrders);
    }

    [Fact]
    public void Twins_of_one_frame_are_two_events()
    {
        using var store = _folder.Open();
        var result = store.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Btc, Sample.Noon, ordinal: 1)]);
        Assert.Equal(2, result.Stored.Count);
        Assert.Equal(2, store.Rollups.Minute(Sample.Noon).Single().Orders);
    }

    [Fact]
    public void The_sequence_goes_on_after_reopening()
    {
        using (var store = _folder.Open())
        {
            Assert.Equal(0, store.Sequence);
            Assert.Equal(1, store.Commit([]).Sequence);
        }

        using var again = _folder.Open();
        Assert.Equal(2, again.Commit([]).Sequence);
    }

    [Fact]
    public void A_second_writer_is_refused_with_a_reason()
    {
        using var store = _folder.Open();
        var refused = Assert.Throws<StoreException>(() => _folder.Open().Dispose());
        Assert.Equal(StoreFailure.Locked, refused.Failure);
        Assert.Contains("Another LiqMon", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_is_free_again_after_closing_and_after_a_failed_opening()
    {
        _folder.Open().Dispose();
        _folder.Dump($"PRAGMA user_version = {Schema.Version + 1}");
        for (var i = 0; i < 2; i++)
        {
            var refused = Assert.Throws<StoreException>(() => _folder.Open().Dispose());
            Assert.Equal(StoreFailure.NewerSchema, refused.Failure);
            Assert.Contains($"version {Schema.Version + 1}", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(StoreFailure.NewerSchema, Assert.Throws<StoreException>(() => _folder.Read().Dispose()).Failure);
    }

    [Fact]
    public void A_foreign_file_is_not_touched()
    {
        _folder.Dump("CREATE TABLE mine(a)");
        Assert.Equal(StoreFailure.Corrupt, Assert.Throws<StoreException>(() => _folder.Open().Dispose()).Failure);
        Assert.Equal("mine", _folder.Dump("SELECT name FROM sqlite_master"));
        File.WriteAllText(Path.Combine(_folder.Path, "liqmon.db"), new string('x', 5_000));
        Assert.Equal(StoreFailure.Corrupt, Assert.Throws<StoreException>(() => _folder.Open().Dispose()).Failure);
    }

    [Fact]
    public void A_reader_says_that_there_is_no_store()
    {
        var missing = Assert.Throws<StoreException>(() => _folder.Read().Dispose());
        Assert.Equal(StoreFailure.NotFound, missing.Failure);
        Assert.Contains("liqmon run", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        var refused = Assert.Throws<StoreException>(
            () => _folder.Open(_folder.Options with { DataDirectory = file }).Dispose());
        Assert.Equal(StoreFailure.IoError, refused.Failure);
    }

    [Fact]
    public void What_was_committed_is_there_after_a_crash()
    {
        using var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon), StoreItem.Of(new Gap("binance", "linear", Sample.Noon, null, GapReason.Silent))]);
        using var crashed = _folder.Copy();
        using var again = crashed.Open();
        Assert.Equal(1, again.Commit([Sample.Item(Sample.Btc, Sample.Noon), Sample.Item(Sample.Eth, Sample.Noon)]).Duplicates);
        Assert.Equal(2, again.Rollups.Minute(Sample.Noon).Count);
        // The gap that the crash left open has ended with the last commit.
        Assert.Equal("0", crashed.Dump("SELECT count(*) FROM gap WHERE to_ms IS NULL"));
    }

    [Fact]
    public void A_full_disk_changes_nothing_and_the_same_batch_succeeds_later()
    {
        using var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        var before = _folder.Dump(StoreTables.All);
        var pages = long.Parse(_folder.Dump("PRAGMA page_count"), System.Globalization.CultureInfo.InvariantCulture);
        var batch = Enumerable.Range(0, 20_000)
            .Select(i => Sample.Item(i % 2 == 0 ? Sample.Eth : Sample.BtcElsewhere, Sample.Noon + i))
            .Append(StoreItem.Of(new PendingLiquidation(
                "okx", "X", LiquidatedSide.Long, ExactNumber.One, PriceKind.Fill, ExactNumber.One, Sample.Noon, 1, null, Sample.Noon)))
            .ToList();
        store.LimitPages(pages + 5);
        for (var i = 0; i < 3; i++)
            Assert.Equal(StoreFailure.DiskFull, Assert.Throws<StoreException>(() => store.Commit(batch)).Failure);
        Assert.Equal(before, _folder.Dump(StoreTables.All));
        Assert.Single(store.Rollups.Minute(Sample.Noon));

        store.LimitPages(1_000_000);
        var result = store.Commit(batch);
        Assert.Equal((20_000, 0, 1, 2L), (result.Stored.Count, result.Duplicates, result.PendingAdded, result.Sequence));
        Assert.Equal(10_001, store.Rollups.Sums(Sample.Noon, Sample.Noon + 60_000).Where(cell => cell.Asset == "BTC").Sum(cell => cell.Orders));
    }

    [Fact]
    public void Nothing_is_written_below_the_reserve()
    {
        using var store = _folder.Open(_folder.Options with { ReserveBytes = long.MaxValue });
        var refused = Assert.Throws<StoreException>(() => store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]));
        Assert.Equal(StoreFailure.DiskFull, refused.Failure);
    }

    [Fact]
    public void A_reader_sees_whole_commits_of_a_running_writer()
    {
        using var store = _folder.Open();
        using var reader = _folder.Read();
        var filter = Sample.Between(Sample.Noon + 1, Sample.Noon + 7_200_001);
        for (var i = 1; i <= 50; i++)
        {
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 60_000 * i, quantity: i), Sample.Item(Sample.Eth, Sample.Noon + 2 * i)]);
            Assert.Equal(2 * i, reader.Liquidations.Totals(filter).LongOrders);
        }
    }

    [Fact]
    public void An_impossible_amount_goes_to_quarantine()
    {
        using var store = _folder.Open();
        var result = store.Commit([StoreItem.Of(Sample.Event(Sample.Btc, Sample.Noon) with { NotionalMicroUsd = long.MaxValue })]);
        Assert.Equal((0, 1), (result.Stored.Count, result.Quarantined));
        using var reader = _folder.Read();
        Assert.Equal(new QuarantineCount("binance", "OutOfRange", 1), reader.Quarantine.Counts().Single());
    }
}
