using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Simulator;

namespace LiqMon.Tests.EndToEnd;

/// <summary>Totals by venue, asset and side, in one form for the simulator's ledger and the product's store.</summary>
internal static class Books
{
    /// <summary>The venues that these tests play; all venues at once have a test of their own.</summary>
    internal static readonly string[] Venues = ["binance", "bybit", "okx"];

    private const long Forever = 4_000_000_000_000;

    internal static IReadOnlyDictionary<string, string> OfLedger(SimulationLedger ledger) =>
        Of(ledger.Entries().Where(entry => entry.Outcome == LedgerOutcome.Delivered));

    /// <summary>Also what nobody was there to receive.</summary>
    internal static IReadOnlyDictionary<string, string> OfWholeLedger(SimulationLedger ledger) => Of(ledger.Entries());

    internal static IReadOnlyDictionary<string, string> OfEntries(IEnumerable<LedgerEntry> entries) => Of(entries);

    private static Dictionary<string, string> Of(IEnumerable<LedgerEntry> entries) => entries
        .GroupBy(entry => Key(entry.Venue, entry.Asset, entry.Position == LiquidatedPosition.Long))
        .ToDictionary(group => group.Key, group => Value(group.Sum(entry => entry.MicroUsd), group.Count()));

    internal static IReadOnlyDictionary<string, string> OfStore(string data, long fromMs = 0, long toMs = Forever)
    {
        using var reader = StoreReader.Open(data);
        var books = new Dictionary<string, string>();
        foreach (var venue in reader.State.VenueCounts().Select(count => count.Venue))
        {
            var filter = new LiquidationFilter { Venues = [venue], FromMs = fromMs, ToMs = toMs, IncludeTraditional = true };
            foreach (var total in reader.Liquidations.Totals(filter, Grouping.Asset))
            {
                if (total.LongOrders > 0)
                    books[Key(venue, total.Group!, true)] = Value(total.LongMicroUsd, total.LongOrders);
                if (total.ShortOrders > 0)
                    books[Key(venue, total.Group!, false)] = Value(total.ShortMicroUsd, total.ShortOrders);
            }
        }

        return books;
    }

    /// <summary>Orders of all books together.</summary>
    internal static long Orders(IReadOnlyDictionary<string, string> books) =>
        books.Values.Sum(value => long.Parse(value.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Waits until a paused market has sent its last: venues collect orders for up to a second.</summary>
    internal static async Task SettleAsync(Simulation simulation)
    {
        var ticks = simulation.Ticks;
        await Wait.UntilAsync(() => simulation.Ticks >= ticks + 15, "the venues to send what they had collected");
        foreach (var venue in simulation.Endpoints.Keys)
            await simulation.DrainAsync(venue, CancellationToken.None);
    }

    /// <summary>Where two books differ, for people.</summary>
    internal static string Difference(IReadOnlyDictionary<string, string> sent, IReadOnlyDictionary<string, string> stored) => string.Join(
        ", ",
        sent.Keys.Union(stored.Keys).Order().Where(key => sent.GetValueOrDefault(key) != stored.GetValueOrDefault(key))
            .Select(key => $"{key}: sent {sent.GetValueOrDefault(key)}, stored {stored.GetValueOrDefault(key)}"));

    internal static string Key(string venue, string asset, bool isLong) =>
        $"{venue} {asset} {(isLong ? LiquidatedSide.Long : LiquidatedSide.Short)}";

    private static string Value(Int128 microUsd, long orders) => FormattableString.Invariant($"{microUsd} µUSD {orders}");
}
