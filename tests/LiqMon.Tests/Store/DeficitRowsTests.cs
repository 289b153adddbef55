using LiqMon.Market;
using LiqMon.Store;

namespace LiqMon.Tests.Store;

/// <summary>What belongs to totals and is not in them, as the store keeps it.</summary>
public sealed class DeficitRowsTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_of_all_contracts_is_kept_and_ends_apart_from_those_of_single_contracts()
    {
        Commit(Open(""), Open("BTCUSDT"));
        Assert.Equal([("", true), ("BTCUSDT", true)], Read());

        Commit(new DeficitEnded("bybit", "linear", "", DeficitReason.NotSubscribed, Sample.Noon - 30_000));
        Assert.Equal([("", false), ("BTCUSDT", true)], Read());

        Commit(new DeficitEnded("bybit", null, null, null, Sample.Noon - 20_000));
        Assert.Equal([("", false), ("BTCUSDT", false)], Read());
    }

    private static Deficit Open(string symbol) => new()
    {
        Venue = "bybit",
        Feed = "linear",
        Symbol = symbol,
        FromMs = Sample.Noon - 60_000,
        Reason = DeficitReason.NotSubscribed,
    };

    private IEnumerable<(string, bool)> Read()
    {
        using var reader = _folder.Read();
        return [.. reader.Coverage.Deficits(["bybit"], Sample.Noon - 3_600_000, Sample.Noon).Select(deficit => (deficit.Symbol, deficit.IsOpen))];
    }

    private void Commit(params object[] items)
    {
        using var store = _folder.Open();
        store.Commit([.. items.Select(StoreItem.Of)]);
    }
}
