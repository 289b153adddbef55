namespace LiqMon.Queries;

/// <summary>
/// Remembers what changes slowly, until the minute is over: prices and open interest are stored no more often. May be used by
/// several threads.
/// </summary>
internal sealed class MinuteCache<T>
{
    private const long MinuteMs = 60_000;
    private const int MostValues = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Minute, T Value)> _values = new(StringComparer.Ordinal);

    /// <summary>What is remembered, or what is read now.</summary>
    /// <param name="name">What makes questions the same but for the time.</param>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    /// <param name="read">Reads it.</param>
    internal T Of(string name, long nowMs, Func<T> read)
    {
        var minute = nowMs / MinuteMs;
        lock (_gate)
        {
            if (_values.TryGetValue(name, out var known) && known.Minute == minute)
                return known.Value;
        }

        var value = read();
        lock (_gate)
        {
            if (_values.Count >= MostValues)
                _values.Clear();
            _values[name] = (minute, value);
        }

        return value;
    }
}
