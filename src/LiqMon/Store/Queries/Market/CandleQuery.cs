using LiqMon.Context;
using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>The candles of one contract.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Candles">Candles of four hours, in order of time; those in which no price was known are not there.</param>
public sealed record ContractCandles(string Venue, string Symbol, IReadOnlyList<Candle> Candles)
{
    /// <summary>The contract.</summary>
    public ContractKey Key => new(Venue, Symbol);
}

/// <summary>Reads candles of four hours.</summary>
internal sealed class CandleQuery(Database database, InstrumentCatalog names)
{
    /// <summary>Those of every dollar perpetual of an asset that has any in [from, to).</summary>
    internal List<ContractCandles> OfAsset(string asset, long fromMs, long toMs) =>
    [
        .. names.AllInstruments()
            .Where(instrument => instrument.IsDollarPerpetual && instrument.Series.Asset == asset)
            .GroupBy(instrument => instrument.Key)
            .Select(versions => new ContractCandles(versions.Key.Venue, versions.Key.Symbol, Read(versions, fromMs, toMs)))
            .Where(contract => contract.Candles.Count > 0)
            .OrderBy(contract => contract.Key, ContractKey.Ordinal),
    ];

    /// <summary>Those of one contract.</summary>
    internal List<Candle> OfContract(ContractKey contract, long fromMs, long toMs) =>
        Read(names.VersionsOf(contract), fromMs, toMs);

    // Versions in the order in which they became known.
    private List<Candle> Read(IEnumerable<InstrumentName> versions, long fromMs, long toMs) =>
        CandleRows.Read(database, versions.Select(version => version.Id).Order(), fromMs, toMs);
}
