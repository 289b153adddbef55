using LiqMon.Market;

namespace LiqMon.Ingestion;

/// <summary>
/// Joins losses of messages that lie close together into one gap, which grows: a venue whose numbers never fit would else make
/// a row of every frame. May be used by several threads.
/// </summary>
internal sealed class MessageLosses
{
    /// <summary>What is proven between two losses that are nearer than this is given up.</summary>
    internal const long JoinMs = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Gap> _lastByFeed = new(StringComparer.Ordinal);

    /// <summary>The gap that a loss makes; it begins where one that is near began, and so takes its place in the store.</summary>
    internal Gap Add(Gap loss)
    {
        lock (_gate)
        {
            if (_lastByFeed.TryGetValue(loss.Feed, out var last) && loss.FromMs >= last.FromMs && loss.FromMs <= last.ToMs + JoinMs)
                loss = loss with { FromMs = last.FromMs, ToMs = Math.Max(last.ToMs!.Value, loss.ToMs!.Value) };
            _lastByFeed[loss.Feed] = loss;
            return loss;
        }
    }
}
