using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// The orders of a span that a sampled feed reported, as far as an estimate needs them. The orders of each contract must
/// come in order of time, or against it.
/// </summary>
public sealed class ReportedOrders
{
    private readonly Dictionary<ContractKey, BlockBuilder> _contracts = [];
    private readonly SpanSums _sums = new();

    /// <summary>Number of orders.</summary>
    public long Orders { get; private set; }

    /// <summary>Dollars × 1,000,000 of liquidated longs.</summary>
    public long LongMicroUsd { get; private set; }

    /// <summary>Dollars × 1,000,000 of liquidated shorts.</summary>
    public long ShortMicroUsd { get; private set; }

    /// <summary>The contracts they are of.</summary>
    public IEnumerable<ContractKey> Contracts => _contracts.Keys;

    /// <summary>Takes an order.</summary>
    public void Add(ContractKey key, LiquidatedSide side, long microUsd, long timeMs)
    {
        if (!_contracts.TryGetValue(key, out var contract))
            _contracts.Add(key, contract = new BlockBuilder(rule: null, block => _sums.Add(block)));
        Orders++;
        if (side == LiquidatedSide.Long)
            LongMicroUsd += microUsd;
        else
            ShortMicroUsd += microUsd;
        contract.Add(side, microUsd / 1e6, timeMs);
    }

    /// <summary>The sums of all blocks; more orders may follow if they lie in other blocks.</summary>
    internal SpanSums Finish()
    {
        foreach (var contract in _contracts.Values)
            contract.Finish();
        return _sums;
    }
}
