using System.Collections;
using System.Text.Json;
using LiqMon.Json;
using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// The contracts of a venue's list while it is read. Every contract passes <see cref="ContractNames.WhyRefused"/> here, so
/// that no name and no size that cannot be leaves a reader; what is not taken is counted with its reason.
/// Not for use by two threads at once.
/// </summary>
public sealed class ContractList : IReadOnlyList<Instrument>
{
    private readonly List<Instrument> _contracts = [];
    private readonly List<RefusedContract> _refused = [];

    /// <summary>How many contracts can be watched.</summary>
    public int Count => _contracts.Count;

    /// <summary>What was not taken, counted by reason.</summary>
    public ListLosses Losses { get; } = new();

    /// <summary>The contracts that were not taken, at most 5,000 of them.</summary>
    public IReadOnlyList<RefusedContract> Refused => _refused;

    /// <summary>A contract, in the order of the list.</summary>
    public Instrument this[int index] => _contracts[index];

    /// <summary>Takes a contract, or counts why it cannot be watched.</summary>
    public void Add(Instrument contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (ContractNames.WhyRefused(contract) is { } why)
            Refuse(why, contract.Symbol);
        else
            _contracts.Add(contract);
    }

    /// <inheritdoc/>
    public IEnumerator<Instrument> GetEnumerator() => _contracts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Counts a contract that is not taken.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="symbol">As the venue names it; null where it does not.</param>
    internal void Refuse(ContractRefusal reason, string? symbol)
    {
        var name = symbol is { Length: > ContractNames.MaxSymbolBytes } ? symbol[..ContractNames.MaxSymbolBytes] : symbol ?? "";
        Losses.Add(reason, name);
        if (_refused.Count < SymbolRegistry.Capacity)
            _refused.Add(new(name, reason));
    }

    /// <summary>Reads the rows of a list. A row that is no object is counted.</summary>
    /// <param name="rows">The list; objects by name are one, too.</param>
    /// <param name="symbol">The property that holds the symbol.</param>
    /// <param name="read">Makes a contract of a row; null for one that is no contract, not traded, or refused.</param>
    internal void AddRows(in JsonList rows, string symbol, Func<ListedRow, Instrument?> read)
    {
        foreach (var row in rows)
            AddRow(row, symbol, read);
    }

    /// <summary>Reads one row; see <see cref="AddRows"/>.</summary>
    internal void AddRow(JsonElement row, string symbol, Func<ListedRow, Instrument?> read)
    {
        if (row.ValueKind != JsonValueKind.Object)
            Refuse(ContractRefusal.Unreadable, null);
        else if (read(new ListedRow(this, row, symbol)) is { } contract)
            Add(contract);
    }
}
