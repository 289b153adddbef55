namespace LiqMon.Dashboard;

/// <summary>Remembers what changes slowly, of each asset for a minute: prices and open interest are stored no more often.</summary>
internal sealed class MinuteCache<T>
{
    private const long MinuteMs = 60_000;
    private const int MostAssets = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Minute, T Value)> _values = new(StringComparer.Ordinal);

    /// <summary>What is remembered of an asset, or what is read now.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="nowMs">The present, Unix milliseconds.</param>
    /// <param name="read">Reads it.</param>
    internal T Of(string asset, long nowMs, Func<T> read)
    {
        var minute = nowMs / MinuteMs;
        lock (_gate)
        {
            if (_values.TryGetValue(asset, out var known) && known.Minute == minute)
                return known.Value;
        }

        var value = read();
        lock (_gate)
        {
            if (_values.Count >= MostAssets)
                _values.Clear();
            _values[asset] = (minute, value);
        }

        return value;
    }
}
