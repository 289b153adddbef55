using System.Collections.Concurrent;

namespace LiqMon.Feeds;

/// <summary>
/// Contracts that the venue lists and that no confirmed subscription brings yet, each with the text that subscribes it.
/// May be used by several threads at once.
/// </summary>
internal sealed class UnwatchedContracts
{
    private readonly ConcurrentDictionary<string, string> _topics = new(StringComparer.Ordinal);

    public bool IsEmpty => _topics.IsEmpty;

    /// <summary>Adds a contract.</summary>
    /// <param name="symbol">The venue's symbol.</param>
    /// <param name="topic">The text that subscribes it.</param>
    public void Add(string symbol, string topic) => _topics[symbol] = topic;

    /// <summary>Takes out the contracts that something is true of.</summary>
    /// <param name="isMeant">Decides by symbol and topic.</param>
    /// <returns>Their symbols.</returns>
    public IReadOnlyList<string> Take(Func<string, string, bool> isMeant) =>
        [.. _topics.Where(contract => isMeant(contract.Key, contract.Value) && _topics.TryRemove(contract)).Select(contract => contract.Key)];
}
