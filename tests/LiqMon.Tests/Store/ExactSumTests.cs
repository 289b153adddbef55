using LiqMon.Live;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.Store;

/// <summary>Sums pass 64 bits ($9.2 trillion) and stay exact; of equal orders stored and live answers name the same.</summary>
public sealed class ExactSumTests : IDisposable
{
    private const long Noon = Sample.Noon;

    /// <summary>Ten billion dollars: the most the store takes for one order.</summary>
    private const long Largest = 10_000_000_000_000_000;

    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Three_thousand_of_the_largest_orders_add_up_exactly_stored_and_live()
    {
        // Five contracts, so that no stored cell of a day passes 64 bits although their sum does.
        Instrument[] contracts = [.. Enumerable.Range(0, 5).Select(number => Sample.Contract("binance", $"C{number}USDT", $"C{number}"))];
        var orders = Enumerable.Range(0, 3_000).Select(number => Sample.Event(contracts[number % 5], Noon + (number / 100), quantity: number + 1) with
        {
            NotionalMicroUsd = Largest,
        }).ToList();
        using var store = _folder.Open();
        store.Commit([.. orders.Select(order => StoreItem.Of(order))]);

        var right = (Int128)Largest * 3_000;
        using var reader = _folder.Read();
        Assert.Equal(right, reader.Liquidations.Totals(Sample.Between(Noon, Noon + 60_000)).LongMicroUsd);
        Assert.Equal(right, reader.Liquidations.Totals(Sample.Between(Noon - 43_200_000, Noon + 43_200_000)).LongMicroUsd);
        Assert.Null(reader.State.Discrepancy(CancellationToken.None));
        var rebuilt = LiveWindows.Rebuild(store, Noon + 30_000);
        var live = new RollingWindows(Noon + 30_000);
        foreach (var order in orders)
            live.Add(order);
        foreach (var window in WindowSpan.Presets)
        {
            Assert.Equal(right, rebuilt.Totals(window).LongMicroUsd);
            Assert.Equal(right, live.Totals(window).LongMicroUsd);
        }

        live.Advance(Noon + 61_000 + 30_000);
        Assert.Equal((0, right), (live.Totals(WindowSpan.Presets[0]).LongMicroUsd, live.Totals(WindowSpan.Presets[1]).LongMicroUsd));
    }

    [Fact]
    public void A_cell_that_would_pass_64_bits_stays_at_the_greatest_number()
    {
        using var store = _folder.Open();
        for (var commit = 0; commit < 2; commit++)
        {
            store.Commit([.. Enumerable.Range(0, 500).Select(number => StoreItem.Of(
                Sample.Event(Sample.Btc, Noon + commit, quantity: number + 1) with { NotionalMicroUsd = Largest }))]);
        }

        using var reader = _folder.Read();
        var day = reader.Liquidations.Totals(Sample.Between(Noon - 43_200_000, Noon + 43_200_000));
        Assert.Equal((long.MaxValue, 1_000), (day.LongMicroUsd, day.LongOrders));
        Assert.Equal("9223372036854775807|integer", _folder.Dump("SELECT usd_micro, typeof(usd_micro) FROM rollup_minute"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_equal_orders_stored_and_live_answers_name_the_same(int seed)
    {
        var random = new Random(seed);
        var orders = Sample.Events(random, 400, 50_000);
        using var store = _folder.Open();
        var live = new RollingWindows(Noon + 55_000);
        foreach (var order in store.Commit([.. orders.Select(order => StoreItem.Of(order))]).Stored.OrderBy(_ => random.Next()))
            live.Add(order);

        using var reader = _folder.Read();
        var rebuilt = LiveWindows.Rebuild(store, Noon + 55_000);
        foreach (var window in WindowSpan.Presets.Take(3))
        {
            var stored = reader.Liquidations.Totals(Sample.Between(Noon + 56_000 - window.Ms, Noon + 56_000)).Largest!;
            var answers = new[] { live.Totals(window), rebuilt.Totals(window) };
            Assert.All(answers, totals => Assert.Equal(
                stored,
                new LargestOrder(
                    totals.LargestVenue!, totals.Largest!.Value.Symbol, totals.Largest.Value.Side, totals.Largest.Value.MicroUsd,
                    totals.Largest.Value.Price, totals.Largest.Value.TimeMs)));
        }
    }
}
