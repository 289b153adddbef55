using LiqMon.Market;
using Sample = LiqMon.Tests.Store.Sample;

namespace LiqMon.Tests.Torture;

/// <summary>Draws what happens in a minute of simulated days: a call for each thing that may happen, in a fixed order.</summary>
internal sealed class MonthDraw(int seed)
{
    public static readonly IReadOnlyList<Instrument> Instruments =
        [Sample.Btc, Sample.Eth, Sample.BtcElsewhere, Sample.Contract("okx", "SOL-USDT-SWAP", "SOL")];

    private const double OrdersAMinute = 0.3;
    private const int BurstMinutes = 5;
    private const int BurstOrders = 40;

    private readonly Random _random = new(seed);
    private int _burst;
    private int _number;

    /// <summary>Orders of the last minute, late ones and repeated ones among them; no two that happened are equal.</summary>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    /// <param name="stored">What is stored, of which some come again.</param>
    public (List<Liquidation> Orders, int Again) Orders(long nowMs, List<Liquidation> stored)
    {
        if (Happens(1_500))
            _burst = BurstMinutes;
        var orders = new List<Liquidation>();
        var count = _burst-- > 0 ? BurstOrders : _random.NextDouble() < OrdersAMinute ? _random.Next(1, 3) : 0;
        for (; count > 0; count--)
            orders.Add(Order(nowMs - Age()));
        var again = 0;
        for (; stored.Count > 0 && Happens(20); again++)
            orders.Add(stored[_random.Next(Math.Max(0, stored.Count - 100), stored.Count)]);
        return (orders, again);
    }

    /// <summary>By how much the wall clock is set, when it is.</summary>
    public TimeSpan? ClockStep() => Happens(5_000) ? TimeSpan.FromSeconds(_random.Next(-600, 601)) : null;

    public bool IsKilled() => Happens(600);

    /// <summary>Whether what a killed process had in memory comes again.</summary>
    public bool HasHistory() => _random.Next(3) > 0;

    /// <summary>How long InfluxDB is away, when it goes.</summary>
    public TimeSpan? InfluxOutage() => Happens(5_000) ? TimeSpan.FromHours(1 + (47 * _random.NextDouble())) : null;

    /// <summary>How a disk fails, when it does.</summary>
    public (IoCall Call, IoFailure Failure, int AfterCalls, TimeSpan For)? DiskFailure() => Happens(1_000)
        ? (_random.Next(3) == 0 ? IoCall.Sync : IoCall.Write, (IoFailure)_random.Next(2), _random.Next(30), TimeSpan.FromMinutes(_random.Next(1, 120)))
        : null;

    private bool Happens(int oneIn) => _random.Next(oneIn) == 0;

    private long Age() => _random.Next(200) switch
    {
        0 => _random.NextInt64(5 * 86_400_000L),
        1 or 2 => _random.NextInt64(3 * 3_600_000L),
        _ => _random.NextInt64(60_000),
    };

    private Liquidation Order(long timeMs) => Sample.Event(
        Instruments[_random.Next(Instruments.Count)], timeMs, price: _random.Next(1, 100), quantity: ++_number, side: (LiquidatedSide)_random.Next(2));
}
