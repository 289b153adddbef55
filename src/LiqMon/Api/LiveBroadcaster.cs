using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LiqMon.Queries;

namespace LiqMon.Api;

/// <summary>
/// Hands live events to every subscriber. Publishing never waits: a subscriber that is too slow loses its oldest
/// events, and receives how many. This is the only path of LiqMon that may drop.
/// </summary>
public sealed class LiveBroadcaster
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly int _maxSubscribers;
    private LiveSubscription[] _subscribers = [];
    private long _dropped;

    /// <summary>A broadcaster without subscribers.</summary>
    /// <param name="capacity">Events that may wait for one subscriber.</param>
    /// <param name="maxSubscribers">Subscribers at once.</param>
    public LiveBroadcaster(int capacity = 1_024, int maxSubscribers = 32)
    {
        _capacity = capacity;
        _maxSubscribers = maxSubscribers;
    }

    /// <summary>Subscribers at this moment.</summary>
    public int Subscribers => Volatile.Read(ref _subscribers).Length;

    /// <summary>Events dropped for slow subscribers since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>A new subscription, or null when there are too many. Dispose it to end it.</summary>
    public LiveSubscription? Subscribe()
    {
        lock (_gate)
        {
            if (_subscribers.Length >= _maxSubscribers)
                return null;
            var subscription = new LiveSubscription(_capacity, CountDrop, Remove);
            Volatile.Write(ref _subscribers, [.. _subscribers, subscription]);
            return subscription;
        }
    }

    /// <summary>Publishes a committed liquidation.</summary>
    public void Publish(LiquidationResult liquidation) =>
        Publish("liquidation", liquidation, QueryJson.Default.LiquidationResult);

    /// <summary>Publishes a total.</summary>
    public void Publish(SqueezeResult squeeze) => Publish("squeeze", squeeze, QueryJson.Default.SqueezeResult);

    /// <summary>Publishes what has happened to a cascade.</summary>
    public void Publish(CascadeChangeResult change) => Publish("cascade", change, QueryJson.Default.CascadeChangeResult);

    /// <summary>Publishes the state of a feed.</summary>
    public void Publish(StatusResult status) => Publish("status", status, QueryJson.Default.StatusResult);

    /// <summary>Publishes an event of any name; its text is made once, and only if somebody listens.</summary>
    public void Publish<T>(string name, T value, JsonTypeInfo<T> json)
    {
        var subscribers = Volatile.Read(ref _subscribers);
        if (subscribers.Length == 0)
            return;
        var frame = Frame(name, value, json);
        foreach (var subscriber in subscribers)
            subscriber.Offer(frame);
    }

    /// <summary>The bytes of one server-sent event.</summary>
    public static ReadOnlyMemory<byte> Frame<T>(string name, T value, JsonTypeInfo<T> json) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(value, json)}\n\n");

    private void CountDrop() => Interlocked.Increment(ref _dropped);

    private void Remove(LiveSubscription subscription)
    {
        lock (_gate)
            Volatile.Write(ref _subscribers, [.. _subscribers.Where(other => other != subscription)]);
    }
}
