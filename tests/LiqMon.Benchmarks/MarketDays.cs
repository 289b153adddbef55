using System.Globalization;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;

namespace LiqMon.Benchmarks;

/// <summary>
/// Days of the simulated market in a store, without waiting for them: prices and open interest by the minute, and every
/// liquidation. For what has to be measured over days, such as the score of the map of positions.
/// </summary>
public static class MarketDays
{
    private const int StepMs = 1_000;
    private const int MinuteMs = 60_000;
    private const int Batch = 4_096;

    private static readonly string[] Venues = ["binance", "bybit", "gate"];

    /// <summary>Fills an empty folder with days of BTC from <see cref="FullStore.Monday"/> on; the same rows each time.</summary>
    public static void Fill(string folder, SimulationScenario scenario, int days)
    {
        var options = new SimulationOptions { Scenario = scenario, Assets = ["BTC"], Rate = 0.2 };
        var traded = Venues
            .SelectMany(venue => SimulatedVenues.Create(venue, [AssetProfile.Of("BTC")], FullStore.Monday).Instruments)
            .Where(instrument => instrument.Spec is { Inverse: false, ExpiryMs: null })
            .ToList();
        var contracts = traded.ToDictionary(instrument => instrument, instrument => Contract(instrument.Spec));
        var startMs = FullStore.Monday.ToUnixTimeMilliseconds();
        var endMs = startMs + (long)TimeSpan.FromDays(days).TotalMilliseconds;
        var market = new Simulator.Market(options, traded, traded, startMs);
        using var store = EventStore.Open(new StoreOptions { DataDirectory = folder, SampleDetail = TimeSpan.FromDays(36_500) }, TimeProvider.System);
        store.Commit([.. Venues.Select(venue => StoreItem.Of(new CoveredSpan(venue, "all", startMs, endMs)))]);
        var items = new List<StoreItem>(Batch);
        var (orders, ordinal) = (0, 0UL);
        for (var atMs = startMs; atMs < endMs; atMs += StepMs)
        {
            market.MovePrices(atMs, atMs + StepMs);
            foreach (var order in market.Liquidate(atMs, atMs + StepMs))
            {
                items.Add(StoreItem.Of(Event(contracts[order.Instrument], order, ++ordinal)));
                orders++;
            }

            if ((atMs + StepMs) % MinuteMs == 0)
                items.AddRange(traded.SelectMany(instrument => Samples(contracts[instrument], instrument, atMs)));
            if (items.Count < Batch && atMs + StepMs < endMs)
                continue;
            store.Commit(items);
            items.Clear();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{days} days, {orders:N0} liquidations in {folder}"));
    }

    private static IEnumerable<StoreItem> Samples(Instrument contract, TradedInstrument instrument, long timeMs)
    {
        var quote = instrument.Quote;
        var (coins, mark) = ((double)(quote.OpenInterest * instrument.Spec.ContractSize), (double)quote.Mark);
        yield return StoreItem.Of(new OpenInterest(contract, timeMs, (double)quote.OpenInterest, coins, coins * mark));
        yield return StoreItem.Of(new MarkPrice(contract, timeMs, mark, null, null, null));
    }

    internal static Liquidation Event(Instrument contract, MarketOrder order, ulong ordinal) => new()
    {
        Instrument = contract,
        Side = order.Order.Position == LiquidatedPosition.Long ? LiquidatedSide.Long : LiquidatedSide.Short,
        Price = FullStore.Exact(order.Order.Price),
        PriceKind = PriceKind.Fill,
        Quantity = FullStore.Exact(order.Order.Quantity),
        NotionalMicroUsd = order.MicroUsd,
        BaseQuantity = (double)(order.Order.Quantity * order.Instrument.Spec.ContractSize),
        Contracts = (double)order.Order.Quantity,
        EventTimeMs = order.EventTimeMs,
        ReceivedMs = order.EventTimeMs,
        Identity = ordinal,
    };

    internal static Instrument Contract(SimulatedInstrument spec)
    {
        return new Instrument
        {
            Venue = spec.Venue,
            Symbol = spec.Symbol,
            Asset = spec.Asset,
            Quote = "USDT",
            ContractSize = FullStore.Exact(spec.ContractSize),
        };
    }
}
