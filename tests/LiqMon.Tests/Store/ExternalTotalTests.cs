using LiqMon.External;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class ExternalTotalTests : IDisposable
{
    private const long Hour = 3_600_000;
    private readonly StoreFolder _folder = new();

    [Fact]
    public void The_same_total_again_replaces_the_older_one()
    {
        Commit(Total(Sample.Noon, 1), Total(Sample.Noon + Hour, 2));
        Commit(Total(Sample.Noon, 5) with { ImportedMs = 9 });

        using var reader = _folder.Read();
        Assert.Equal(
            [Total(Sample.Noon, 5) with { ImportedMs = 9 }, Total(Sample.Noon + Hour, 2)],
            reader.External.Totals("coinglass", Sample.Between(0, long.MaxValue)));
    }

    [Fact]
    public void Only_totals_wholly_in_the_span_are_found()
    {
        Commit(Total(Sample.Noon, 1), Total(Sample.Noon + Hour, 2), Total(Sample.Noon, 3) with { LengthMs = 24 * Hour });

        using var reader = _folder.Read();
        Assert.Equal([Total(Sample.Noon, 1)], reader.External.Totals("coinglass", Sample.Between(Sample.Noon, Sample.Noon + (2 * Hour) - 1)));
        Assert.Empty(reader.External.Totals("coinglass", Sample.Between(Sample.Noon + 1, Sample.Noon + Hour)));
    }

    [Fact]
    public void A_question_finds_its_assets_and_venues()
    {
        Commit(Total(Sample.Noon, 1), Total(Sample.Noon, 2) with { Asset = "ETH" }, Total(Sample.Noon, 3) with { Venue = "okx" });

        using var reader = _folder.Read();
        var all = Sample.Between(0, long.MaxValue);
        Assert.Equal(2, reader.External.Totals("coinglass", all with { Assets = ["BTC"] }).Count);
        Assert.Single(reader.External.Totals("coinglass", all with { Venues = ["okx"] }));
        Assert.Empty(reader.External.Totals("coinalyze", all));
    }

    [Fact]
    public void A_source_is_listed_and_removed_alone()
    {
        Commit(Total(Sample.Noon, 1), Total(Sample.Noon, 1) with { Source = "coinalyze", LengthMs = 2 * Hour });

        using var reader = _folder.Read();
        Assert.Equal(["coinalyze", "coinglass"], reader.External.SourceNames());
        Assert.Equal(
            new ExternalSource("coinalyze", 1, 1, 1, Sample.Noon, Sample.Noon + (2 * Hour), 2 * Hour, 2 * Hour, 0),
            reader.External.Sources()[0]);

        CommitItems(StoreItem.Of(new ExternalTotalsRemoved("coinalyze")));
        Assert.Equal(["coinglass"], reader.External.SourceNames());
    }

    [Fact]
    public void They_are_no_part_of_LiqMons_own_totals()
    {
        Commit(Total(Sample.Noon, 1));

        using var reader = _folder.Read();
        var totals = reader.Liquidations.Totals(Sample.Between(Sample.Noon, Sample.Noon + Hour));
        Assert.Equal((0, 0), (totals.LongMicroUsd, totals.ShortMicroUsd));
    }

    public void Dispose() => _folder.Dispose();

    private void Commit(params ExternalTotal[] totals) => CommitItems([.. totals.Select(total => StoreItem.Of(total))]);

    private void CommitItems(params StoreItem[] items)
    {
        using var store = _folder.Open();
        store.Commit(items);
    }

    private static ExternalTotal Total(long startMs, long usd) =>
        new("coinglass", ExternalTotal.All, "BTC", startMs, Hour, usd * 1_000_000, usd * 2_000_000, 0);
}
