using LiqMon.Market;
using LiqMon.Simulator;
using LiqMon.Venues;

namespace LiqMon.Tests.Completeness;

/// <summary>Draws histories: equal seeds give equal histories.</summary>
internal sealed class HistoryDraw
{
    /// <summary>One history in so many has no fault, so that the claim "complete" is seen to be made.</summary>
    private const int FaultlessEvery = 5;

    private static readonly IReadOnlyList<string> FullVenues =
    [
        .. Simulation.KnownVenues.Where(id => VenueCatalog.Find(id)!.Profile.FeedClass == FeedClass.Full).Order(StringComparer.Ordinal),
    ];

    private readonly Random _random;
    private readonly int _seed;
    private readonly TimeSpan _length;
    private readonly IReadOnlyList<string> _venues;
    private int _steps = 1;

    private HistoryDraw(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _length = TimeSpan.FromSeconds(_random.Next(60, 100));
        var venues = FullVenues.ToArray();
        _random.Shuffle(venues);
        // Now and then one that never publishes all: no answer over it may be complete.
        _venues = [.. venues.Take(_random.Next(1, 3)), .. _random.Next(10) == 0 ? (string[])["okx"] : []];
    }

    public static History Of(int seed) => new HistoryDraw(seed).Draw();

    private History Draw()
    {
        var history = new History { Seed = _seed, Venues = _venues, Length = _length, Repairs = _random.Next(2) == 0 };
        if (_seed % FaultlessEvery != 0)
            history = new FaultDraw(_random, history).WithFaults();
        var isDense = history.Faults.Any(FaultDraw.NeedsSteadyOrders);
        history = history with { Orders = [.. _venues.SelectMany(venue => isDense ? SteadyOrders(venue) : Clusters(venue)).OrderBy(order => order.At)] };
        return history with { Queries = Queries(history) };
    }

    /// <summary>A few orders within a second or two, then seconds without any.</summary>
    private IEnumerable<PlannedOrder> Clusters(string venue)
    {
        for (var at = TimeSpan.FromSeconds(1 + (4 * _random.NextDouble())); at < _length; at += TimeSpan.FromSeconds(5 + (5 * _random.NextDouble())))
        {
            var next = at;
            for (var left = _random.Next(1, 6); left > 0; left--)
            {
                yield return Order(venue, next);
                next += TimeSpan.FromSeconds(0.6 * _random.NextDouble());
            }
        }
    }

    private IEnumerable<PlannedOrder> SteadyOrders(string venue)
    {
        for (var at = TimeSpan.FromSeconds(1); at < _length; at += TimeSpan.FromSeconds(0.3 + (0.5 * _random.NextDouble())))
            yield return Order(venue, at);
    }

    private PlannedOrder Order(string venue, TimeSpan at) => new(
        at, venue, _random.Next(100), (LiquidatedPosition)_random.Next(2), _random.Next(-5, 6), _steps += 2);

    private List<PlannedQuery> Queries(History history)
    {
        var queries = new List<PlannedQuery> { new(null, Seconds(0), _length + history.Tail), new(null, History.WarmUp, _length) };
        for (var i = 0; i < 12; i++)
        {
            var askedAt = i < 4 ? Seconds(_random.Next(30, (int)_length.TotalSeconds)) : (TimeSpan?)null;
            var latest = (int)(askedAt ?? _length).TotalSeconds;
            var from = _random.Next(history.IsFaultless ? (int)History.WarmUp.TotalSeconds : 0, latest - 2);
            var span = (From: Seconds(from), To: Seconds(_random.Next(from + 1, latest)));
            if (askedAt is { } asked && HasUnknownContract(history, asked))
                continue;
            if (history.HasWrongClock)
                span = (Quiet(history, span.From), Quiet(history, span.To));
            if (span.To <= span.From)
                continue;
            queries.Add(new PlannedQuery(askedAt, span.From, span.To, AnyOf(history.Venues), MayAskForAssets(history) ? AnyOf(history.Assets) : null));
        }

        return queries;
    }

    /// <summary>Whether a contract began to trade so shortly before a moment that no sweep of tickers has named it yet.</summary>
    private static bool HasUnknownContract(History history, TimeSpan moment) => history.Faults
        .Where(fault => fault is AddContract or PreLaunchContract or RenameContract).Select(fault => fault.From)
        .Concat(history.Unlisted.Select(_ => TimeSpan.Zero))
        .Any(began => moment >= began && moment - began < TimeSpan.FromSeconds(35));

    /// <summary>The last whole second before a moment that no order is near to, by any clock that is right to a second.</summary>
    private static TimeSpan Quiet(History history, TimeSpan moment)
    {
        while (moment > TimeSpan.Zero && history.Orders.Any(order => (order.At - moment).Duration() < TimeSpan.FromSeconds(1.5)))
            moment -= TimeSpan.FromSeconds(1);
        return moment;
    }

    /// <summary>Some venues take the asset from the name of a contract, and a renamed one may be of another asset.</summary>
    private static bool MayAskForAssets(History history) => !history.Faults.OfType<RenameContract>().Any();

    private IReadOnlyList<string>? AnyOf(IReadOnlyList<string> all) =>
        _random.Next(3) == 0 ? [all[_random.Next(all.Count)]] : null;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
