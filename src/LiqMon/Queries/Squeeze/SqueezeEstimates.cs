using LiqMon.Estimates;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Puts beside totals what they would be if sampled feeds hid nothing, as far as full feeds in the store can teach it.</summary>
internal sealed class SqueezeEstimates(StoreReader reader, SpanQuery question, IReadOnlyList<KnownVenue> venues)
{
    /// <summary>How far back of the span's end full feeds are learned from, and at most so many of their orders, the newest.</summary>
    private const int LearnedDays = 30;
    private const int LearnedOrders = 1_000_000;

    private readonly List<KnownVenue> _sampled =
        [.. venues.Where(venue => venue.Sampling is not null && question.Filter.Venues?.Contains(venue.Id) != false)];

    /// <summary>The same answers, each with its estimate.</summary>
    internal IReadOnlyList<SqueezeResult> Beside(IReadOnlyList<SqueezeResult> answers)
    {
        if (_sampled.Count == 0)
            return Without(answers, "no venue requested is sampled by a rule that it states");
        var groups = new EstimateGroups(answers, question.By);
        var reported = Reported(groups);
        var sums = reader.Liquidations.Totals(question.Filter with { Venues = Ids(_sampled) });
        if (reported.Values.Sum(orders => orders.Orders) != sums.LongOrders + sums.ShortOrders)
            return Without(answers, "single orders of this span are past their retention, and sums do not show how fast they came");
        var estimators = Learn([.. reported.Keys.Select(key => key.Rule).Distinct()]);
        if (estimators is null)
            return Without(answers, $"too few orders of full feeds ({string.Join(", ", Teachers())}) are stored to learn from");
        return [.. answers.Select((answer, at) => answer with { Estimate = Of(answer, (venue, rule) => reported.GetValueOrDefault((at, venue, rule)), estimators) })];
    }

    private static IReadOnlyList<SqueezeResult> Without(IReadOnlyList<SqueezeResult> answers, string why) =>
        [.. answers.Select(answer => answer with { Estimate = Empty() with { NoEstimate = why } })];

    private static EstimateResult Empty() => new() { Method = HiddenEstimator.Method, RangeRate = (decimal)HiddenEstimator.RangeRate };

    private static List<string> Ids(IEnumerable<KnownVenue> venues) => [.. venues.Select(venue => venue.Id)];

    private List<string> Teachers() => Ids(venues.Where(venue => venue.ReportsWholeOrders));

    private Dictionary<(int Group, string Venue, SamplingRule Rule), ReportedOrders> Reported(EstimateGroups groups)
    {
        var reported = new Dictionary<(int, string, SamplingRule), ReportedOrders>();
        var known = _sampled.ToDictionary(venue => venue.Id);
        foreach (var row in reader.Liquidations.List(question.Filter with { Venues = Ids(_sampled) }, 0, int.MaxValue, newestFirst: false))
        {
            if (groups.Of(row) is not { } group || known[row.Venue].SamplingOf(row.Margin) is not { } rule)
                continue;
            if (!reported.TryGetValue((group, row.Venue, rule), out var orders))
                reported.Add((group, row.Venue, rule), orders = new ReportedOrders());
            orders.Add(new(row.Venue, row.Symbol), row.Side, row.MicroUsd, row.TimeMs);
        }

        return reported;
    }

    /// <summary>What full feeds teach of each rule; null when it is too little.</summary>
    private Dictionary<SamplingRule, HiddenEstimator>? Learn(IReadOnlyList<SamplingRule> rules)
    {
        var learners = rules.Select(rule => (Rule: rule, Learner: new EstimateLearner(rule))).ToList();
        if (learners.Count == 0)
            return [];
        var filter = question.Filter with
        {
            Assets = null,
            Venues = Teachers(),
            FromMs = question.Filter.ToMs - (long)TimeSpan.FromDays(LearnedDays).TotalMilliseconds,
        };
        foreach (var row in reader.Liquidations.List(filter, 0, LearnedOrders, newestFirst: true))
        {
            foreach (var (_, learner) in learners)
                learner.Add(new(row.Venue, row.Symbol), row.Side, row.MicroUsd, row.TimeMs);
        }

        var estimators = new Dictionary<SamplingRule, HiddenEstimator>();
        foreach (var (rule, learner) in learners)
        {
            if (learner.Finish() is not { } learned)
                return null;
            estimators.Add(rule, learned);
        }

        return estimators;
    }

