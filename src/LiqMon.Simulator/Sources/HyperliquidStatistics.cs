using System.Globalization;
using System.Text.Json.Nodes;

namespace LiqMon.Simulator;

/// <summary>
/// The page of statistics of Hyperliquid: dollars of all its liquidations by day and coin, also of those that nobody sees on a
/// vault's fills. Thread-safe.
/// </summary>
/// <param name="ledger">What happened since the simulation began.</param>
internal sealed class HyperliquidStatistics(SimulationLedger ledger)
{
    public const string Path = "/daily_notional_liquidated_by_coin";

    private const long DayMs = 86_400_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(long DayMs, string Coin), long> _past = [];
    private readonly HashSet<long> _minutes = [];

    /// <summary>A minute of the past was handed out: of what somebody saw then, so many times as much had happened.</summary>
    public PastMinute Seen(PastMinute minute)
    {
        lock (_gate)
        {
            // The past is the same whenever it is read.
            foreach (var order in _minutes.Add(minute.StartMs) ? minute.Orders : [])
            {
                if (order.Contract.Venue != HyperliquidVenue.Name) continue;
                var key = (order.TimeMs - (order.TimeMs % DayMs), order.Contract.Symbol);
                _past[key] = _past.GetValueOrDefault(key) + (HyperliquidVenue.OneSeenOf * order.Contract.MicroUsd(order.Quantity, order.Price));
            }
        }
        return minute;
    }

    /// <summary>All days, the oldest first.</summary>
    public RestAnswer Answer()
    {
        Dictionary<(long DayMs, string Coin), long> sums;
        lock (_gate) sums = new(_past);
        foreach (var entry in ledger.Entries().Where(it => it.Venue == HyperliquidVenue.Name))
        {
            var key = (entry.EventTimeMs - (entry.EventTimeMs % DayMs), entry.Symbol);
            sums[key] = sums.GetValueOrDefault(key) + entry.MicroUsd;
        }
        return RestBody.Ok(new JsonObject
        {
            ["chart_data"] = new JsonArray(
                [.. sums.OrderBy(it => it.Key.DayMs).ThenBy(it => it.Key.Coin, StringComparer.Ordinal).Select(it => Row(it.Key.DayMs, it.Key.Coin, it.Value))]),
        });
    }

    private static JsonObject Row(long dayMs, string coin, long microUsd) => new()
    {
        ["time"] = DateTimeOffset.FromUnixTimeMilliseconds(dayMs).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        ["coin"] = coin,
        ["daily_notional_liquidated"] = microUsd / 1_000_000m,
    };
}
