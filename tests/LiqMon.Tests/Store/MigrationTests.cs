using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class MigrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AStoreOfTheFirstVersionIsBroughtUpToDateWithItsData()
    {
        _folder.Dump(Schema.Scripts[0]);
        _folder.Dump(
            $"""
            INSERT INTO series VALUES (1, 'binance', 'BTC', 0);
            INSERT INTO instrument VALUES (1, 'binance', 'BTCUSDT', 0, 1, 'USDT', 0, 0, 0, '1', 1, NULL);
            INSERT INTO open_interest VALUES ({Sample.Noon}, 1, {Sample.Noon + 1}, 5, 5, 500);
            INSERT INTO open_interest VALUES ({Sample.Noon + 60_000}, 1, {Sample.Noon + 60_001}, 6, 6, 600);
            INSERT INTO liquidation VALUES ({Sample.Noon}, 1, {unchecked((long)Sample.Event(Sample.Btc, Sample.Noon).Identity)}, 0, 100, 0, 1, 1, 1, 100000000, {Sample.Noon});
            INSERT INTO rollup_minute VALUES ({Sample.Noon}, 1, 0, 100000000, 1, 100000000, {Sample.Noon}, 1, 100);
            INSERT INTO rollup_hour VALUES ({Sample.Noon}, 1, 0, 100000000, 1, 100000000, {Sample.Noon}, 1, 100);
            INSERT INTO rollup_day VALUES ({Sample.Noon - 43_200_000}, 1, 0, 100000000, 1, 100000000, {Sample.Noon}, 1, 100);
            PRAGMA user_version = 1;
            PRAGMA application_id = {Schema.ApplicationId};
            """);
        Assert.Contains("older version 1", Assert.Throws<StoreException>(() => _folder.Read().Dispose()).Message, StringComparison.Ordinal);

        using var store = _folder.Open();
        Assert.Equal($"{Schema.Version}", _folder.Dump("PRAGMA user_version"));
        Assert.Equal(1, store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]).Duplicates);
        using var reader = _folder.Read();
        var filter = Sample.Between(Sample.Noon, Sample.Noon + 3_600_000);
        Assert.Equal(100_000_000, reader.Totals(filter).LongMicroUsd);
        Assert.Equal((500.0, 600.0), reader.OpenInterest(Sample.Between(Sample.Noon, Sample.Noon + 120_000)).Select(row => (row.UsdAtStart!.Value, row.Usd!.Value)).Single());
    }

    [Fact]
    public void AMigrationThatWasCutShortStartsAgain()
    {
        // A crash between two steps leaves a whole earlier version.
        _folder.Dump(Schema.Scripts[0] + $"PRAGMA user_version = 1; PRAGMA application_id = {Schema.ApplicationId};");
        _folder.Open().Dispose();
        _folder.Open().Dispose();
        Assert.Equal($"{Schema.Version}", _folder.Dump("PRAGMA user_version"));
    }
}
