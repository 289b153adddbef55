using System.Text;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// A row of a venue's list of contracts. A field that decides whether the row is a contract, and how it is valued, must be
/// readable: if it is missing, of another type, empty or longer than any word, the row is refused and counted. A row that
/// says in a readable word that it is something else, or not traded, is passed over.
/// </summary>
internal readonly struct ListedRow
{
    private readonly ContractList _list;

    public ListedRow(ContractList list, JsonElement row, string symbol)
    {
        _list = list;
        Row = row;
        Symbol = row.Text(symbol) ?? "";
    }

    /// <summary>The row, for fields that decide nothing.</summary>
    public JsonElement Row { get; }

    /// <summary>The venue's symbol; empty where it cannot be read, which <see cref="ContractList.Add"/> refuses.</summary>
    public string Symbol { get; }

    /// <summary>A text property, or null; for fields that decide nothing.</summary>
    public string? Text(string property) => Row.Text(property);

    /// <summary>Counts the row as refused.</summary>
    /// <returns>Null, as the contract that it does not make.</returns>
    public Instrument? Refuse(ContractRefusal reason)
    {
        _list.Refuse(reason, Symbol);
        return null;
    }

    /// <summary>A word that must be there; null, and the row refused, where it is not.</summary>
    public string? Word(string property, ContractRefusal reason = ContractRefusal.NoState)
    {
        if (Row.Text(property) is { Length: > 0 } word && IsWord(word))
            return word;
        Refuse(reason);
        return null;
    }

    /// <summary>Whether a word that must be there is one of some. If it is not there the row is refused.</summary>
    public bool Is(string property, params ReadOnlySpan<string> words) => Word(property) is { } word && words.Contains(word);

    /// <summary>
    /// Whether a word is one of some, or missing, null or empty, as in old lists. If it is anything else than a word the row
    /// is refused.
    /// </summary>
    public bool IsOrMissing(string property, params ReadOnlySpan<string> words) =>
        IsMissing(property) || Row.Text(property) is { Length: 0 } || Is(property, words);

    /// <summary>Whether a flag that must be there is set. If it is not there the row is refused.</summary>
    public bool IsSet(string property) => Flag(property) == true;

    /// <summary>A flag that must be there; null, and the row refused, where it is not.</summary>
    public bool? Flag(string property)
    {
        var kind = Row.TryGetProperty(property, out var value) ? value.ValueKind : JsonValueKind.Undefined;
        if (kind is JsonValueKind.True or JsonValueKind.False)
            return kind == JsonValueKind.True;
        Refuse(ContractRefusal.NoState);
        return null;
    }

    /// <summary>Whether a flag is set that may be missing or null. If it is anything else the row is refused: null.</summary>
    public bool? FlagOrMissing(string property) => IsMissing(property) ? false : Flag(property);

    /// <summary>Whether a state that must be there, a number of 0 to 999, is one. If it is not there the row is refused.</summary>
    public bool Is(string property, long state)
    {
        if (Row.Number(property) is { Scale: 0, Mantissa: >= 0 and <= 999 } sent)
            return sent.Mantissa == state;
        Refuse(ContractRefusal.NoState);
        return false;
    }

    /// <summary>A contract's size that must be there; null, and the row refused, where none is that can be.</summary>
    public ExactNumber? Size(string property) => Size(Row.Number(property));

    /// <summary>A contract's size; null, and the row refused, where it is none that can be.</summary>
    public ExactNumber? Size(ExactNumber? size)
    {
        if (size is { } known && Plausible.IsContractSize(known))
            return known;
        Refuse(ContractRefusal.BadSize);
        return null;
    }

    /// <summary>Whether a property is missing or null.</summary>
    public bool IsMissing(string property) => !Row.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null;

    private static bool IsWord(string word) => word.Length <= AssetNames.MaxBytes && Encoding.UTF8.GetByteCount(word) <= AssetNames.MaxBytes;
}
