using LiqMon.External;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Turns an external source's totals into answers, alone or beside LiqMon's own.</summary>
public static class ExternalSqueezeResultBuilder
{
    /// <summary>Whether LiqMon itself watched nothing in the span and stored nothing of it.</summary>
    public static bool KnowsNothing(IReadOnlyList<SqueezeResult> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return own.All(answer => answer.LongOrders + answer.ShortOrders == 0 && answer.Coverage.All(coverage => coverage.Share == 0));
    }

    /// <summary>One answer for each part of the question: by time all of them in order, else the greatest total first.</summary>
    /// <param name="question">The question.</param>
    /// <param name="source">The source's name.</param>
    /// <param name="totals">Its totals that lie wholly in the span.</param>
    public static IReadOnlyList<ExternalSqueezeResult> Of(SpanQuery question, string source, IReadOnlyList<ExternalTotal> totals)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(totals);
        return question.By switch
        {
            Grouping.Asset => ByName(total => total.Asset),
            Grouping.Venue => ByName(total => total.Venue),
            Grouping.Day => ByTime(86_400_000),
            Grouping.Hour => ByTime(3_600_000),
            _ => [Answer(question, source, totals, question.AssetText, question.Filter.FromMs, question.Filter.ToMs)],
        };

        IReadOnlyList<ExternalSqueezeResult> ByName(Func<ExternalTotal, string> name) =>
        [
            .. totals.GroupBy(name).Where(group => group.Key != ExternalTotal.All)
                .Select(group => Answer(
                    question, source, group, question.By == Grouping.Asset ? group.Key : question.AssetText,
                    question.Filter.FromMs, question.Filter.ToMs))
                .OrderByDescending(answer => answer.TotalUsd).ThenBy(answer => answer.Asset, StringComparer.Ordinal),
        ];

        IReadOnlyList<ExternalSqueezeResult> ByTime(long widthMs)
        {
            var byStart = totals.Where(total => total.EndMs <= Floor(total.StartMs) + widthMs).ToLookup(total => Floor(total.StartMs));
            List<ExternalSqueezeResult> answers = [];
            for (var start = Floor(question.Filter.FromMs); start < question.Filter.ToMs; start += widthMs)
            {
                answers.Add(Answer(
                    question, source, byStart[start], question.AssetText,
                    Math.Max(start, question.Filter.FromMs), Math.Min(start + widthMs, question.Filter.ToMs)));
            }

            return answers;

            long Floor(long ms) => ms / widthMs * widthMs;
        }
    }

    /// <summary>Each part of the question with both totals; a part that only one of them knows, or none, stands there too.</summary>
    public static IReadOnlyList<ComparisonResult> Compare(
        SpanQuery question, IReadOnlyList<SqueezeResult> own, IReadOnlyList<ExternalSqueezeResult> external)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(external);
        var counted = external.Where(answer => answer.SourceCoverage > 0).ToDictionary(answer => Key(answer.Asset, answer.Venues, answer.From));
        List<ComparisonResult> answers = [];
        foreach (var answer in own)
        {
            counted.Remove(Key(answer.Asset, answer.Venues, answer.From), out var match);
            answers.Add(Compare(question, answer, match));
        }

        answers.AddRange(counted.Values.Select(answer => Compare(question, null, answer)));
        return answers;

        string Key(string asset, IReadOnlyList<string> venues, DateTimeOffset from) => question.By switch
        {
            Grouping.Asset => asset,
            Grouping.Venue => string.Join(' ', venues),
            Grouping.None => "",
            _ => Timestamps.Of(from),
        };
    }

    private static ExternalSqueezeResult Answer(
        SpanQuery question, string source, IEnumerable<ExternalTotal> totals, string asset, long fromMs, long toMs)
    {
        var chosen = ExternalBuckets.Choose(totals);
        var longUsd = chosen.Sum(total => MicroUsd.ToUsd(total.LongMicroUsd));
        var shortUsd = chosen.Sum(total => MicroUsd.ToUsd(total.ShortMicroUsd));
        return new ExternalSqueezeResult
        {
            Asset = asset,
            Venues = [.. chosen.Select(total => total.Venue).Distinct().Order(StringComparer.Ordinal)],
            From = Timestamps.FromUnixMs(fromMs <= question.Filter.FromMs ? question.DisplayFromMs : fromMs),
            To = Timestamps.FromUnixMs(toMs >= question.Filter.ToMs ? question.DisplayToMs : toMs),
            LongUsd = longUsd,
            ShortUsd = shortUsd,
            ShortMinusLongUsd = shortUsd - longUsd,
            TotalUsd = longUsd + shortUsd,
            ShortShare = longUsd + shortUsd == 0 ? null : Math.Round(shortUsd / (longUsd + shortUsd), 6),
            Source = source,
            SourceCoverage = ExternalBuckets.Share(chosen, fromMs, toMs),
            Buckets = [.. chosen.Select(total => total.LengthMs).Distinct().Order().Select(LengthText.Of)],
        };
    }

    private static ComparisonResult Compare(SpanQuery question, SqueezeResult? own, ExternalSqueezeResult? external)
    {
        var known = own is not null && !KnowsNothing([own]) ? own : null;
        var both = known is not null && external is not null;
        return new ComparisonResult
        {
            Asset = own?.Asset ?? external!.Asset,
            Venue = question.By == Grouping.Venue ? string.Join(' ', own?.Venues ?? external!.Venues) : null,
            From = own?.From ?? external!.From,
            To = own?.To ?? external!.To,
            Own = known,
            External = external,
            DifferenceUsd = both
                ? new SidesResult(known!.LongUsd - external!.LongUsd, known.ShortUsd - external.ShortUsd, known.TotalUsd - external.TotalUsd)
                : null,
            Ratio = both
                ? new RatiosResult(
                    Ratio(known!.LongUsd, external!.LongUsd), Ratio(known.ShortUsd, external.ShortUsd), Ratio(known.TotalUsd, external.TotalUsd))
                : null,
            OwnCoverage = own?.Covered ?? 0,
            ExternalCoverage = external?.SourceCoverage ?? 0,
        };
    }

    private static decimal? Ratio(decimal own, decimal external) => external == 0 ? null : Math.Round(own / external, 6);
}
