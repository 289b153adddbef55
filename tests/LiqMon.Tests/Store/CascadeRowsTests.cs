using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Tests.Store;

public sealed class CascadeRowsTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_cascade_is_read_as_it_was_written_and_replaced_by_its_name()
    {
        using var store = _folder.Open();
        var first = Cascade("BTC", Sample.Noon) with { IsOpen = true };
        var closed = first with
        {
            EndMs = first.EndMs + 60_000,
            Multiple = 812.5,
            PriceChange = -0.021,
            PriceChangeHourAfter = 0.004,
            OpenInterestChange = -0.1,
            IsOpen = false,
        };
        store.Write([new CascadeWrite(first)]);
        store.Write([new CascadeWrite(closed), new CascadeWrite(Cascade(LiqMon.Windows.Cascade.MarketWide, Sample.Noon + 5_000))]);
        using var reader = _folder.Read();

        var rows = reader.Cascades.After(0, 10);
        Assert.Equal([(2, "BTC"), (3, "ALL")], rows.Select(row => ((int)row.Revision, row.Cascade.Asset)));
        var read = rows[0].Cascade;
        Assert.True(read.SameLiquidations(closed));
        Assert.Equal(closed with { Venues = read.Venues }, read);
        Assert.Empty(reader.Cascades.After(3, 10));
        Assert.Equal(["BTC"], reader.Cascades.Unsettled(closed.EndMs + 1, 10).Select(cascade => cascade.Asset).Where(asset => asset == "BTC"));
    }

    [Fact]
    public void A_list_holds_what_reaches_into_the_span_the_newest_first()
    {
        using var store = _folder.Open();
        store.Write(
        [
            new CascadeWrite(Cascade("BTC", Sample.Noon)),
            new CascadeWrite(Cascade("ETH", Sample.Noon + 100_000) with { Venues = ["okx"], MicroUsd = 5_000_000 }),
            new CascadeWrite(Cascade("SOL", Sample.Noon + 200_000), IsWithdrawn: true),
            new CascadeWrite(Cascade("ALL", Sample.Noon + 300_000)),
        ]);
        using var reader = _folder.Read();

        Assert.Equal(["ALL", "ETH", "BTC"], List(Sample.Between(Sample.Noon + 59_999, Sample.Noon + 300_001)));
        Assert.Equal(["ETH"], List(Sample.Between(Sample.Noon + 60_000, Sample.Noon + 300_000)));
        Assert.Equal(["ETH"], List(Everything with { Assets = ["ETH"] }));
        Assert.Equal(["ETH"], List(Everything with { Venues = ["okx"] }));
        Assert.Equal(["ALL", "BTC"], List(Everything, minUsd: 6));
        Assert.Equal(["ALL"], List(Everything, limit: 1));

        List<string> List(LiquidationFilter filter, double minUsd = 0, int limit = 10) =>
            [.. reader.Cascades.List(filter, minUsd, limit).Select(cascade => cascade.Asset)];
    }

    [Fact]
    public void What_is_stored_late_is_searched_again()
    {
        using var store = _folder.Open();
        var sequence = store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]).Sequence;
        Assert.Equal(0, SearchedTo());
        store.Searched([], Sample.Noon + 1_000, sequence);
        Assert.Equal(Sample.Noon + 1_000, SearchedTo());

        var later = store.Commit([Sample.Item(Sample.Btc, Sample.Noon + 2_000), Sample.Item(Sample.Btc, Sample.Noon - 7_000)]).Sequence;
        Assert.Equal(Sample.Noon - 7_000, SearchedTo());
        store.Searched([], Sample.Noon + 3_000, sequence);
        Assert.Equal(Sample.Noon - 7_000, SearchedTo());
        store.Searched([], Sample.Noon + 3_000, later);
        Assert.Equal(Sample.Noon + 3_000, SearchedTo());

        // However far the search is behind, nothing is passed over.
        for (var i = 0; i < 3_000; i++)
            later = store.Commit([Sample.Item(Sample.Btc, Sample.Noon + (i == 5 ? 10_000 : 20_000 + i))]).Sequence;
        store.Searched([], Sample.Noon + 60_000, later - 2_999);
        Assert.Equal(Sample.Noon + 10_000, SearchedTo());
        store.Searched([], Sample.Noon + 60_000, later - 1);
        Assert.Equal(Sample.Noon + 22_999, SearchedTo());
        // Only what is new counts.
        store.Commit([Sample.Item(Sample.Btc, Sample.Noon)]);
        Assert.Equal(Sample.Noon + 22_999, SearchedTo());
    }

    private static LiquidationFilter Everything => Sample.Between(0, long.MaxValue);

    private long SearchedTo()
    {
        using var reader = _folder.Read();
        return reader.Cascades.SearchedToMs();
    }

    private static Cascade Cascade(string asset, long startMs) => new()
    {
        Asset = asset,
        Side = LiquidatedSide.Long,
        StartMs = startMs,
        EndMs = startMs + 60_000,
        MicroUsd = 9_000_000_000_001,
        SideMicroUsd = 8_000_000_000_000,
        Orders = 12,
        PeakMinuteMs = startMs,
        PeakMinuteMicroUsd = 7_000_000_000_000,
        Venues = ["binance", "bybit"],
        Coverage = 0.75,
    };
}
