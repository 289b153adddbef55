using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>
/// Eight hours of a market in which positions are opened at 100, and forced out where the default tiers say when the price
/// falls to 92 three hours later.
/// </summary>
public sealed class MapStore : IDisposable
{
    private const long MinuteMs = 60_000;
    private const long Start = Sample.Noon - 480 * MinuteMs;

    private readonly StoreFolder _folder = new();

    public MapStore()
        : this(order => order)
    {
    }

    /// <summary>The same market with its orders changed.</summary>
    internal MapStore(Func<Liquidation, Liquidation> change)
    {
        using var store = _folder.Open();
        store.Commit([StoreItem.Of(new ListedInstruments("binance", [Sample.Btc])), .. Market(change)]);
    }

    internal string Directory => _folder.Path;

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<StoreItem> Market(Func<Liquidation, Liquidation> change)
    {
        for (var minute = 0; minute < 480; minute++)
        {
            var timeMs = Start + minute * MinuteMs + 30_000;
            var price = minute switch { < 190 => 100, < 350 => 100 - (minute - 190) * 0.05, _ => 92 };
            yield return StoreItem.Of(new MarkPrice(Sample.Btc, timeMs, price, null, null, null));
            // A thousand coins are there before, as many are opened at 100, and a quarter of all leaves an hour later.
            var coins = minute switch { < 10 => 1_000, < 70 => 2_000, _ => 1_500 };
            yield return StoreItem.Of(new OpenInterest(Sample.Btc, timeMs, coins, coins, coins * price));
            // At the levels of 100x, 50x, 25x and 20x, when the price gets there.
            if (minute is 200 or 220 or 260 or 280)
                yield return StoreItem.Of(change(Order(timeMs, LiquidatedSide.Long, price)));
        }

        yield return StoreItem.Of(new CoveredSpan("binance", "market", Start, Sample.Noon));
    }

    private static Liquidation Order(long timeMs, LiquidatedSide side, double price)
    {
        Assert.True(ExactNumber.TryParse(price.ToString(System.Globalization.CultureInfo.InvariantCulture), out var exact));
        return Sample.Event(Sample.Btc, timeMs, side: side) with
        {
            Price = exact,
            NotionalMicroUsd = (long)(price * 1_000_000),
            BaseQuantity = 1,
        };
    }
}
