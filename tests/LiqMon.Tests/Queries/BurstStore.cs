using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Store;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Queries;

/// <summary>What a store holds of four hours of bursts up to noon, of which Binance shows the largest per second and Bybit all.</summary>
internal static class BurstStore
{
    /// <summary>When they begin, Unix milliseconds.</summary>
    internal const long Start = Sample.Noon - SpanMs;

    private const long SpanMs = 4 * 3_600_000;
    private const long DayMs = 24 * 3_600_000;

    /// <summary>Those of Binance.</summary>
    internal static IReadOnlyList<Instrument> Contracts { get; } = [Sample.Btc, Sample.Eth];

    internal static IReadOnlyList<StoreItem> Items()
    {
        var flow = new BurstFlow { Branching = 0.9, Decay = TimeSpan.FromSeconds(1), Symbols = 2, Rate = 0.1 };
        Instrument[] full = [Sample.BtcElsewhere, Sample.Contract("bybit", "ETHUSDT", "ETH")];
        return
        [
            .. Orders(flow.Draw(1), full),
            .. Orders(flow.Draw(2).Where(order => order.IsPublished), Contracts),
        ];
    }

    /// <summary>A day up to noon of which Bybit alone shows all.</summary>
    internal static IEnumerable<StoreItem> FullDay() => new BurstFlow { Branching = 0.9, Decay = TimeSpan.FromSeconds(1), Symbols = 1, Rate = 0.1 }.Draw(5)
        .Select((order, at) => StoreItem.Of(
            Sample.Event(
                Sample.BtcElsewhere, Sample.Noon - DayMs + order.TimeMs,
                side: order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short, ordinal: at) with
            {
                NotionalMicroUsd = order.MicroUsd,
            }));

    private static IEnumerable<StoreItem> Orders(IEnumerable<BurstOrder> orders, IReadOnlyList<Instrument> contracts) =>
        orders.Where(order => order.TimeMs < SpanMs).Select((order, at) => StoreItem.Of(
            Sample.Event(
                contracts[order.Symbol == "S0" ? 0 : 1], Start + order.TimeMs,
                side: order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short, ordinal: at) with
            {
                NotionalMicroUsd = order.MicroUsd,
            }));
}
