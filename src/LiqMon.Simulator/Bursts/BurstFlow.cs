namespace LiqMon.Simulator;

/// <summary>
/// Liquidations that set off others: each has, on average, so many more behind it, soon after. Unlike the flow of the
/// simulated venues it needs no clock and no socket, so that days of it are drawn in a second.
/// </summary>
public sealed record BurstFlow
{
    private const double MedianUsd = 2_000;
    private const double SizeSigma = 1.5;
    private const long DayMs = 86_400_000;

    /// <summary>How many others one sets off on average, below 1; 0 for none, as in calm rain.</summary>
    public double Branching { get; init; }

    /// <summary>Mean time until one that was set off follows.</summary>
    public TimeSpan Decay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Contracts.</summary>
    public int Symbols { get; init; } = 8;

    /// <summary>Mean orders per contract and second, whatever the branching.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>Days to draw.</summary>
    public int Days { get; init; } = 1;

    /// <summary>All orders by contract and time, with whether a feed would publish them that shows the largest per second.</summary>
    public IReadOnlyList<BurstOrder> Draw(int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Branching, 1);
        var orders = new List<BurstOrder>();
        for (var symbol = 0; symbol < Symbols; symbol++)
            orders.AddRange(Throttled($"S{symbol}", Events(new Random(unchecked(seed * 1_000 + symbol)))));
        return orders;
    }

    private List<(double Ms, LiquidatedPosition Position, decimal Usd)> Events(Random draw)
    {
        var events = new List<(double, LiquidatedPosition, decimal)>();
        var open = new Stack<(double Ms, LiquidatedPosition Position)>();
        var endMs = (double)Days * DayMs;
        for (var ms = Wait(draw); ms < endMs; ms += Wait(draw))
        {
            open.Push((ms, draw.Next(2) == 0 ? LiquidatedPosition.Long : LiquidatedPosition.Short));
            while (open.TryPop(out var one))
            {
                if (one.Ms >= endMs) continue;
                events.Add((one.Ms, one.Position, Usd(draw)));
                for (var more = Count(draw); more > 0; more--)
                    open.Push((one.Ms + Exponential(draw) * Decay.TotalMilliseconds, draw.Next(100) < 96 ? one.Position : Other(one.Position)));
            }
        }
        events.Sort(static (a, b) => a.Item1.CompareTo(b.Item1));
        return events;
    }

    /// <summary>Lets the largest order of each second through, by the same code as the simulated venues do.</summary>
    private static List<BurstOrder> Throttled(string symbol, List<(double Ms, LiquidatedPosition Position, decimal Usd)> events)
    {
        var instrument = new TradedInstrument(
            new SimulatedInstrument { Venue = "bursts", Symbol = symbol, Asset = symbol, PriceTick = 1m, QuantityStep = 0.01m },
            AssetProfile.Of(symbol));
        var pacing = new LargestPerSymbol(TimeSpan.FromSeconds(1));
        var orders = new List<BurstOrder>();
        foreach (var (ms, position, usd) in events)
        {
            var timeMs = (long)ms;
            Take(pacing.Due(timeMs));
            pacing.Offer(new MarketOrder(
                instrument, new SimulatedLiquidation { Symbol = symbol, Position = position, Price = 1m, Quantity = usd }, timeMs));
        }
        Take(pacing.Due(long.MaxValue));
        orders.Sort(static (a, b) => a.TimeMs.CompareTo(b.TimeMs));
        return orders;

        void Take(Release release)
        {
            orders.AddRange(release.Groups.SelectMany(group => group).Select(order => Of(order, isPublished: true)));
            orders.AddRange(release.Suppressed.Select(order => Of(order, isPublished: false)));
        }

        BurstOrder Of(MarketOrder order, bool isPublished) =>
            new(symbol, order.Order.Position, order.MicroUsd, order.EventTimeMs, isPublished);
    }

    private double Wait(Random draw) => Exponential(draw) * 1_000 / (Rate * (1 - Branching));

    private static double Exponential(Random draw) => -Math.Log(1 - draw.NextDouble());

    private static LiquidatedPosition Other(LiquidatedPosition position) =>
        position == LiquidatedPosition.Long ? LiquidatedPosition.Short : LiquidatedPosition.Long;

    /// <summary>A number drawn from Poisson's distribution, by Knuth's method.</summary>
    private int Count(Random draw)
    {
        var (count, limit) = (0, Math.Exp(-Branching));
        for (var product = draw.NextDouble(); product > limit; product *= draw.NextDouble()) count++;
        return count;
    }

    private static decimal Usd(Random draw)
    {
        var normal = Math.Sqrt(2 * Exponential(draw)) * Math.Cos(2 * Math.PI * draw.NextDouble());
        return Math.Max(1m, decimal.Round((decimal)Math.Min(1e8, MedianUsd * Math.Exp(SizeSigma * normal)), 2));
    }
}

/// <summary>An order of a <see cref="BurstFlow"/>.</summary>
/// <param name="Symbol">Its contract.</param>
/// <param name="Position">The position that was closed.</param>
/// <param name="MicroUsd">Dollars × 1,000,000.</param>
/// <param name="TimeMs">Milliseconds since the flow began.</param>
/// <param name="IsPublished">Whether a feed shows it that publishes the largest per contract and second.</param>
public readonly record struct BurstOrder(string Symbol, LiquidatedPosition Position, long MicroUsd, long TimeMs, bool IsPublished);
