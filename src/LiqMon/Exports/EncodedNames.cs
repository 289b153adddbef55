using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Exports;

/// <summary>Names and words of one export as they stand in its cells, made once.</summary>
internal sealed class EncodedNames(InstrumentCatalog names)
{
    private readonly Dictionary<int, EncodedContract?> _contracts = [];
    private readonly Dictionary<string, CellText> _texts = new(StringComparer.Ordinal);
    private readonly CellText?[] _sides = new CellText?[byte.MaxValue + 1];
    private readonly CellText?[] _priceKinds = new CellText?[byte.MaxValue + 1];

    /// <summary>The names of a contract; null when its series was not requested.</summary>
    internal EncodedContract? Contract(int id, SeriesFilter filter)
    {
        if (!_contracts.TryGetValue(id, out var known))
        {
            var contract = names.Instrument(id);
            known = filter.Includes(contract.Series)
                ? new EncodedContract(
                    Text(contract.Series.Venue), Text(contract.Symbol), Text(contract.Series.Asset), Text(EnumNames.Of(contract.Margin)))
                : null;
            _contracts.Add(id, known);
        }

        return known;
    }

    internal CellText Word(LiquidatedSide side) => _sides[(int)side] ??= new CellText(EnumNames.Of(side));

    internal CellText Word(PriceKind kind) => _priceKinds[(int)kind] ??= new CellText(EnumNames.Of(kind));

    /// <summary>Any text that comes again and again.</summary>
    internal CellText Text(string text)
    {
        if (!_texts.TryGetValue(text, out var known))
            _texts.Add(text, known = new CellText(text));
        return known;
    }
}

/// <summary>The names of a contract as cells.</summary>
internal sealed record EncodedContract(CellText Venue, CellText Symbol, CellText Asset, CellText Margin);
