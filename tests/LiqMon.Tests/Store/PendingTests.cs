using System.Text;
using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

public sealed class PendingTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pending_liquidation_is_valued_when_its_contract_is_listed()
    {
        using (var store = _folder.Open())
        {
            var result = store.Commit([Pending("SOL", 1), Pending("SOL", 1), Pending("SOL", 2), Pending("XRP", 1)]);
            Assert.Equal((0, 3, 1), (result.Stored.Count, result.PendingAdded, result.Duplicates));
        }

        using var again = _folder.Open();
        var listed = again.Commit([StoreItem.Of(new ListedInstruments("okx", [Contract("SOL", "0.1")]))]);
        Assert.Equal(2, listed.PendingValued);
        // 5 contracts of 0.1 SOL at $ 20.5 each.
        Assert.All(listed.Stored, liquidation => Assert.Equal(10_250_000, liquidation.NotionalMicroUsd));
        Assert.Equal(20_500_000, again.Rollups.Minute(Sample.Noon).Single().MicroUsd);
        using var reader = _folder.Read();
        Assert.Equal((2L, 1L), reader.State.VenueCounts().Select(counts => (counts.Liquidations, counts.Pending)).Single());
        Assert.Empty(again.Commit([StoreItem.Of(new ListedInstruments("okx", [Contract("SOL", "0.1")]))]).Stored);
    }

    [Fact]
    public void A_pending_liquidation_that_arrives_after_its_contract_is_valued_at_once()
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new ListedInstruments("okx", [Contract("SOL", "1")]))]);
        var result = store.Commit([Pending("SOL", 1)]);
        Assert.Equal((1, 1, 1), (result.Stored.Count, result.PendingAdded, result.PendingValued));
        Assert.Equal(1, store.Commit([Pending("SOL", 1)]).Duplicates);
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM pending"));
    }

    [Fact]
    public void An_event_is_valued_by_the_rules_of_its_time()
    {
        using var store = _folder.Open();
        var first = Contract("SOL", "1");
        var second = Contract("SOL", "10").Following(first, Sample.Noon + 1_000);
        store.Commit([Pending("SOL", 1, 0), Pending("SOL", 2, 1_000)]);
        var result = store.Commit([StoreItem.Of(new ListedInstruments("okx", [second]))]);
        Assert.Equal([102_500_000L, 1_025_000_000L], result.Stored.Select(liquidation => liquidation.NotionalMicroUsd));
        Assert.Equal([first, second], result.Stored.Select(liquidation => liquidation.Instrument));
    }

    [Fact]
    public void What_cannot_be_valued_is_quarantined_with_its_reason()
    {
        using var store = _folder.Open();
        store.Commit([Pending("SOL", 1, margin: MarginKind.Inverse), Pending("EURSOL", 2)]);
        var result = store.Commit([StoreItem.Of(new ListedInstruments("okx", [Contract("SOL", "1"), Contract("EURSOL", "1", "EUR")]))]);
        Assert.Equal((0, 2), (result.Stored.Count, result.Quarantined));
        using var reader = _folder.Read();
        Assert.Equal(
            [new("okx", "MarginMismatch", 1), new("okx", "NoUsdRate", 1)],
            reader.Quarantine.Counts());
        Assert.Contains("\"price\":\"20.5\"", Encoding.UTF8.GetString(reader.Quarantine.Frames(1)[0].Frame.Span), StringComparison.Ordinal);
        Assert.Equal("0", _folder.Dump("SELECT count(*) FROM pending"));
    }

    [Fact]
    public void Pending_rows_are_bounded()
    {
        using var store = _folder.Open(_folder.Options with { PendingRows = 3 });
        var result = store.Commit(Enumerable.Range(0, 10).Select(i => Pending("SOL", (ulong)i)).ToList());
        Assert.Equal((3, 7), (result.PendingAdded, result.Quarantined));
    }

    [Fact]
    public void Contracts_come_back_with_all_their_versions()
    {
        var first = Contract("SOL", "0.001");
        var second = Contract("SOL", "10").Following(first, 1_000);
        var third = Contract("SOL", "100").Following(second, 2_000);
        using (var store = _folder.Open())
        {
            store.Commit([StoreItem.Of(new ListedInstruments("okx", [second, Contract("XRP", "1")]))]);
            store.Commit([StoreItem.Of(new ListedInstruments("okx", [third]))]);
        }

        using var again = _folder.Open();
        var loaded = again.Rollups.Instruments();
        Assert.Equal(["SOL", "XRP"], loaded.Select(instrument => instrument.Symbol).Order(StringComparer.Ordinal));
        var sol = loaded.Single(instrument => instrument.Symbol == "SOL");
        var versions = new[] { sol, sol.Previous!, sol.Previous!.Previous! };
        foreach (var (version, expected) in versions.Zip(new[] { third, second, first }))
        {
            Assert.True(version.SameRules(expected));
            Assert.Equal(expected.ValidFromMs, version.ValidFromMs);
        }

        Assert.Null(versions[2].Previous);

        // Another object for the same version is the same contract.
        again.Commit([Sample.Item(Contract("SOL", "0.001"), 500), Sample.Item(sol.At(500), 500)]);
        Assert.Equal("4|1", _folder.Dump("SELECT (SELECT count(*) FROM instrument), (SELECT count(*) FROM liquidation)"));
    }

    private static Instrument Contract(string symbol, string size, string quote = "USDT")
    {
        Assert.True(ExactNumber.TryParse(size, out var contractSize));
        return new Instrument
        {
            Venue = "okx",
            Symbol = symbol,
            Asset = "SOL",
            Quote = quote,
            QuantityUnit = QuantityUnit.Contracts,
            ContractSize = contractSize,
        };
    }

    private static StoreItem Pending(string symbol, ulong identity, long afterMs = 0, MarginKind? margin = null)
    {
        Assert.True(ExactNumber.TryParse("20.5", out var price));
        return StoreItem.Of(new PendingLiquidation(
            "okx", symbol, LiquidatedSide.Short, price, PriceKind.Fill, ExactNumber.From(5), Sample.Noon + afterMs, identity,
            margin, Sample.Noon));
    }
}
