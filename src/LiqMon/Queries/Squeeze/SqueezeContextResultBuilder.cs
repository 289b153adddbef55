using System.Globalization;
using LiqMon.Completeness;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Puts one total beside price, open interest, and the spans of the same length before it.</summary>
internal sealed class SqueezeContextResultBuilder(StoreReader reader, SpanQuery question, QueryScope scope)
{
    /// <summary>A year of weeks.</summary>
    private const int MostSpans = 52;

    private readonly IReadOnlyList<string> _requested = scope.RequestedVenues(question);
    private readonly CompletenessQuery _completeness = scope.Query(reader);
    private readonly LiquidationFilter _filter = question.Filter;
    private readonly long _spanMs = question.Filter.ToMs - question.Filter.FromMs;

    /// <summary>The context of an answer to the question.</summary>
    internal SqueezeContextResult Of(SqueezeResult answer)
    {
        var ends = reader.Market.Ends(_filter);
        var coverage = answer.Covered;
        var price = Price(ends);
        var open = OpenInterest(ends);
        var facts = new LabelFacts
        {
            Coverage = (double)coverage,
            ShortShare = (double?)answer.ShortShare,
            LogReturn = price is null ? null : Math.Log(price.End / price.Start),
            Sigma = price?.Sigma,
            OpenInterestChange = open?.BaseChange,
            OpenInterestShare = open is null ? 0 : (double)open.Venues / open.VenuesKnown,
        };
        var (label, why) = LabelRule.Decide(facts);
        var past = Past(answer.TotalUsd, coverage);
        return new SqueezeContextResult
        {
            Label = label,
            NoLabel = why is { } reason ? Describe(reason, answer, open) : null,
            Coverage = coverage,
            Price = price,
            OpenInterest = open,
            LiquidatedBps = open is { UsdStart: > 0 } ? Math.Round((double)answer.TotalUsd / open.UsdStart * 10_000, 4) : null,
            Before = past.Before,
            Rank = past.Rank,
            RankedSpans = past.Spans,
        };
    }

    private SpanPriceResult? Price(IReadOnlyList<SpanEnds> ends)
    {
        if (_filter.Assets is not { Count: 1 })
            return null;
        var priced = ends.Where(end => end is { IsDollarPerpetual: true, MarkAtStart: > 0, MarkAtEnd: > 0 }).ToDictionary(end => end.Key);
        if (priced.Count == 0)
            return null;
        var ranked = reader.Market.PriceContracts(_filter.Assets[0], question.DisplayToMs)
            .Where(contract => _filter.Venues is null || _filter.Venues.Contains(contract.Venue)).ToList();
        var place = ranked.FindIndex(priced.ContainsKey);
        if (place < 0 || priced[ranked[place]] is not { MarkAtStart: { } start, MarkAtEnd: { } end } reference)
            return null;
        var sigma = SpanVolatility.Of(Past(reference));
        return new SpanPriceResult(
            reference.Venue, reference.Symbol, start, end, Math.Round(end / start - 1, 6), sigma is { } known ? Math.Round(known, 6) : null)
        {
            NotFirst = place == 0 ? null : $"{ranked[0].Symbol} on {ranked[0].Venue} has no price at both ends of the span",
        };
    }

    private IReadOnlyList<double?> Past(SpanEnds contract)
    {
        var moments = SpanVolatility.Moments(_filter.FromMs, _spanMs);
        var toleranceMs = SpanEndsQuery.ToleranceMs(_spanMs);
        var marks = reader.Market.Marks(contract.Key, moments, toleranceMs);
        if (toleranceMs < MarkCandle.LengthMs / 2 || marks.All(mark => mark is not null))
            return marks;
        // Where LiqMon did not watch, the venue's candles give the price at every fourth hour: never more than two hours off.
        var candles = reader.Market.Candles(contract.Key, moments[^1] - MarkCandle.LengthMs, moments[0])
            .ToDictionary(candle => candle.StartMs, candle => candle.Open);
        return
        [
            .. marks.Zip(moments, (mark, momentMs) => mark
                ?? (candles.TryGetValue((momentMs + (MarkCandle.LengthMs / 2)) / MarkCandle.LengthMs * MarkCandle.LengthMs, out var open) ? open : null)),
        ];
    }

    private static SpanOpenInterestResult? OpenInterest(IReadOnlyList<SpanEnds> ends)
    {
        var both = ends.Where(end => end is { BaseAtStart: not null, BaseAtEnd: not null, UsdAtStart: not null }).ToList();
        if (both.Count == 0)
            return null;
        var oneAsset = both.All(end => end.Asset == both[0].Asset);
        double? start = oneAsset ? both.Sum(end => end.BaseAtStart!.Value) : null;
        double? stop = oneAsset ? both.Sum(end => end.BaseAtEnd!.Value) : null;
        return new SpanOpenInterestResult(
            Rounded(start),
            Rounded(stop),
            start > 0 ? Math.Round(stop!.Value / start.Value - 1, 6) : null,
            Math.Round(both.Sum(end => end.UsdAtStart!.Value), 2),
            both.Count,
            both.Select(end => end.Venue).Distinct().Count(),
            ends.Where(end => end.BaseAtStart is not null || end.BaseAtEnd is not null).Select(end => end.Venue).Distinct().Count());

        static double? Rounded(double? number) => number is { } known ? Math.Round(known, 6) : null;
    }

