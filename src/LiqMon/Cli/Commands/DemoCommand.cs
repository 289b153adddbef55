using System.Globalization;
using LiqMon.Cli.Live;
using LiqMon.Demo;
using LiqMon.Hosting;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Commands;

/// <summary>Does what <c>run</c> does, against simulated venues on this machine.</summary>
internal static class DemoCommand
{
    private const string DemoData = OtherStore.OfDemo;
    private const string ReportsFolder = "reports";
    private const string LakeFolder = "lake";

    internal static async Task<int> RunAsync(CliContext context, DemoOptions options, CancellationToken cancellation)
    {
        await using var simulation = await Simulation.StartAsync(options.Simulation, context.Time, cancellation).ConfigureAwait(false);
        var settings = SettingsOf(options, simulation);
        await WriteHistoryAsync(context, options, settings, simulation, cancellation).ConfigureAwait(false);
        var text = new BannerText(
            "LiqMon demo: SIMULATED DATA",
            [
                "Every figure is made up by venues simulated on this machine. A cascade begins after one minute.",
                $"What they sent, exactly: {simulation.LedgerUrl}",
                $"Ask in another terminal: liqmon squeeze --data {settings.Data} --asset BTC --window 5m",
            ]);
        return await RunCommand.WatchAsync(context, settings, options.Color, text, cancellation).ConfigureAwait(false);
    }

    private static async Task WriteHistoryAsync(
        CliContext context, DemoOptions options, LiqMonOptions settings, Simulation simulation, CancellationToken cancellation)
    {
        if (options.History < TimeSpan.FromMinutes(1))
            return;
        using var logs = LogSetup.Of(context, out _);
        using var store = EventStore.Open(settings.ForStore(), context.Time);
        if (store.Sequence > 0)
            return;
        await context.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"liqmon: making {options.History.TotalDays:0.#} days of simulated past …")).ConfigureAwait(false);
        var began = context.Time.GetTimestamp();
        var history = new DemoHistory(simulation, settings.Venues, context.Time, logs.CreateLogger<DemoHistory>());
        var written = await history.WriteAsync(store, options.History, cancellation).ConfigureAwait(false);
        await context.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"liqmon: {NumberText.Count(written ?? 0)} simulated liquidations in {context.Time.GetElapsedTime(began).TotalSeconds:0.0} s")).ConfigureAwait(false);
    }

    /// <summary>The user's settings, with nothing left by which simulated data could leave this process or mix with real data.</summary>
    internal static LiqMonOptions SettingsOf(DemoOptions options, Simulation simulation)
    {
        var data = options.DataGiven ? options.Settings.Data : DemoData;
        return options.Settings with
        {
            // Simulated liquidations must never be mixed into real ones, nor their reports: the real run would find its week written.
            Data = data,
            Reports = options.Settings.Reports is { } plan ? plan with { Directory = Path.Combine(data, ReportsFolder) } : null,
            Lake = options.Settings.Lake is { } lake ? lake with { Directory = Path.Combine(data, LakeFolder) } : null,
            IsSimulated = true,
            Influx = null,
            Postgres = null,
            Alerts = [],
            AlertRules = [],
            Coinalyze = new(null, null),
            // Nobody outside is queried: simulated and real prices side by side would mislead.
            Context = options.Settings.Context with
            {
                CoinbaseUrl = simulation.SourcesUrl,
                BinanceSpotUrl = simulation.SourcesUrl,
                CoinGeckoUrl = simulation.SourcesUrl,
                HyperliquidDailyUrl = simulation.SourcesUrl,
            },
            Venues = options.Settings.Venues.ToDictionary(
                pair => pair.Key,
                pair => simulation.Endpoints.TryGetValue(pair.Key, out var endpoint)
                    ? pair.Value with { Enabled = true, WebSocketUrl = endpoint.WebSocketUrl, RestUrl = endpoint.RestUrl }
                    : pair.Value with { Enabled = false }),
        };
    }
}
