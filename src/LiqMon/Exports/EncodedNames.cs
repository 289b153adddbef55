using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Exports;

/// <summary>Names and words of one export as they stand in its cells, made once.</summary>
internal sealed class EncodedNames(InstrumentCatalog names)
{
    private readonly Dictionary<int, EncodedContract?> _contracts = [];
    private readonly Dictionary<string, byte[]> _texts = new(StringComparer.Ordinal);
    private readonly byte[]?[] _sides = new byte[]?[byte.MaxValue + 1];
    private readonly byte[]?[] _priceKinds = new byte[]?[byte.MaxValue + 1];

    /// <summary>The names of a contract; null when its series was not requested.</summary>
    internal EncodedContract? Contract(int id, SeriesFilter filter, RowWriter rows)
    {
        if (!_contracts.TryGetValue(id, out var known))
        {
            var contract = names.Instrument(id);
            known = filter.Includes(contract.Series)
                ? new EncodedContract(
                    Text(contract.Series.Venue, rows), Text(contract.Symbol, rows), Text(contract.Series.Asset, rows),
                    Text(EnumNames.Of(contract.Margin), rows))
                : null;
            _contracts.Add(id, known);
        }

        return known;
    }

    internal byte[] Word(LiquidatedSide side, RowWriter rows) => _sides[(int)side] ??= rows.Encode(EnumNames.Of(side));

    internal byte[] Word(PriceKind kind, RowWriter rows) => _priceKinds[(int)kind] ??= rows.Encode(EnumNames.Of(kind));

    /// <summary>Any text that comes again and again.</summary>
    internal byte[] Text(string text, RowWriter rows)
    {
        if (!_texts.TryGetValue(text, out var known))
            _texts.Add(text, known = rows.Encode(text));
        return known;
    }
}

/// <summary>The names of a contract as cells.</summary>
internal sealed record EncodedContract(byte[] Venue, byte[] Symbol, byte[] Asset, byte[] Margin);
