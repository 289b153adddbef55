using LiqMon.Market;
using LiqMon.Queries;

namespace LiqMon.Tests.Queries;

/// <summary>What is missing, as people read it.</summary>
public sealed class DeficitTextTests
{
    [Fact]
    public void Venues_that_miss_the_same_are_named_together_unless_dollars_keep_them_apart()
    {
        Assert.Equal(
            ["3 orders rejected at okx ($12.0K)", "3 orders rejected at bybit, gate", "history that could not be read whole at gate, kraken"],
            DeficitText.Of(
            [
                Missing("kraken", DeficitReason.HistoryIncomplete, 0), Missing("gate", DeficitReason.HistoryIncomplete, 0),
                Missing("gate", DeficitReason.Rejected, 3), Missing("bybit", DeficitReason.Rejected, 3), Missing("okx", DeficitReason.Rejected, 3, 12_000),
            ]).OrderBy(text => text.Contains("okx", StringComparison.Ordinal) ? 0 : 1));
    }

    private static DeficitResult Missing(string venue, DeficitReason reason, long count, decimal? usd = null) =>
        new(venue, "", null, reason, count, usd, default, default, Open: false);
}