    private VenueEstimateResult Of(SqueezeResult answer, string venue, SamplingRule rule, ReportedOrders orders, HiddenEstimator estimator)
    {
        var moved = reader.Market.OpenInterestMovement(
            orders.Contracts, answer.From.ToUnixTimeMilliseconds(), Math.Min(answer.To.ToUnixTimeMilliseconds(), question.NowMs));
        var free = estimator.Of(orders);
        var hidden = moved is { } bound ? free.AtMost(bound) : free;
        return new VenueEstimateResult(
            venue, rule, Above(rule, orders.LongMicroUsd, hidden.Long), Above(rule, orders.ShortMicroUsd, hidden.Short),
            Above(rule, orders.LongMicroUsd + orders.ShortMicroUsd, hidden.Both), Math.Round((decimal)hidden.UnlearnedShare, 6),
            moved is { } dollars ? Cents(dollars) : null, hidden != free);
    }

    private EstimateResult Of(SqueezeResult answer, Func<string, SamplingRule, ReportedOrders?> reported, Dictionary<SamplingRule, HiddenEstimator> estimators)
    {
        List<VenueEstimateResult> estimated = [];
        foreach (var venue in _sampled.OrderBy(venue => venue.Id, StringComparer.Ordinal))
        {
            foreach (var rule in new[] { venue.SamplingOf(MarginKind.Linear), venue.SamplingOf(MarginKind.Inverse) }.OfType<SamplingRule>().Distinct())
            {
                if (reported(venue.Id, rule) is { } orders)
                    estimated.Add(Of(answer, venue.Id, rule, orders, estimators[rule]));
            }
        }

        if (estimated.Count == 0)
            return Empty() with { NoEstimate = "no sampled venue reported an order" };
        return Empty() with
        {
            Long = Sum(answer.LongUsd, estimated.Select(venue => venue.Long)),
            Short = Sum(answer.ShortUsd, estimated.Select(venue => venue.Short)),
            Total = Sum(answer.TotalUsd, estimated.Select(venue => venue.Total)),
            Venues = estimated,
            RangeOnly = [.. estimated.Where(venue => !venue.Sampling.AllowsEstimate()).Select(venue => venue.Venue).Distinct()],
            NotEstimated = [.. answer.Venues.Where(HidesByNoKnownRule).Order(StringComparer.Ordinal)],
            // All rules are learned from the same orders.
            LearnedFrom = [.. estimators.Values.First().Sources.Select(source => new LearnedFromResult(
                source.Venue, source.Orders, Timestamps.FromUnixMs(source.FromMs), Timestamps.FromUnixMs(source.ToMs)))],
        };
    }

    private bool HidesByNoKnownRule(string id) =>
        venues.FirstOrDefault(venue => venue.Id == id) is not { } known || (known.FeedClass != FeedClass.Full && known.Sampling is null);

    // Lower ends are added to lower ends: venues that hide much do so in the same minutes.
    private static EstimatedUsd Sum(decimal reported, IEnumerable<EstimatedUsd> venues)
    {
        var (hidden, low, high) = ((decimal?)null, reported, reported);
        foreach (var venue in venues)
        {
            if (venue.EstimateUsd is { } estimate)
                hidden = (hidden ?? 0) + estimate - venue.ReportedUsd;
            low += venue.LowUsd - venue.ReportedUsd;
            high += venue.HighUsd - venue.ReportedUsd;
        }

        return new EstimatedUsd(reported, reported + hidden, low, high);
    }

    private static EstimatedUsd Above(SamplingRule rule, long microUsd, HiddenRange hidden)
    {
        var reported = MicroUsd.ToUsd(microUsd);
        return !rule.AllowsEstimate()
            ? new EstimatedUsd(reported, null, reported, reported + Cents(hidden.High))
            : new EstimatedUsd(reported, reported + Cents(hidden.Estimate), reported + Cents(hidden.Low), reported + Cents(hidden.High));
    }

    // Far above all money there is, and far below where a decimal ends.
    private static decimal Cents(double dollars) => Math.Round((decimal)Math.Min(dollars, 1e18), 2);
}
