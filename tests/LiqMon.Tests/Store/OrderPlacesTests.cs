using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>Lists that find their rows by the sums hold the same rows in the same order as a look at every order.</summary>
public sealed class OrderPlacesTests : IDisposable
{
    private const long Minute = 60_000;
    private const long Day = 24 * 60 * Minute;

    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void They_hold_what_a_look_at_every_order_finds(int seed)
    {
        var random = new Random(seed);
        Instrument[] contracts = [Sample.Btc, Sample.Eth, Sample.BtcElsewhere, Sample.Tesla];
        using (var store = _folder.Open())
        {
            store.Commit(
            [
                .. Enumerable.Range(0, 600).Select(i => Sample.Item(
                    contracts[random.Next(contracts.Length)],
                    Sample.Noon - (long)(random.NextDouble() * random.NextDouble() * 5 * Day),
                    price: (long)Math.Pow(10, random.NextDouble() * 5), ordinal: i)),
            ]);
        }

        using var reader = _folder.Read();
        var all = reader.Liquidations.List(new() { FromMs = 0, ToMs = long.MaxValue, IncludeTraditional = true }, 0, int.MaxValue, newestFirst: false).ToList();
        Assert.True(all.Count > 500);
        for (var i = 0; i < 60; i++)
        {
            var to = Sample.Noon + Minute - (long)(random.NextDouble() * Day);
            var filter = new LiquidationFilter
            {
                FromMs = to - (long)(random.NextDouble() * 5 * Day),
                ToMs = to,
                Assets = random.Next(3) switch { 0 => ["BTC"], 1 => ["ETH", "TSLA"], _ => null },
                Venues = random.Next(3) == 0 ? ["bybit"] : null,
                IncludeTraditional = random.Next(2) == 0,
            };
            var (minUsd, limit, newestFirst) = (random.Next(2) * Math.Pow(10, random.NextDouble() * 5), random.Next(1, 50), random.Next(2) == 0);

            var expected = all.Where(row => row.TimeMs >= filter.FromMs && row.TimeMs < filter.ToMs && row.MicroUsd >= minUsd * 1e6
                && filter.Assets?.Contains(row.Asset) != false && filter.Venues?.Contains(row.Venue) != false
                && (filter.IncludeTraditional || row.Asset != "TSLA"));
            if (newestFirst)
                expected = expected.Reverse();

            Assert.Equal(
                expected.Take(limit).Select(row => (row.TimeMs, row.Venue, row.Symbol, row.Identity)),
                reader.Liquidations.List(filter, minUsd, limit, newestFirst).Select(row => (row.TimeMs, row.Venue, row.Symbol, row.Identity)));
        }
    }
}
