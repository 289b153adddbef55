using LiqMon.Maps;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>
/// Reads price and open interest of one asset over a span. The price is that of one contract, minute by minute, so that
/// no level is missed; open interest is that of all contracts, in a short span by the minute, in a long one in steps.
/// </summary>
internal sealed class MapSamplesQuery(Database database, InstrumentCatalog names, LiquidationFilter filter)
{
    // A contract whose prices reach over this part of the longest line is as good as the longest.
    private const double NearlyAll = 0.95;

    // How far apart a venue's past is fetched: between two of its samples nothing is missing.
    private const long PastStepMs = 5 * UnixTime.MinuteMs;

    private readonly SampleReader _samples = new(database);
    private readonly long _stepMs = StepMs(filter.ToMs - filter.FromMs);

    /// <summary>How far apart open interest is read: some thousand times in any span.</summary>
    internal static long StepMs(long spanMs) =>
        spanMs <= 2 * UnixTime.DayMs ? UnixTime.MinuteMs : spanMs <= 14 * UnixTime.DayMs ? 5 * UnixTime.MinuteMs : 15 * UnixTime.MinuteMs;

    internal MapSamples Run()
    {
        var series = new SeriesFilter(filter);
        var wanted = names.AllInstruments().Where(instrument => series.Includes(instrument.Series)).ToList();
        var open = new SampledBounds(database, SampleRows.OpenInterestKind, filter);
        var newest = Nearest(SampleRows.OpenInterestKind, wanted, newest: true);
        // The versions of one contract are one line.
        var contracts = wanted.Where(instrument => newest.ContainsKey(instrument.Id))
            .GroupBy(instrument => instrument.Key)
            .OrderBy(versions => versions.Key, ContractKey.Ordinal)
            .Select(versions => versions.Select(version => version.Id).ToList())
            .ToList();
        var reference = Reference(wanted);
        var walk = new Walk();
        if (reference.Count > 0)
            Process(walk, contracts, open, reference);
        return new MapSamples
        {
            Venue = reference.Count > 0 ? reference[0].Series.Venue : null,
            Symbol = reference.Count > 0 ? reference[0].Symbol : null,
            Venues = [.. contracts.Select(versions => names.Instrument(versions[0]).Series.Venue).Distinct()],
            Contracts = contracts.Count,
            Steps = walk.Steps,
            PriceCoverage = walk.Minutes == 0 ? 0 : (double)walk.Priced / walk.Minutes,
            OpenInterestCoverage = walk.Readings == 0 ? 0 : (double)walk.Found / walk.Readings,
        };
    }

    /// <summary>The minutes with a price; nothing is known of their open interest.</summary>
    internal IReadOnlyList<MapStep> Prices()
    {
        var series = new SeriesFilter(filter);
        var wanted = names.AllInstruments().Where(instrument => series.Includes(instrument.Series)).ToList();
        var reference = Reference(wanted);
        var steps = new List<MapStep>();
        for (var cell = UnixTime.Minute(filter.FromMs); reference.Count > 0 && cell < filter.ToMs; cell += UnixTime.MinuteMs)
        {
            if (Mark(cell, reference) is { } mark)
                steps.Add(new MapStep(Math.Min(cell + UnixTime.MinuteMs, filter.ToMs), mark, default));
        }

        return steps;
    }

