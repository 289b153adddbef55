namespace LiqMon.Store;

/// <summary>Hands each payload of an item to the table of its type.</summary>
internal sealed class PayloadRoutes
{
    private readonly Dictionary<Type, Action<object, CommitStats>> _byType = [];

    /// <summary>From now on payloads of a type go to a table that counts them.</summary>
    /// <returns>These routes.</returns>
    internal PayloadRoutes Add<T>(Action<T, CommitStats> write)
    {
        _byType.Add(typeof(T), (payload, counts) => write((T)payload, counts));
        return this;
    }

    /// <summary>From now on payloads of a type go to a table that does not count them.</summary>
    /// <returns>These routes.</returns>
    internal PayloadRoutes Add<T>(Action<T> write) => Add<T>((payload, _) => write(payload));

    internal void Write(object payload, CommitStats counts)
    {
        if (!_byType.TryGetValue(payload.GetType(), out var write))
            throw new ArgumentException($"The store does not know {payload.GetType().Name}.", nameof(payload));
        write(payload, counts);
    }
}
