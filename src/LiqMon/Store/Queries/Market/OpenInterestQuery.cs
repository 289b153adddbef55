using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Puts together of each contract its newest open interest and price, and how it was at the span's start. A contract that
/// the venue no longer reports has ended, and is left out. What was not sampled near both ends has no start: a change
/// over a span that was not observed is not known.
/// </summary>
internal sealed class OpenInterestQuery(Database database, InstrumentCatalog names, LiquidationFilter filter)
{
    // The slowest poll of open interest comes every three minutes; a contract without sample for five of them has ended.
    private const long EndedMs = 15 * UnixTime.MinuteMs;

    private readonly long _toleranceMs = SpanEndsQuery.ToleranceMs(filter.ToMs - filter.FromMs);
    private readonly Dictionary<string, long> _newestMs = new(StringComparer.Ordinal);
    private int _counted;

    internal List<OpenInterestRow> Run()
    {
        var series = new SeriesFilter(filter);
        var wanted = names.AllInstruments().Where(instrument => series.Includes(instrument.Series)).ToList();
        var ids = wanted.Select(instrument => instrument.Id).ToHashSet();
        var samples = new SampleReader(database);
        var openInterest = new NearestSamples(database, samples, SampleRows.OpenInterestKind);
        var newest = openInterest.Find(ids, filter.FromMs, filter.ToMs, newest: true, HasEnded);
        var living = wanted.GroupBy(instrument => instrument.Key)
            .Where(versions => versions.Any(version => newest.ContainsKey(version.Id)))
            .SelectMany(versions => versions.Select(version => version.Id))
            .ToHashSet();
        // What lies further from the start is no start.
        var oldest = openInterest.Find(living, filter.FromMs, Math.Min(filter.ToMs, filter.FromMs + _toleranceMs + 1), newest: false);
        var marks = new NearestSamples(database, samples, SampleRows.MarkPriceKind).Find(living, filter.FromMs, filter.ToMs, newest: true);
        var found = new List<OpenInterestRow>();
        var newestOfVenue = newest.Values.GroupBy(sample => names.Instrument(sample.Instrument).Series.Venue)
            .ToDictionary(samples => samples.Key, samples => samples.Max(sample => sample.TimeMs), StringComparer.Ordinal);
        // The versions of one contract are one line.
        foreach (var versions in wanted.GroupBy(instrument => instrument.Key))
        {
            if (Pick(newest, versions, latest: true) is not { } now || now.TimeMs < newestOfVenue[versions.Key.Venue] - EndedMs)
                continue;
            var start = Pick(oldest, versions, latest: false) is { } first && AreBothEnds(first.TimeMs, now.TimeMs) ? first : (Sample?)null;
            var mark = Pick(marks, versions, latest: true);
            var instrument = names.Instrument(now.Instrument);
            found.Add(new OpenInterestRow
            {
                Venue = instrument.Series.Venue,
                Symbol = instrument.Symbol,
                Asset = instrument.Series.Asset,
                Margin = instrument.Margin,
                TimeMs = now.TimeMs,
                Contracts = now.First ?? double.NaN,
                Base = now.Second,
                Usd = now.Third,
                BaseAtStart = start?.Second,
                UsdAtStart = start?.Third,
                Mark = mark?.First,
                Index = mark?.Second,
                FundingRate = mark?.Third,
            });
        }

        return [.. found
            .OrderByDescending(row => row.Usd ?? -1)
            .ThenBy(row => row.Key, ContractKey.Ordinal)];
    }

    /// <summary>Whether all that is left to read is so old that the contract counts as ended. A cell is an hour long at most.</summary>
    private bool HasEnded(int instrument, long cellMs, Dictionary<int, Sample> found)
    {
        if (found.Count != _counted)
        {
            _counted = found.Count;
            foreach (var sample in found.Values)
            {
                var venue = names.Instrument(sample.Instrument).Series.Venue;
                _newestMs[venue] = Math.Max(_newestMs.GetValueOrDefault(venue), sample.TimeMs);
            }
        }

        return _newestMs.TryGetValue(names.Instrument(instrument).Series.Venue, out var newest) && cellMs + UnixTime.HourMs < newest - EndedMs;
    }

    private bool AreBothEnds(long firstMs, long lastMs) =>
        firstMs - filter.FromMs <= _toleranceMs && filter.ToMs - lastMs <= _toleranceMs && lastMs > firstMs;

    private static Sample? Pick(Dictionary<int, Sample> samples, IEnumerable<InstrumentName> versions, bool latest)
    {
        Sample? picked = null;
        foreach (var version in versions)
        {
            if (samples.TryGetValue(version.Id, out var sample)
                && (picked is not { } best || (latest ? sample.TimeMs > best.TimeMs : sample.TimeMs < best.TimeMs)))
                picked = sample;
        }

        return picked;
    }
}
