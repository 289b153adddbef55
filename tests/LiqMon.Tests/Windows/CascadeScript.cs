using LiqMon.Market;
using LiqMon.Windows;

namespace LiqMon.Tests.Windows;

/// <summary>Makes liquidations of a market from a seed, and keeps what searches tell as the table would.</summary>
internal sealed class CascadeScript(int seed)
{
    /// <summary>2026-11-02T00:00:00Z, a Monday.</summary>
    internal const long StartMs = 1_793_577_600_000;
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Instrument> _contracts = [];
    private ulong _identity;

    internal List<Liquidation> Events { get; } = [];

    internal IEnumerable<Liquidation> InOrder => Events.OrderBy(liquidation => liquidation.EventTimeMs);

    /// <summary>Ordinary minutes: orders at random times, of sizes that spread like those of real venues, more by day than by night.</summary>
    internal CascadeScript Quiet(string asset, long fromMinute, long toMinute, double ordersPerMinute, double medianUsd, double spread)
    {
        for (var at = (double)fromMinute; ;)
        {
            var hour = at / 60 % 24;
            at -= Math.Log(1 - _random.NextDouble()) / (ordersPerMinute * (1 + 0.5 * Math.Sin(hour / 24 * 2 * Math.PI)));
            if (at >= toMinute)
                return this;
            Add(asset, (long)(at * 60_000), _random.Next(2) == 0 ? LiquidatedSide.Long : LiquidatedSide.Short, medianUsd * Math.Exp(spread * Normal()));
        }
    }

    /// <summary>Dollars of one minute, in equal orders at random times, with a share of one side.</summary>
    internal CascadeScript Minute(string asset, long minute, double usd, LiquidatedSide side, double share, int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            var ours = i < orders * share;
            Add(asset, minute * 60_000 + _random.NextInt64(60_000), ours ? side : 1 - side, usd / orders);
        }

        return this;
    }

    internal CascadeScript Order(string asset, long offsetMs, LiquidatedSide side, double usd)
    {
        Add(asset, offsetMs, side, usd);
        return this;
    }

    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Everything read in order, searched once: the offline list.</summary>
    internal Dictionary<string, Cascade> Offline(CascadeRule rule, long nowMs)
    {
        var book = NewBook(rule);
        foreach (var liquidation in InOrder)
            book.Add(liquidation);
        var table = new Dictionary<string, Cascade>();
        Apply(table, book.Search(nowMs));
        return table;
    }

    internal CascadeDetector NewBook(CascadeRule rule) =>
        new(rule, long.MaxValue, 0, static _ => throw new InvalidOperationException("Nothing older is needed."));

    /// <summary>What the table would hold after some changes.</summary>
    internal static void Apply(Dictionary<string, Cascade> table, IReadOnlyList<CascadeChange> changes)
    {
        foreach (var (kind, cascade) in changes)
        {
            if (kind == CascadeChangeKind.Withdrawn)
                Assert.True(table.Remove(Name(cascade)), $"withdrawn, but never told: {Name(cascade)}");
            else
                table[Name(cascade)] = cascade;
        }
    }

    internal static string Name(Cascade cascade) => $"{cascade.Asset} {cascade.Side} {cascade.StartMs}";

    internal static string Text(Cascade cascade) =>
        FormattableString.Invariant($"{Name(cascade)}-{cascade.EndMs} {cascade.MicroUsd}/{cascade.SideMicroUsd} {cascade.Orders} {cascade.PeakMinuteMs} {cascade.PeakMinuteMicroUsd} {cascade.Multiple} {string.Join(',', cascade.Venues)} {cascade.IsOpen}");

    internal static string[] Lines(Dictionary<string, Cascade> table) => [.. table.Values.Select(Text).Order(StringComparer.Ordinal)];

    private void Add(string asset, long offsetMs, LiquidatedSide side, double usd)
    {
        var venue = _random.Next(3) switch { 0 => "binance", 1 => "bybit", _ => "okx" };
        if (!_contracts.TryGetValue(venue + asset, out var contract))
            _contracts.Add(venue + asset, contract = new Instrument { Venue = venue, Symbol = asset + "USDT", Asset = asset, Quote = "USDT" });
        var timeMs = StartMs + offsetMs;
        Events.Add(new Liquidation
        {
            Instrument = contract,
            Side = side,
            Price = ExactNumber.One,
            PriceKind = PriceKind.Fill,
            Quantity = ExactNumber.One,
            NotionalMicroUsd = (long)(usd * 1e6),
            BaseQuantity = 1,
            Contracts = 1,
            EventTimeMs = timeMs,
            ReceivedMs = timeMs,
            Identity = ++_identity,
        });
    }
}
