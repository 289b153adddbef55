using LiqMon.Cli;
using LiqMon.Cli.Commands;
using LiqMon.Configuration;
using LiqMon.Demo;
using LiqMon.Hosting;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Tests.Queries;
using LiqMon.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiqMon.Tests.Demo;

/// <summary>The past that an empty demo begins with, against the simulator's own arithmetic.</summary>
public sealed class DemoHistoryTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(6);

    // The past ends with the minute in which it is written.
    private static readonly FixedTime Clock = new(TimeProvider.System.GetUtcNow());

    private readonly StoreFolder _folder = StoreFolder.Fast();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_venue_has_what_the_market_did_but_for_what_was_missed()
    {
        await using var simulation = await StartAsync();
        await WriteAsync(simulation);
        var toMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() / 60_000 * 60_000;
        var plan = new HistoryPlan(toMs - (long)Length.TotalMilliseconds, toMs);
        var sent = simulation.Past(DateTimeOffset.FromUnixTimeMilliseconds(plan.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(plan.ToMs))
            .SelectMany(minute => minute.Orders)
            .Where(order => !plan.GapsOf(order.Contract.Venue).Any(gap => order.TimeMs >= gap.FromMs && order.TimeMs < gap.ToMs))
            .GroupBy(order => $"{order.Contract.Venue} {order.Contract.Asset} {order.Position}")
            .ToDictionary(group => group.Key, group => (group.Sum(order => order.Contract.MicroUsd(order.Quantity, order.Price)), group.LongCount()));

        Assert.True(sent.Count > 50);
        Assert.Equal(sent.OrderBy(pair => pair.Key, StringComparer.Ordinal), Stored(plan).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        using var reader = _folder.Read();
        Assert.True(reader.State.IsSimulated());
        foreach (var venue in new[] { "bybit", "okx" })
        {
            var missed = plan.GapsOf(venue).Sum(gap => gap.ToMs!.Value - gap.FromMs);
            var covered = reader.Coverage.OfVenues([venue], plan.FromMs, plan.ToMs, plan.ToMs).Single().Share;
            Assert.Equal(1 - (missed / (double)(plan.ToMs - plan.FromMs)), covered, 9);
        }
    }

    [Fact]
    public async Task A_store_that_holds_something_is_left_as_it_is()
    {
        await using var simulation = await StartAsync();
        await WriteAsync(simulation);
        using var store = _folder.Open(_folder.Options with { IsSimulated = true });
        Assert.Null(await History(simulation).WriteAsync(store, Length, CancellationToken.None));
    }

    [Fact]
    public async Task Prices_end_where_the_live_market_begins()
    {
        await using var simulation = await StartAsync();
        var end = DateTimeOffset.FromUnixTimeSeconds(1_794_000_000 / 60 * 60);
        var last = simulation.Past(end - Length, end).Last(minute => minute.Quotes.Count > 0);
        foreach (var quote in last.Quotes.Where(quote => quote.Contract is { Asset: "BTC", Inverse: false, ExpiryMs: null }))
            Assert.InRange(quote.Mark, 100_000m, 102_000m);
        // Equal seeds, equal past.
        Assert.Equal(
            simulation.Past(end - Length, end).Take(500).SelectMany(minute => minute.Orders),
            simulation.Past(end - Length, end).Take(500).SelectMany(minute => minute.Orders));
    }

    private static Task<Simulation> StartAsync() => Simulation.StartAsync(
        new() { Rate = 0, Assets = ["BTC", "ETH", "PEPE"] }, TimeProvider.System, CancellationToken.None);

    private async Task WriteAsync(Simulation simulation)
    {
        using var store = _folder.Open(_folder.Options with { IsSimulated = true });
        Assert.True(await History(simulation).WriteAsync(store, Length, CancellationToken.None) > 0);
    }

    private static DemoHistory History(Simulation simulation)
    {
        var settings = OptionsReading.Read(SettingsSources.Read(Path.GetTempPath(), new Dictionary<string, string>(), null, new Dictionary<string, string?>()));
        var demo = DemoCommand.SettingsOf(new DemoOptions(settings, DataGiven: false, new SimulationOptions(), Color: false, Length), simulation);
        return new DemoHistory(simulation, demo.Venues, Clock, NullLogger.Instance);
    }

    private Dictionary<string, (long MicroUsd, long Orders)> Stored(HistoryPlan plan)
    {
        using var reader = _folder.Read();
        var sums = new Dictionary<string, (long, long)>();
        foreach (var venue in reader.State.VenueCounts().Select(count => count.Venue))
        {
            var filter = new LiquidationFilter { Venues = [venue], FromMs = plan.FromMs, ToMs = plan.ToMs, IncludeTraditional = true };
            foreach (var total in reader.Liquidations.Totals(filter, Grouping.Asset))
            {
                if (total.LongOrders > 0)
                    sums[$"{venue} {total.Group} {LiquidatedPosition.Long}"] = ((long)total.LongMicroUsd, total.LongOrders);
                if (total.ShortOrders > 0)
                    sums[$"{venue} {total.Group} {LiquidatedPosition.Short}"] = ((long)total.ShortMicroUsd, total.ShortOrders);
            }
        }

        return sums;
    }
}
