using System.Globalization;
using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Benchmarks;

/// <summary>
/// What the search for cascades costs: a day of a million liquidations of 200 assets after a week like it, with a search
/// every half second of the day as in a running monitor. One pass is wanted, so the time of the processor is read here.
/// </summary>
public static class CascadeDay
{
    private const int Events = 1_000_000;
    private const int Assets = 200;
    private const long DayMs = 86_400_000;
    private const long StartMs = 1_793_577_600_000;

    /// <summary>Measures and prints.</summary>
    /// <param name="lateMinutes">How late a tenth of the events may come, as where a gap is repaired.</param>
    public static void Run(int lateMinutes)
    {
        var random = new Random(1);
        var contracts = Enumerable.Range(0, Assets)
            .Select(i => new Instrument { Venue = "binance", Symbol = $"A{i}USDT", Asset = $"A{i}", Quote = "USDT" }).ToArray();
        var book = new CascadeDetector(new CascadeRule(), StartMs / 60_000, (StartMs + 7 * DayMs) / 1_000, static spans => [.. spans.Select(_ => Array.Empty<SecondSums>())]);
        for (var i = 0; i < 7 * Events; i++)
            book.AddMinute(Contract().Asset, (StartMs + random.NextInt64(7 * DayMs)) / 60_000, MicroUsd());

        var day = Enumerable.Range(0, Events).Select(_ => Liquidation(StartMs + 7 * DayMs + At()))
            .Select(one => random.Next(10) == 0 ? one with { ReceivedMs = one.EventTimeMs + random.NextInt64(lateMinutes * 60_000L + 1) } : one)
            .OrderBy(one => one.ReceivedMs).ToArray();
        var (next, found, searches) = (0, 0, 0);
        var began = Environment.CpuUsage.TotalTime;
        for (var nowMs = StartMs + 7 * DayMs; nowMs <= StartMs + 8 * DayMs; nowMs += 500)
        {
            for (; next < day.Length && day[next].ReceivedMs <= nowMs; next++)
                book.Add(day[next]);
            found += book.Search(nowMs).Count(change => change.Kind == CascadeChangeKind.Opened);
            searches++;
        }

        var spent = Environment.CpuUsage.TotalTime - began;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Events} events, a tenth up to {lateMinutes} minutes late, {searches} searches, {found} cascades: {spent.TotalSeconds:0.0} s of a core, {spent.TotalSeconds / 864:0.000}% of a day"));

        // A fifth of the day's events falls into forty minutes; the first assets are the big ones.
        long At() => random.Next(5) == 0 ? 43_200_000 + random.NextInt64(2_400_000) : random.NextInt64(DayMs);
        Instrument Contract() => contracts[(int)(Assets * Math.Pow(random.NextDouble(), 3))];
        long MicroUsd() => (long)(4e9 * Math.Exp(1.3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2));

        Liquidation Liquidation(long timeMs) => new()
        {
            Instrument = Contract(),
            Side = random.Next(4) == 0 ? LiquidatedSide.Short : LiquidatedSide.Long,
            Price = ExactNumber.One,
            PriceKind = PriceKind.Fill,
            Quantity = ExactNumber.One,
            NotionalMicroUsd = MicroUsd(),
            BaseQuantity = 1,
            Contracts = 1,
            EventTimeMs = timeMs,
            ReceivedMs = timeMs,
            Identity = (ulong)timeMs,
        };
    }
}
