namespace LiqMon.Venues;

/// <summary>What of a venue's lists was not taken, counted and with examples. Not for use by two threads at once.</summary>
public sealed class ListLosses
{
    private const int MostExamples = 5;

    private readonly int[] _counts = new int[Enum.GetValues<ContractRefusal>().Length];
    private readonly List<string> _examples = [];

    /// <summary>Contracts that were not taken.</summary>
    public int Contracts => _counts.Sum();

    /// <summary>Lists of which further pages exist that were not read.</summary>
    public int CutLists { get; private set; }

    /// <summary>Whether everything was taken.</summary>
    public bool IsEmpty => Contracts == 0 && CutLists == 0;

    /// <summary>The first contracts that were not taken, as the venue names them.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Contracts that were not taken for one reason.</summary>
    public int Of(ContractRefusal reason) => _counts[(int)reason];

    /// <summary>Counts a contract that was not taken.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="symbol">As the venue names it.</param>
    public void Add(ContractRefusal reason, string symbol)
    {
        _counts[(int)reason]++;
        if (_examples.Count < MostExamples)
            _examples.Add(symbol);
    }

    /// <summary>Counts what another list has lost as well.</summary>
    public void Add(ListLosses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var reason = 0; reason < _counts.Length; reason++)
            _counts[reason] += other._counts[reason];
        _examples.AddRange(other._examples.Take(MostExamples - _examples.Count));
        CutLists += other.CutLists;
    }

    /// <summary>Counts a list whose pages did not end.</summary>
    public void AddCutList() => CutLists++;

    /// <summary>The counts in a few English words; empty if everything was taken.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Of(ContractRefusal.BadSymbol) is > 0 and var symbols)
            yield return $"{symbols} without a usable symbol";
        if (Of(ContractRefusal.NoAsset) is > 0 and var assets)
            yield return $"{assets} without a base asset";
        if (Of(ContractRefusal.BadAsset) + Of(ContractRefusal.BadQuote) is > 0 and var names)
            yield return $"{names} whose asset or currency is no name";
        if (Of(ContractRefusal.NoQuote) is > 0 and var quotes)
            yield return $"{quotes} without a quote currency";
        if (Of(ContractRefusal.BadSize) is > 0 and var sizes)
            yield return $"{sizes} without a size that can be";
        if (Of(ContractRefusal.NoState) is > 0 and var states)
            yield return $"{states} that do not say what they are or whether they are traded";
        if (Of(ContractRefusal.Unreadable) is > 0 and var rows)
            yield return $"{rows} rows that cannot be read";
        if (Of(ContractRefusal.TooManyContracts) is > 0 and var many)
            yield return $"{many} beyond the limit of {SymbolRegistry.Capacity}";
        if (CutLists > 0)
            yield return $"{CutLists} lists with further pages";
    }
}
