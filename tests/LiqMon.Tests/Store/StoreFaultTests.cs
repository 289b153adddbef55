using System.Diagnostics;
using System.Threading.Channels;
using LiqMon.Store;
using LiqMon.Tests.Alerts;

namespace LiqMon.Tests.Store;

/// <summary>What happens to the store's files while it is open.</summary>
public sealed class StoreFaultTests : IDisposable
{
    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_that_is_removed_is_noticed_and_what_it_held_is_saved()
    {
        using (var store = _folder.Open())
        {
            store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
            File.Delete(Path.Combine(_folder.Path, "liqmon.db-wal"));
            var gone = Assert.Throws<StoreException>(() => store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1)]));
            Assert.Equal((StoreFailure.FileGone, true), (gone.Failure, gone.IsFinal));
            Assert.Contains("nothing that was committed is lost", gone.Message, StringComparison.Ordinal);
        }

        using (var store = _folder.Open())
            Assert.Equal(1, store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]).Duplicates);
        using var reader = _folder.Read();
        Assert.Equal(1, reader.Liquidations.Totals(Sample.Between(0, long.MaxValue)).LongOrders);
    }

    [Fact]
    public void A_database_file_that_is_removed_is_noticed()
    {
        using var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        File.Delete(Path.Combine(_folder.Path, "liqmon.db"));
        Assert.Equal(StoreFailure.FileGone, Assert.Throws<StoreException>(() => store.Commit([])).Failure);
    }

    [Fact]
    public async Task A_store_whose_file_is_gone_ends_the_commits()
    {
        using var store = _folder.Open();
        var lane = Channel.CreateUnbounded<StoreItem>();
        var loop = new CommitLoop(
            store, [lane.Reader], Channel.CreateUnbounded<Committed>().Writer, Sample.Noon, TimeProvider.System, new CommitCounters(), new KeptLog());
        File.Delete(Path.Combine(_folder.Path, "liqmon.db-wal"));
        await lane.Writer.WriteAsync(Sample.Item(Sample.Btc, Sample.Noon));
        var failed = await Assert.ThrowsAsync<StoreException>(() => loop.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(StoreFailure.FileGone, failed.Failure);
        Assert.Equal(1, loop.NotStored);
    }

    [Fact]
    public void Closing_does_not_wait_for_a_reader_that_is_at_work()
    {
        var store = _folder.Open();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Path, "liqmon.db")};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN; SELECT count(*) FROM liquidation";
        begin.ExecuteScalar();
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 1)]);
        var watch = Stopwatch.StartNew();
        store.Dispose();
        // The busy timeout that would be waited for is five seconds.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
