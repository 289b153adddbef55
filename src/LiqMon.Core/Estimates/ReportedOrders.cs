using LiqMon.Market;

namespace LiqMon.Estimates;

/// <summary>
/// The orders of a span that a sampled feed reported, as far as an estimate needs them. The orders of each contract must
/// come in order of time, or against it.
/// </summary>
/// <param name="rule">How to throttle a full feed before it is taken; null for orders that are throttled already.</param>
public sealed class ReportedOrders(SamplingRule? rule = null)
{
    private readonly Dictionary<ContractKey, BlockBuilder> _contracts = [];
    private readonly SpanSums _sums = new();

    /// <summary>Number of orders.</summary>
    public long Orders { get; private set; }

    /// <summary>Dollars × 1,000,000 of liquidated longs, before they are throttled.</summary>
    public long LongMicroUsd { get; private set; }

    /// <summary>Dollars × 1,000,000 of liquidated shorts, before they are throttled.</summary>
    public long ShortMicroUsd { get; private set; }

    /// <summary>The contracts they are of.</summary>
    public IEnumerable<ContractKey> Contracts => _contracts.Keys;

    /// <summary>Takes an order.</summary>
    public void Add(ContractKey key, LiquidatedSide side, long microUsd, long timeMs)
    {
        if (!_contracts.TryGetValue(key, out var contract))
            _contracts.Add(key, contract = new BlockBuilder(rule, block => _sums.Add(block)));
        Orders++;
        if (side == LiquidatedSide.Long)
            LongMicroUsd += microUsd;
        else
            ShortMicroUsd += microUsd;
        contract.Add(side, microUsd / 1e6, timeMs);
    }

    /// <summary>Dollars that the throttled feed shows of these orders; all of them without a rule.</summary>
    public double PublishedUsd
    {
        get
        {
            var sums = Finish();
            return Enumerable.Range(0, BurstBlock.Classes).Sum(block =>
                sums.Of(LiquidatedSide.Long, block).Reported + sums.Of(LiquidatedSide.Short, block).Reported);
        }
    }

    /// <summary>The sums of all blocks; more orders may follow if they lie in other blocks.</summary>
    internal SpanSums Finish()
    {
        foreach (var contract in _contracts.Values)
            contract.Finish();
        return _sums;
    }
}