    private void Process(Walk walk, List<List<int>> contracts, SampledBounds open, List<InstrumentName> reference)
    {
        var book = new OpenInterestBook(contracts.Count);
        double? price = null;
        var foundMs = long.MinValue;
        for (var cell = UnixTime.Minute(filter.FromMs); cell < filter.ToMs; cell += UnixTime.MinuteMs)
        {
            var endMs = cell + UnixTime.MinuteMs;
            var mark = Mark(cell, reference);
            price = mark ?? price;
            // A minute that the span cuts cannot be missed.
            var counts = cell >= filter.FromMs && endMs <= filter.ToMs ? 1 : 0;
            walk.Minutes += counts;
            walk.Priced += mark is null ? 0 : counts;
            var isReading = endMs % _stepMs == 0 || endMs >= filter.ToMs;
            if (isReading)
            {
                walk.Readings += counts;
                foundMs = ReadOpenInterest(book, contracts, open, cell) ? cell : foundMs;
                walk.Found += foundMs > cell - PastStepMs ? counts : 0;
            }

            // What was opened or closed before the first price is not known to be anywhere.
            var change = book.Settle(endMs);
            if (price is { } known && (mark is not null || isReading))
                walk.Steps.Add(new MapStep(Math.Min(endMs, filter.ToMs), known, change) { IsSampled = mark is not null });
        }
    }

    private bool ReadOpenInterest(OpenInterestBook book, List<List<int>> contracts, SampledBounds open, long lastCell)
    {
        var any = false;
        for (var contract = 0; contract < contracts.Count; contract++)
        {
            foreach (var version in contracts[contract])
            {
                // The newest of the step: most contracts have one in its last minute or the one before.
                for (var cell = lastCell; cell > lastCell - _stepMs && open.Reach(version, cell); cell -= UnixTime.MinuteMs)
                {
                    if (_samples.At(SampleRows.OpenInterestKind, cell, version) is not { Second: { } coins, TimeMs: var timeMs })
                        continue;
                    if (timeMs >= filter.FromMs && timeMs < filter.ToMs)
                    {
                        book.Add(contract, timeMs, coins);
                        any = true;
                    }

                    break;
                }
            }
        }

        return any;
    }

    private double? Mark(long cell, List<InstrumentName> reference)
    {
        foreach (var version in reference)
        {
            if (_samples.At(SampleRows.MarkPriceKind, cell, version.Id) is { First: > 0 and var mark, TimeMs: var timeMs }
                && timeMs >= filter.FromMs && timeMs < filter.ToMs)
                return mark / version.AssetFactor;
        }

        return null;
    }

    /// <summary>
    /// The versions of the contract that the map stands around: the first by the rule for prices among those with the longest line of
    /// them, because a map needs every minute.
    /// </summary>
    private List<InstrumentName> Reference(List<InstrumentName> wanted)
    {
        var perpetuals = wanted.Where(instrument => instrument.IsDollarPerpetual).ToList();
        var firsts = Nearest(SampleRows.MarkPriceKind, perpetuals, newest: false);
        var lasts = Nearest(SampleRows.MarkPriceKind, perpetuals, newest: true);
        var lines = perpetuals.Where(instrument => lasts.ContainsKey(instrument.Id))
            .GroupBy(instrument => instrument.Key)
            .Select(versions => (
                versions.Key,
                Versions: versions.ToList(),
                LengthMs: versions.Sum(version => lasts[version.Id].CellMs - firsts[version.Id].CellMs)))
            .ToList();
        var longest = lines.Select(line => line.LengthMs).DefaultIfEmpty().Max();
        var ranked = lines.Count == 0 ? [] : new PriceContractsQuery(database, names).Run(lines[0].Versions[0].Series.Asset, filter.ToMs);
        return lines.Where(line => line.LengthMs >= longest * NearlyAll)
            .OrderBy(line => ranked.IndexOf(line.Key))
            .Select(line => line.Versions)
            .FirstOrDefault() ?? [];
    }

    private Dictionary<int, Sample> Nearest(int kind, List<InstrumentName> contracts, bool newest) => new NearestSamples(database, _samples, kind)
        .Find(contracts.Select(contract => contract.Id).ToHashSet(), filter.FromMs, filter.ToMs, newest);

    private sealed class Walk
    {
        internal List<MapStep> Steps { get; } = [];

        internal int Minutes { get; set; }

        internal int Priced { get; set; }

        internal int Readings { get; set; }

        internal int Found { get; set; }
    }
}
