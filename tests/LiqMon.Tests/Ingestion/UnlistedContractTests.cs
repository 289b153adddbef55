using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Feeds;

namespace LiqMon.Tests.Ingestion;

public sealed class UnlistedContractTests
{
    private const long Now = ProcessorRig.Now;

    [Fact]
    public async Task A_contract_that_trades_and_is_not_listed_is_missing_until_it_is()
    {
        using var rig = new ProcessorRig();
        rig.Symbols.IsListComplete = true;
        for (var i = 0; i < 3; i++)
            await rig.SocketAsync(FakeVenue.Tick("NEWUSDT", oi: "5", timeMs: Now + i), Now + i);
        var deficit = Assert.Single(rig.Stored(Now, Now + 3_600_000).Deficits);
        Assert.Equal((DeficitReason.NotSubscribed, "NEWUSDT", true), (deficit.Reason, deficit.Symbol, deficit.IsOpen));
        Assert.Equal(1, rig.Counters.UnlistedSymbols);
        Assert.True(rig.Processor.InstrumentsWanted.TryLower());
    }

    [Fact]
    public async Task A_price_alone_shows_no_contract_and_before_the_list_is_loaded_nothing_is_unlisted()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(FakeVenue.Tick("NEWUSDT", oi: "5", timeMs: Now));
        rig.Symbols.IsListComplete = true;
        await rig.SocketAsync(FakeVenue.Tick("INDEX", timeMs: Now));
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now));
        await rig.HistoryAsync($$"""{"rows":[{{FakeVenue.Tick("OLDUSDT", oi: "5", timeMs: Now)}}]}""");
        Assert.Empty(rig.Stored(Now, Now + 3_600_000).Deficits);
        Assert.False(rig.Processor.InstrumentsWanted.TryLower());
    }

    [Fact]
    public async Task It_may_have_been_traded_since_the_lists_that_lack_it()
    {
        using var rig = new ProcessorRig();
        (rig.Symbols.IsListComplete, rig.Symbols.UnseenSinceMs) = (true, Now - 3_600_000);
        await rig.SocketAsync(FakeVenue.Tick("NEWUSDT", oi: "5", timeMs: Now));
        Assert.True(rig.Processor.ListOutdated.TryLower());
        // An hour before it was seen.
        Assert.Single(rig.Stored(Now - 3_000_000, Now - 2_400_000).Deficits);
    }

    [Fact]
    public async Task One_that_was_listed_and_still_trades_is_missing_since_the_lists_lack_it()
    {
        using var rig = new ProcessorRig(new FakeVenue { TopicOf = contract => contract.Symbol });
        rig.Symbols.IsListComplete = true;
        rig.Symbols.SetListed(new HashSet<string> { "ETHUSDT" }, Now);
        // Numbers of a contract that has just ended come for a while.
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 1_000), Now + 1_000);
        Assert.Empty(rig.Stored(Now, Now + 3_600_000).Deficits);
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 90_000), Now + 90_000);
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 91_000), Now + 91_000);
        await rig.SocketAsync(FakeVenue.Tick("ETHUSDT", oi: "5", timeMs: Now + 91_000), Now + 91_000);
        var deficit = Assert.Single(rig.Stored(Now - 1_000, Now + 3_600_000).Deficits);
        Assert.Equal((DeficitReason.NotSubscribed, "BTCUSDT", true), (deficit.Reason, deficit.Symbol, deficit.IsOpen));
        Assert.InRange(deficit.FromMs, Now - 120_000, Now);
        Assert.True(rig.Processor.ListOutdated.TryLower());

        // Listed again and dropped again, it is missing anew.
        rig.Symbols.SetListed(new HashSet<string> { "BTCUSDT", "ETHUSDT" }, Now + 100_000);
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 300_000), Now + 300_000);
        rig.Symbols.SetListed(new HashSet<string> { "ETHUSDT" }, Now + 400_000);
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 600_000), Now + 600_000);
        Assert.Equal(2, rig.Counters.UnlistedSymbols);
    }

    [Fact]
    public async Task An_order_of_one_that_was_listed_is_counted_and_shows_that_others_may_be_missing()
    {
        using var rig = new ProcessorRig(new FakeVenue { TopicOf = contract => contract.Symbol });
        rig.Symbols.IsListComplete = true;
        rig.Symbols.SetListed(new HashSet<string>(), Now);
        await rig.SocketAsync(FakeVenue.Liquidation(n: 1, timeMs: Now + 120_000), Now + 120_000);
        var (deficits, orders) = rig.Stored(Now - 1_000, Now + 3_600_000);
        Assert.Equal(("BTCUSDT", true, 1L), (Assert.Single(deficits).Symbol, deficits[0].IsOpen, orders));
    }

    [Fact]
    public async Task Where_one_subscription_brings_all_contracts_nothing_is_missing_of_one_that_was_listed()
    {
        using var rig = new ProcessorRig();
        rig.Symbols.IsListComplete = true;
        rig.Symbols.SetListed(new HashSet<string>(), Now);
        await rig.SocketAsync(FakeVenue.Liquidation(n: 1, timeMs: Now + 120_000), Now + 120_000);
        await rig.SocketAsync(FakeVenue.Tick("BTCUSDT", oi: "5", timeMs: Now + 120_000), Now + 120_000);
        Assert.Empty(rig.Stored(Now - 1_000, Now + 3_600_000).Deficits);
    }

    [Fact]
    public async Task It_is_missing_no_more_when_nothing_is_sent_of_it_for_long()
    {
        using var rig = new ProcessorRig();
        rig.Symbols.IsListComplete = true;
        await rig.SocketAsync(FakeVenue.Tick("OLDUSDT", oi: "5", timeMs: Now), Now);
        const long Later = Now + (20 * 60_000);
        await rig.SocketAsync(FakeVenue.Tick("NEWUSDT", oi: "5", timeMs: Later), Later);
        Assert.Equal(
            [("NEWUSDT", true), ("OLDUSDT", false)],
            rig.Stored(Now - 60_000, Later + 60_000).Deficits.Select(deficit => (deficit.Symbol, deficit.IsOpen)));
        // It is back.
        await rig.SocketAsync(FakeVenue.Tick("OLDUSDT", oi: "5", timeMs: Later + 1_000), Later + 1_000);
        Assert.Contains(rig.Stored(Later, Later + 60_000).Deficits, deficit => deficit is { Symbol: "OLDUSDT", IsOpen: true });
    }

    [Fact]
    public async Task The_first_order_of_a_contract_that_is_in_no_list_makes_the_list_be_read_at_once()
    {
        using var rig = new ProcessorRig();
        await rig.SocketAsync(FakeVenue.Liquidation("NEWUSDT", 1, timeMs: Now));
        Assert.False(rig.Processor.ListOutdated.TryLower());
        rig.Symbols.IsListComplete = true;
        await rig.SocketAsync(FakeVenue.Liquidation("NEWUSDT", 2, timeMs: Now));
        Assert.True(rig.Processor.ListOutdated.TryLower());
        await rig.SocketAsync(FakeVenue.Liquidation("NEWUSDT", 3, timeMs: Now));
        Assert.False(rig.Processor.ListOutdated.TryLower());
        Assert.True(rig.Processor.InstrumentsWanted.TryLower());
    }

    [Fact]
    public async Task A_flood_of_names_writes_a_bounded_number_of_rows()
    {
        using var rig = new ProcessorRig();
        rig.Symbols.IsListComplete = true;
        for (var i = 0; i < UnlistedContracts.Most + 50; i++)
            await rig.SocketAsync(FakeVenue.Tick($"N{i}", oi: "5", timeMs: Now));
        Assert.Equal(UnlistedContracts.Most, rig.Stored(Now, Now + 60_000).Deficits.Count);
    }
}
