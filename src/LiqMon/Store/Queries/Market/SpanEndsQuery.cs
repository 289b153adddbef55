using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Reads open interest and prices at both ends of a span: of each contract the last sample at or before the end in
/// question, or else the first one after it. A sample counts within a twelfth of the span, at least a minute and at most
/// two hours, which is more than the raster of old samples.
/// </summary>
internal sealed class SpanEndsQuery(Database database, InstrumentCatalog names, LiquidationFilter filter)
{
    private readonly long _toleranceMs = ToleranceMs(filter.ToMs - filter.FromMs);

    /// <summary>How far a sample may lie from its end of a span of this length.</summary>
    internal static long ToleranceMs(long spanMs) => Math.Clamp(spanMs / 12, UnixTime.MinuteMs, 2 * UnixTime.HourMs);

    internal List<SpanEnds> Run()
    {
        var series = new SeriesFilter(filter);
        var wanted = names.AllInstruments().Where(instrument => series.Includes(instrument.Series)).ToList();
        var samples = new SampleReader(database);
        var openInterest = new NearestSamples(database, samples, SampleRows.OpenInterestKind);
        var all = wanted.Select(instrument => instrument.Id).ToHashSet();
        var (openStart, openEnd) = (At(openInterest, all, filter.FromMs), At(openInterest, all, filter.ToMs));
        var marks = new NearestSamples(database, samples, SampleRows.MarkPriceKind);
        // Several assets have no one price, and their prices would take long to find.
        var priced = filter.Assets is { Count: 1 }
            ? wanted.Where(instrument => instrument.IsDollarPerpetual).Select(instrument => instrument.Id).ToHashSet()
            : [];
        var (markStart, markEnd) = (At(marks, priced, filter.FromMs), At(marks, priced, filter.ToMs));
        var found = new List<SpanEnds>();
        // The versions of one contract are one line.
        foreach (var versions in wanted.GroupBy(instrument => instrument.Key))
        {
            var (openBefore, openAfter) = (Pick(openStart, versions), Pick(openEnd, versions));
            var (markBefore, markAfter) = (Pick(markStart, versions), Pick(markEnd, versions));
            if ((openBefore ?? openAfter ?? markBefore ?? markAfter) is null)
                continue;
            found.Add(new SpanEnds
            {
                Venue = versions.Key.Venue,
                Symbol = versions.Key.Symbol,
                Asset = versions.First().Series.Asset,
                IsDollarPerpetual = versions.First().IsDollarPerpetual,
                BaseAtStart = openBefore?.Second,
                BaseAtEnd = openAfter?.Second,
                UsdAtStart = openBefore?.Third,
                MarkAtStart = markBefore?.First,
                MarkAtEnd = markAfter?.First,
            });
        }

        return found;
    }

    internal static List<double?> Marks(
        Database database, InstrumentCatalog names, ContractKey contract, IReadOnlyList<long> moments, long toleranceMs)
    {
        var versions = Versions(names, contract);
        var samples = new NearestSamples(database, new SampleReader(database), SampleRows.MarkPriceKind);
        return
        [
            .. moments.Select(moment =>
            {
                var found = samples.Find(versions, moment - toleranceMs, moment + 1, newest: true).Values;
                return found.Count == 0 ? null : found.MaxBy(sample => sample.TimeMs).First;
            }),
        ];
    }

    /// <summary>
    /// Open interest of an asset at some moments, in coins. A contract without a sample near a moment counts as at the moment
    /// before, so that one late poll is no fall.
    /// </summary>
    internal static List<double?> OpenInterest(
        Database database, InstrumentCatalog names, string asset, IReadOnlyList<long> moments, long toleranceMs)
    {
        var versions = names.AllInstruments().Where(instrument => instrument.Series.Asset == asset).ToDictionary(instrument => instrument.Id, instrument => instrument.Key);
        var samples = new NearestSamples(database, new SampleReader(database), SampleRows.OpenInterestKind);
        var all = versions.Keys.ToHashSet();
        var known = new Dictionary<ContractKey, double>();
        List<double?> line = [];
        foreach (var moment in moments)
        {
            var found = samples.Find(all, moment - toleranceMs, moment + 1, newest: true);
            foreach (var (instrument, sample) in found.OrderBy(pair => pair.Value.TimeMs))
            {
                if (sample.Second is { } coins)
                    known[versions[instrument]] = coins;
            }

            line.Add(found.Count == 0 || known.Count == 0 ? null : known.Values.Sum());
        }

        return line;
    }

    internal static Close? NewestMark(Database database, InstrumentCatalog names, ContractKey contract, long fromMs, long toMs)
    {
        var found = new NearestSamples(database, new SampleReader(database), SampleRows.MarkPriceKind).Find(Versions(names, contract), fromMs, toMs, newest: true).Values
            .Where(sample => sample.First is > 0)
            .ToList();
        return found.Count == 0 ? null : new Close(found.Max(sample => sample.TimeMs), found.MaxBy(sample => sample.TimeMs).First!.Value);
    }

    private static HashSet<int> Versions(InstrumentCatalog names, ContractKey contract) =>
        names.VersionsOf(contract).Select(version => version.Id).ToHashSet();

    private Dictionary<int, Sample> At(NearestSamples samples, HashSet<int> instruments, long momentMs)
    {
        var found = samples.Find(instruments, momentMs - _toleranceMs, momentMs + 1, newest: true);
        if (found.Count == instruments.Count)
            return found;
        var missing = instruments.Where(instrument => !found.ContainsKey(instrument)).ToHashSet();
        foreach (var (instrument, sample) in samples.Find(missing, momentMs + 1, momentMs + _toleranceMs, newest: false))
            found.Add(instrument, sample);
        return found;
    }

    private static Sample? Pick(Dictionary<int, Sample> samples, IEnumerable<InstrumentName> versions)
    {
        Sample? picked = null;
        foreach (var version in versions)
        {
            if (samples.TryGetValue(version.Id, out var sample) && (picked is not { } best || sample.TimeMs > best.TimeMs))
                picked = sample;
        }

        return picked;
    }
}
