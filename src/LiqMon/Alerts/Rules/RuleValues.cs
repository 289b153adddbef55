using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Alerts;

/// <summary>What conditions look at, at one moment: each call is read once, however many rules and members want it.</summary>
/// <param name="answers">The store's answers.</param>
/// <param name="status">The state of every feed; null where nothing runs, so that it is not known.</param>
/// <param name="now">The moment.</param>
public sealed class RuleValues(StoreQueries answers, IReadOnlyList<StatusResult>? status, DateTimeOffset now)
{
    // What is the present of a price or a funding rate: the slowest venue is polled every few minutes, and what is older is not known.
    private const string PresentWindow = "15m";

    private readonly Dictionary<string, object> _read = new(StringComparer.Ordinal);

    /// <summary>The value of a call; truths are 1 and 0, and null is what is not known.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public double? Of(RuleCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var function = RuleFunctions.All[call.Function];
        return call.Function switch
        {
            "squeeze" => OfSqueeze(Total(call, function), call.Member),
            "oi" => OfInterest(Read(call, function, answers.Market.OpenInterest), call.Member),
            "funding" => Funding(Read(call, function, answers.Market.OpenInterest)),
            "price" => Read(call, function, answers.Market.OpenInterest).Instruments.FirstOrDefault(one => one.Mark is not null)?.Mark,
            "feed" => OfFeed(call.Arguments[0], call.Member),
            _ => throw new ArgumentException($"Nothing reads {call.Function}.", nameof(call)),
        };
    }

    /// <summary>What is missing from the totals of a call; null where they are complete, or where the call has none.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public string? FloorOf(RuleCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Function == "squeeze" && Total(call, RuleFunctions.All[call.Function]) is { Floor: true } total ? FloorReasons.Sentence(total) : null;
    }

    /// <summary>A call as the query that it is.</summary>
    internal static RawQuery QueryOf(RuleCall call, RuleFunction function)
    {
        var named = function.Names.Zip(call.Arguments).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return new RawQuery
        {
            Assets = named.TryGetValue("asset", out var asset) ? [asset] : [],
            Venues = named.TryGetValue("venue", out var venue) ? [venue] : [],
            Window = named.GetValueOrDefault("window") ?? PresentWindow,
        };
    }

    private T Read<T>(RuleCall call, RuleFunction function, Func<SpanQuery, T> ask)
        where T : class
    {
        if (_read.TryGetValue(call.Source, out var known))
            return (T)known;
        var parser = new QueryParser(answers.KnownVenues, static name => name);
        var query = parser.Read(QueryOf(call, function), [Grouping.None], now) ?? throw new InvalidOperationException(string.Join("; ", parser.Errors));
        var result = ask(query);
        _read.Add(call.Source, result);
        return result;
    }

    private SqueezeResult Total(RuleCall call, RuleFunction function) => Read(call, function, answers.Squeezes.Of)[0];

    private static double? OfSqueeze(SqueezeResult total, string? member) => member switch
    {
        "covered" => (double)total.Covered,
        "floor" => total.Floor ? 1 : 0,
        // Zeros of what nobody watched mean nothing.
        _ when total.Unwatched => null,
        "long_usd" => (double)total.LongUsd,
        "short_usd" => (double)total.ShortUsd,
        "total_usd" => (double)total.TotalUsd,
        "short_minus_long_usd" => (double)total.ShortMinusLongUsd,
        "short_share" => (double?)total.ShortShare,
        "long_orders" => total.LongOrders,
        "short_orders" => total.ShortOrders,
        "largest_usd" => (double)(total.Largest?.Usd ?? 0),
        "liquidated_bps" => total.Context?.LiquidatedBps,
        "price_change" => total.Context?.Price?.Change,
        "oi_change" => total.Context?.OpenInterest?.BaseChange,
        _ => throw new ArgumentException($"A total has no {member}.", nameof(member)),
    };

    private static double? OfInterest(OpenInterestResult interest, string? member)
    {
        var totals = interest.Totals;
        return member switch
        {
            "usd" => totals.Count == 0 ? null : totals.Sum(total => total.Usd),
            "usd_change" => Sum(totals.Select(total => total.UsdChange)),
            // In coins where there is one asset: dollars move with the price alone.
            "change" => totals is [{ BaseStart: > 0 } one]
                ? one.BaseChange / one.BaseStart
                : Sum(totals.Select(total => total.UsdStart)) is { } start and > 0 ? Sum(totals.Select(total => total.UsdChange)) / start : null,
            _ => throw new ArgumentException($"Open interest has no {member}.", nameof(member)),
        };
    }

    /// <summary>The funding rate, each contract weighted by its open interest.</summary>
    private static double? Funding(OpenInterestResult interest)
    {
        var known = interest.Instruments.Where(one => one.FundingRate is not null && one.Usd is > 0).ToList();
        return known.Count == 0 ? null : known.Sum(one => one.FundingRate!.Value * one.Usd!.Value) / known.Sum(one => one.Usd!.Value);
    }

    private double? OfFeed(string venue, string? member)
    {
        var isAny = venue.Equals("all", StringComparison.OrdinalIgnoreCase);
        var feeds = status?.Where(feed => isAny || feed.Venue.Equals(venue, StringComparison.OrdinalIgnoreCase)).ToList();
        // A venue that is not watched is neither up nor down.
        if (feeds is null or [])
            return null;
        var down = feeds.Where(feed => feed.State != "live").ToList();
        return member switch
        {
            "down" => down.Count > 0 ? 1 : 0,
            // A clock that was set back makes nothing negative.
            "seconds_down" => down.Count == 0 ? 0 : Math.Max(0, (now - down.Min(feed => feed.Since)).TotalSeconds),
            _ => throw new ArgumentException($"A feed has no {member}.", nameof(member)),
        };
    }

    private static double? Sum(IEnumerable<double?> values) => values.Aggregate((double?)null, static (sum, value) => value is null ? sum : (sum ?? 0) + value);
}
