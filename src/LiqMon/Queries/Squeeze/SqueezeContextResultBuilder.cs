using System.Globalization;
using LiqMon.Completeness;
using LiqMon.Context;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Puts one total beside price, open interest, and the spans of the same length before it.</summary>
internal sealed class SqueezeContextResultBuilder(StoreReader reader, SpanQuery question, IReadOnlyList<string> requested, CompletenessQuery completeness)
{
    /// <summary>A year of weeks.</summary>
    private const int MostSpans = 52;

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
        var reference = ends
            .Where(end => end is { IsDollarPerpetual: true, MarkAtStart: > 0, MarkAtEnd: > 0 })
            .OrderByDescending(end => end.UsdAtStart ?? -1)
            .ThenBy(end => end.Key, ContractKey.Ordinal)
            .FirstOrDefault();
        if (reference is not { MarkAtStart: { } start, MarkAtEnd: { } end })
            return null;
        var sigma = SpanVolatility.Of(Past(reference));
        return new SpanPriceResult(
            reference.Venue, reference.Symbol, start, end, Math.Round(end / start - 1, 6), sigma is { } known ? Math.Round(known, 6) : null);
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
        var firstMs = reader.Coverage.FirstCoveredMs(requested) ?? long.MaxValue;
        var back = firstMs >= _filter.FromMs ? 0 : (int)Math.Min(MostSpans - 1, (_filter.FromMs - firstMs) / _spanMs + 1);
        if (back == 0)
            return (null, ranks ? 1 : null, ranks ? 1 : 0);
        var watched = completeness.Run(requested, _filter.FromMs - back * _spanMs, _filter.FromMs, question.NowMs);
        SpanBeforeResult? before = null;
        var (larger, compared) = (0, 0);
        for (var ago = 1; ago <= (ranks ? back : 1); ago++)
        {
            var (fromMs, toMs) = (_filter.FromMs - ago * _spanMs, _filter.ToMs - ago * _spanMs);
            var then = watched.Of(question.Scope with { FromMs = fromMs, ToMs = toMs });
            var counts = then.Covered >= (decimal)LabelRule.LeastCoverage;
            if (!counts && (ago > 1 || then.Venues.All(venue => venue.Share == 0)))
                continue;
            var totals = reader.Liquidations.Totals(_filter with { FromMs = fromMs, ToMs = toMs });
            var sum = MicroUsd.ToUsd(totals.LongMicroUsd) + MicroUsd.ToUsd(totals.ShortMicroUsd);
            if (ago == 1)
                before = Before(totals, sum, counts && ranks && sum > 0 ? Math.Round((double)(total / sum) - 1, 6) : null, then.Covered);
            compared += counts ? 1 : 0;
            larger += counts && sum > total ? 1 : 0;
        }

        return (before, ranks ? larger + 1 : null, ranks ? compared + 1 : 0);
    }

    private SpanBeforeResult Before(LiquidationTotals then, decimal sum, double? change, decimal coverage) => new(
        Timestamps.FromUnixMs(question.DisplayFromMs - _spanMs), Timestamps.FromUnixMs(question.DisplayFromMs), MicroUsd.ToUsd(then.LongMicroUsd),
        MicroUsd.ToUsd(then.ShortMicroUsd), sum, change, coverage);

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
