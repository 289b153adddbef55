using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>What the market did around a span. Changes are fractions, null when unknown.</summary>
/// <param name="PriceChange">Of the mark price over the span.</param>
/// <param name="PriceChangeHourAfter">Of the mark price in the hour after it.</param>
/// <param name="OpenInterestChange">Of open interest in the asset itself over the span.</param>
public sealed record CascadeMarketContext(double? PriceChange, double? PriceChangeHourAfter, double? OpenInterestChange);

/// <summary>
/// Compares an asset's samples before and after a span: of each contract the last one at or before its start with the
/// first one at or after its end, or the last one within it while there is none yet. A sample further than ten minutes
/// away does not count. The change of price is the median of the contracts' changes; open interest is added up over
/// the contracts sampled on both sides.
/// </summary>
internal sealed class CascadeMarketContextQuery(Database database, InstrumentCatalog names)
{
    private const long NearMs = 10 * UnixTime.MinuteMs;

    internal CascadeMarketContext Run(string asset, long fromMs, long toMs)
    {
        var samples = new SampleReader(database);
        var contracts = names.AllInstruments()
            .Where(instrument => instrument.Series.Asset == asset && instrument.Series.AssetClass == AssetClass.Crypto)
            .ToDictionary(instrument => instrument.Id, instrument => instrument.Key);
        var marks = Find(SampleRows.MarkPriceKind);
        var openInterest = Find(SampleRows.OpenInterestKind);
        var (after, hourLater) = (At(SampleRows.MarkPriceKind, toMs, toMs + NearMs, newest: false),
            At(SampleRows.MarkPriceKind, toMs + UnixTime.HourMs - NearMs, toMs + UnixTime.HourMs + 1, newest: true));
        var coins = Pairs(openInterest.Before, openInterest.After, sample => sample.Second).ToList();
        var coinsBefore = coins.Sum(pair => pair.Before);
        return new CascadeMarketContext(
            Median(Pairs(marks.Before, marks.After, sample => sample.First)),
            Median(Pairs(after, hourLater, sample => sample.First)),
            coinsBefore > 0 ? coins.Sum(pair => pair.After) / coinsBefore - 1 : null);

        (Dictionary<ContractKey, Sample> Before, Dictionary<ContractKey, Sample> After) Find(int kind)
        {
            var later = At(kind, toMs, toMs + NearMs, newest: false);
            foreach (var (contract, sample) in At(kind, fromMs + 1, toMs, newest: true))
                later.TryAdd(contract, sample);
            return (At(kind, fromMs - NearMs, fromMs + 1, newest: true), later);
        }

        Dictionary<ContractKey, Sample> At(int kind, long from, long to, bool newest)
        {
            var found = new Dictionary<ContractKey, Sample>();
            if (from >= to)
                return found;
            // The versions of one contract are one.
            foreach (var sample in new NearestSamples(database, samples, kind).Find([.. contracts.Keys], from, to, newest).Values)
            {
                var contract = contracts[sample.Instrument];
                if (!found.TryGetValue(contract, out var other) || (newest ? sample.TimeMs > other.TimeMs : sample.TimeMs < other.TimeMs))
                    found[contract] = sample;
            }

            return found;
        }
    }

    private static IEnumerable<(double Before, double After)> Pairs(
        Dictionary<ContractKey, Sample> before, Dictionary<ContractKey, Sample> after, Func<Sample, double?> value)
    {
        foreach (var (contract, first) in before)
        {
            if (after.TryGetValue(contract, out var last) && value(first) is > 0 and var from && value(last) is { } to)
                yield return (from, to);
        }
    }

    private static double? Median(IEnumerable<(double Before, double After)> pairs)
    {
        var changes = pairs.Select(pair => pair.After / pair.Before - 1).Order().ToList();
        return changes.Count == 0 ? null : (changes[(changes.Count - 1) / 2] + changes[changes.Count / 2]) / 2;
    }
}
