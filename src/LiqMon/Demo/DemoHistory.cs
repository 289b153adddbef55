using LiqMon.Configuration;
using LiqMon.Feeds;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Demo;

/// <summary>
/// Gives the empty store of a demo a past: what LiqMon would hold if it had watched the simulated market all along, with two
/// stretches that it missed. Every view then has something to show from the first second.
/// </summary>
/// <param name="simulation">The simulated venues, which answer with their lists of contracts.</param>
/// <param name="venues">Where they listen, by venue id.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class DemoHistory(Simulation simulation, IReadOnlyDictionary<string, VenueOptions> venues, TimeProvider time, ILogger log)
{
    private const long MinuteMs = 60_000;

    /// <summary>Writes the past, up to this minute.</summary>
    /// <param name="store">The store, open for writing.</param>
    /// <param name="length">How far back.</param>
    /// <param name="cancellation">Ends it early; what was written stays.</param>
    /// <returns>Liquidations written; null when the store holds something already.</returns>
    internal async Task<long?> WriteAsync(EventStore store, TimeSpan length, CancellationToken cancellation)
    {
        if (store.Sequence > 0)
            return null;
        using var commits = new CommandCommits(store, time, log, cancellation);
        try
        {
            var contracts = await ContractsAsync(commits, commits.Reading).ConfigureAwait(false);
            await WriteAsync(contracts, commits, length, commits.Reading).ConfigureAwait(false);
        }
        finally
        {
            await commits.EndAsync().ConfigureAwait(false);
        }

        return commits.Counters.Stored;
    }

    private async Task WriteAsync(
        Dictionary<ContractKey, Instrument> contracts, CommandCommits commits, TimeSpan length, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var toMs = now.ToUnixTimeMilliseconds() / MinuteMs * MinuteMs;
        var plan = new HistoryPlan(toMs - ((long)length.TotalMinutes * MinuteMs), toMs);
        var publishing = venues.Keys.Where(venue => VenueCatalog.Find(venue)?.Profile.FeedClass is not (null or FeedClass.None)).ToList();
        var missed = venues.Keys.ToDictionary(venue => venue, plan.GapsOf);
        var number = 0UL;
        foreach (var minute in simulation.Past(DateTimeOffset.FromUnixTimeMilliseconds(plan.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(toMs)))
        {
            foreach (var order in minute.Orders)
            {
                if (!IsMissed(missed[order.Contract.Venue], order.TimeMs)
                    && contracts.GetValueOrDefault(new(order.Contract.Venue, order.Contract.Symbol)) is { } contract
                    && PastItems.Of(contract, order, ++number) is { } liquidation)
                {
                    await commits.Items.WriteAsync(liquidation, cancellation).ConfigureAwait(false);
                }
            }

            foreach (var quote in minute.Quotes)
            {
                if (IsMissed(missed[quote.Contract.Venue], minute.StartMs)
                    || contracts.GetValueOrDefault(new(quote.Contract.Venue, quote.Contract.Symbol)) is not { } contract)
                {
                    continue;
                }

                var (openInterest, mark) = PastItems.Of(contract, quote, minute.StartMs);
                await commits.Items.WriteAsync(openInterest, cancellation).ConfigureAwait(false);
                await commits.Items.WriteAsync(mark, cancellation).ConfigureAwait(false);
            }
        }

        // Coverage comes last: an interrupted past claims nothing. Since its end nothing was running.
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var item in publishing.SelectMany(venue => plan.CoveredOf(venue).Concat<object>(plan.GapsOf(venue))
            .Append(new Gap(venue, CoveredSpan.WholeVenue, toMs, nowMs, GapReason.NotRunning))))
            await commits.Items.WriteAsync(StoreItem.Of(item), cancellation).ConfigureAwait(false);
    }

    private static bool IsMissed(IReadOnlyList<Gap> gaps, long timeMs)
    {
        foreach (var gap in gaps)
        {
            if (timeMs >= gap.FromMs && timeMs < gap.ToMs)
                return true;
        }

        return false;
    }

    /// <summary>The contracts as the venues list them, by the name that messages call them.</summary>
    private async Task<Dictionary<ContractKey, Instrument>> ContractsAsync(CommandCommits commits, CancellationToken cancellation)
    {
        using var http = RestClient.NewHttpClient();
        var pauses = new HostRateLimits(time);
        var listed = await Task.WhenAll(venues.Where(pair => pair.Value.Enabled).Select(async pair =>
        {
            var venue = VenueCatalog.Find(pair.Key)!;
            var rest = new RestClient(http, venue.Profile, pair.Value, pauses, time);
            var loader = new InstrumentLoader(new()
            {
                Venue = venue,
                Symbols = new SymbolRegistry(),
                Rest = rest,
                Store = commits.Items,
                Wanted = new AsyncAutoResetSignal(),
                Random = new Random(1),
                Time = time,
                Logger = log,
            });
            await loader.LoadAsync(cancellation).ConfigureAwait(false);
            return loader.Listed;
        })).ConfigureAwait(false);
        return listed.SelectMany(list => list).ToDictionary(contract => new ContractKey(contract.Venue, contract.WireName));
    }
}