    private (SpanBeforeResult? Before, int? Rank, int Spans) Past(decimal total, decimal coverage)
    {
        var ranks = coverage >= (decimal)LabelRule.LeastCoverage;
        if (SpansBefore(_filter.FromMs) == 0)
            return (null, null, 0);
        var before = Before(total, ranks);
        if (!ranks)
            return (before, null, 0);
        // At whole minutes the stored sums need no single order, and questions of one minute compare with the same spans.
        var endMs = UnixTime.Minute(_filter.FromMs);
        var compared = scope.Past(Name(), endMs, () => Read(endMs));
        // The first of one is no place.
        return compared.Count == 0 ? (before, null, 0) : (before, compared.Count(usd => usd > total) + 1, compared.Count + 1);
    }

    /// <summary>How many spans of the same length lie between the first that was watched and a moment.</summary>
    private int SpansBefore(long endMs) =>
        reader.Coverage.FirstCoveredMs(_requested) is { } firstMs && firstMs < endMs ? (int)Math.Min(MostSpans - 1, (endMs - firstMs) / _spanMs + 1) : 0;

    private SpanBeforeResult? Before(decimal total, bool ranks)
    {
        var (fromMs, toMs) = (_filter.FromMs - _spanMs, _filter.FromMs);
        var then = _completeness.Run(_requested, fromMs, toMs, question.NowMs).Of(question.Scope with { FromMs = fromMs, ToMs = toMs });
        if (then.Venues.All(venue => venue.Share == 0))
            return null;
        var totals = reader.Liquidations.Totals(_filter with { FromMs = fromMs, ToMs = toMs });
        var sum = Sum(totals);
        var change = ranks && then.Covered >= (decimal)LabelRule.LeastCoverage && sum > 0 ? Math.Round((double)(total / sum) - 1, 6) : (double?)null;
        return new(
            Timestamps.FromUnixMs(question.DisplayFromMs - _spanMs), Timestamps.FromUnixMs(question.DisplayFromMs), MicroUsd.ToUsd(totals.LongMicroUsd),
            MicroUsd.ToUsd(totals.ShortMicroUsd), sum, change, then.Covered);
    }

    /// <summary>Dollars of the spans before a moment of whose normal volume enough was covered.</summary>
    private List<decimal> Read(long endMs)
    {
        var back = SpansBefore(endMs);
        var watched = _completeness.Run(_requested, endMs - back * _spanMs, endMs, question.NowMs);
        return
        [
            .. Enumerable.Range(1, back)
                .Select(ago => _filter with { FromMs = endMs - ago * _spanMs, ToMs = endMs - (ago - 1) * _spanMs })
                .Where(span => watched.Of(question.Scope with { FromMs = span.FromMs, ToMs = span.ToMs }).Covered >= (decimal)LabelRule.LeastCoverage)
                .Select(span => Sum(reader.Liquidations.Totals(span))),
        ];
    }

    private static decimal Sum(LiquidationTotals totals) => MicroUsd.ToUsd(totals.LongMicroUsd) + MicroUsd.ToUsd(totals.ShortMicroUsd);

    /// <summary>What makes questions the same but for the time.</summary>
    private string Name() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_spanMs}|{_filter.IncludeTraditional}|{string.Join(',', _filter.Assets ?? ["*"])}|{string.Join(',', _requested)}|{string.Join(',', _filter.Venues ?? ["*"])}");

    private string Describe(NoLabelReason why, SqueezeResult answer, SpanOpenInterestResult? open) => why switch
    {
        NoLabelReason.Coverage => Uncovered(answer),
        NoLabelReason.Price when _filter.Assets is not { Count: 1 } => "several assets have no one price; ask for one with asset",
        NoLabelReason.Price => "no mark price is stored at both ends of the span",
        NoLabelReason.OpenInterest when open is null => "no open interest is stored at both ends of the span",
        NoLabelReason.OpenInterest => $"open interest is known at both ends on {open.Venues} of {open.VenuesKnown} venues; a label needs 80 % of them",
        _ => "too few prices are stored to know how far the price usually moves in such a span; six lengths of it are needed",
    };

    private static string Uncovered(SqueezeResult answer)
    {
        if (answer.LeastCovered is not { } least)
            return "no venue is requested";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Percent(answer.Covered)} % of the normal volume was covered, {least.Venue} for {Percent(least.Share)} % of the span; a label needs 80 %");

        static decimal Percent(decimal share) => Math.Floor(share * 1_000) / 10;
    }
}
