using System.Collections.Concurrent;

namespace LiqMon.Feeds;

/// <summary>What has to be live before a contract is watched.</summary>
/// <param name="Topic">A text that its subscription holds; null where one subscription brings all contracts of a market.</param>
/// <param name="Feed">The feed of its market, where there is no topic.</param>
internal readonly record struct AwaitedSubscription(string? Topic, string? Feed);

/// <summary>
/// Contracts that the venue lists and that no confirmed subscription brings yet. May be used by several threads at once.
/// </summary>
internal sealed class UnwatchedContracts
{
    private readonly ConcurrentDictionary<string, AwaitedSubscription> _contracts = new(StringComparer.Ordinal);

    public bool IsEmpty => _contracts.IsEmpty;

    /// <summary>Adds a contract.</summary>
    /// <param name="symbol">The venue's symbol.</param>
    /// <param name="awaited">What it waits for.</param>
    public void Add(string symbol, AwaitedSubscription awaited) => _contracts[symbol] = awaited;

    /// <summary>Takes out the contracts that something is true of.</summary>
    /// <param name="isMeant">Decides by symbol and what is waited for.</param>
    /// <returns>Their symbols.</returns>
    public IReadOnlyList<string> Take(Func<string, AwaitedSubscription, bool> isMeant) =>
        [.. _contracts.Where(contract => isMeant(contract.Key, contract.Value) && _contracts.TryRemove(contract)).Select(contract => contract.Key)];
}
