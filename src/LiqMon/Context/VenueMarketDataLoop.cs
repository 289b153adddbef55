using System.Text.Json;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Context;

/// <summary>
/// Fetches, once an hour and for the assets with the most open interest, what venues publish about their own past:
/// candles of the mark price from the first venue that answers, and the ratio of long to short accounts from each. A few
/// calls in ten seconds at most, through the same pauses as the venue's other calls.
/// </summary>
internal sealed class VenueMarketDataLoop(ContextSetup setup)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan BeforeContracts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAssets = TimeSpan.FromSeconds(2);
    private const int FreshHours = 48;

    private readonly Dictionary<string, RestClient> _clients = VenueCatalog.Series
        .Where(series => setup.Venues.ContainsKey(series.Venue))
        .ToDictionary(
            series => series.Venue,
            series => new RestClient(setup.Http, VenueCatalog.Find(series.Venue)!.Profile, setup.Venues[series.Venue], setup.Pauses, setup.Time));

    /// <summary>Fetches until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        var hours = VenueMarketData.MostHours;
        while (!cancellation.IsCancellationRequested)
        {
            var contracts = Contracts();
            foreach (var asset in contracts)
            {
                await CandlesAsync(asset, cancellation).ConfigureAwait(false);
                await RatiosAsync(asset, hours, cancellation).ConfigureAwait(false);
                await TaskDelay.ForAsync(BetweenAssets, setup.Time, cancellation).ConfigureAwait(false);
            }

            if (contracts.Count > 0)
                hours = FreshHours;
            // In a new store contracts and open interest come after a while.
            await TaskDelay.ForAsync(contracts.Count > 0 ? Every : BeforeContracts, setup.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Of each of the largest assets the largest dollar perpetual of each venue.</summary>
    private List<List<Instrument>> Contracts()
    {
        try
        {
            using var reader = setup.Open();
            var nowMs = setup.Time.GetUtcNow().ToUnixTimeMilliseconds();
            var open = reader.Market.OpenInterest(new LiquidationFilter { FromMs = nowMs - 3_600_000, ToMs = nowMs + 1 });
            var usd = open.ToDictionary(row => row.Key, row => row.Usd ?? 0);
            var top = open.GroupBy(row => row.Asset).OrderByDescending(group => group.Sum(row => row.Usd ?? 0))
                .Take(setup.Options.Assets).Select(group => group.Key).ToList();
            var known = reader.Market.Instruments().Where(contract => contract is { Kind: InstrumentKind.Perpetual, Margin: MarginKind.Linear }
                && AssetNames.IsUsd(contract.Quote) && _clients.ContainsKey(contract.Venue)).ToLookup(contract => contract.Asset);
            return
            [
                .. top.Select(asset => known[asset].GroupBy(contract => contract.Venue)
                    .Select(group => group.MaxBy(contract => usd.GetValueOrDefault(contract.Key))!)
                    .ToList()).Where(contracts => contracts.Count > 0),
            ];
        }
        catch (StoreException failure)
        {
            setup.Log.MarketDataWaits(failure.Message);
            return [];
        }
    }

    private async Task CandlesAsync(List<Instrument> contracts, CancellationToken cancellation)
    {
        foreach (var series in VenueCatalog.Series)
        {
            if (series.Candles is not { } request || contracts.Find(contract => contract.Venue == series.Venue) is not { } contract)
                continue;
            var candles = await AskAsync(
                series.Venue, request(contract),
                body => series.ReadCandles(contract, body.Span, setup.Time.GetUtcNow().ToUnixTimeMilliseconds()), cancellation).ConfigureAwait(false);
            if (candles is not { Count: > 0 })
                continue;
            foreach (var candle in candles)
                await setup.Store.WriteAsync(StoreItem.Of(candle), cancellation).ConfigureAwait(false);
            return;
        }
    }

    private async Task RatiosAsync(List<Instrument> contracts, int hours, CancellationToken cancellation)
    {
        foreach (var series in VenueCatalog.Series)
        {
            if (contracts.Find(contract => contract.Venue == series.Venue) is not { } contract)
                continue;
            var samples = await AskAsync(
                series.Venue, series.Ratio(contract, hours), body => series.ReadRatio(contract.Asset, body.Span), cancellation).ConfigureAwait(false);
            foreach (var sample in samples ?? [])
                await setup.Store.WriteAsync(StoreItem.Of(sample), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<T>?> AskAsync<T>(
        string venue, RestRequest request, Func<ReadOnlyMemory<byte>, IReadOnlyList<T>> read, CancellationToken cancellation)
    {
        using var answer = await _clients[venue].GetAsync(request, cancellation).ConfigureAwait(false);
        var failure = answer.Failure;
        try
        {
            if (answer.Verdict == RestStatus.Ok)
            {
                var rows = read(answer.Body);
                setup.Counters.Answered(venue, setup.Time.GetUtcNow());
                Failures(venue).Recovered(request.Name);
                return rows;
            }
        }
        catch (JsonException)
        {
            failure = new(GapReason.Unreadable, "the answer is not readable");
        }

        setup.Counters.Failed(venue);
        if (!setup.Failures.Of(venue).IsUnreachable)
            Failures(venue).Failed(request.Name, failure, detail => setup.Log.MarketDataMissing(venue, request.Name, detail));
        return null;
    }

    // Of its own: that a venue lacks a ratio of one asset for days is no failure of its feeds.
    private FailureLog Failures(string venue) => setup.Failures.Of(venue + " market data");
}
