namespace LiqMon.Maps;

/// <summary>
/// The positions of one side by the level at which they would be forced out, in dollars × 1,000,000 at the price they
/// were opened at. What was built is at every moment exactly what stands, was consumed, and has left.
/// </summary>
public sealed class MapSide
{
    private long[] _microUsd = [];
    private int _first;

    /// <summary>All that was ever opened.</summary>
    public long BuiltMicroUsd { get; private set; }

    /// <summary>What stands now.</summary>
    public long StandingMicroUsd { get; private set; }

    /// <summary>What stood at levels through which the price traded.</summary>
    public long ConsumedMicroUsd { get; private set; }

    /// <summary>What has left of its own will, as open interest fell.</summary>
    public long LeftMicroUsd { get; private set; }

    /// <summary>The levels at which anything stands, in order of price.</summary>
    public IEnumerable<(int Level, long MicroUsd)> Levels
    {
        get
        {
            for (var at = 0; at < _microUsd.Length; at++)
            {
                if (_microUsd[at] > 0)
                    yield return (_first + at, _microUsd[at]);
            }
        }
    }

    /// <summary>What stands at a level.</summary>
    public long At(int level) => level >= _first && level - _first < _microUsd.Length ? _microUsd[level - _first] : 0;

    internal void Add(int level, long microUsd)
    {
        Reach(level);
        _microUsd[level - _first] += microUsd;
        BuiltMicroUsd += microUsd;
        StandingMicroUsd += microUsd;
    }

    /// <summary>Empties all levels from one to another, both inclusive; what stood there.</summary>
    internal long Consume(int from, int to)
    {
        var consumed = 0L;
        for (var at = Math.Max(from - (long)_first, 0); at <= Math.Min(to - (long)_first, _microUsd.Length - 1); at++)
        {
            consumed += _microUsd[at];
            _microUsd[at] = 0;
        }

        ConsumedMicroUsd += consumed;
        StandingMicroUsd -= consumed;
        return consumed;
    }

    /// <summary>Takes the same share, 0 to 1, from every level.</summary>
    internal void Leave(double share)
    {
        if (!(share > 0))
            return;
        var left = 0L;
        foreach (ref var microUsd in _microUsd.AsSpan())
        {
            var stays = (long)(microUsd * (1 - Math.Min(share, 1)));
            left += microUsd - stays;
            microUsd = stays;
        }

        LeftMicroUsd += left;
        StandingMicroUsd -= left;
    }

    /// <summary>The same as it is now, apart from what happens later.</summary>
    internal MapSide Copy() => new()
    {
        _microUsd = [.. _microUsd],
        _first = _first,
        BuiltMicroUsd = BuiltMicroUsd,
        StandingMicroUsd = StandingMicroUsd,
        ConsumedMicroUsd = ConsumedMicroUsd,
        LeftMicroUsd = LeftMicroUsd,
    };

    // Levels are logarithms: all prices that a number can hold are some hundred thousand of them.
    private void Reach(int level)
    {
        const int Room = 64;
        if (_microUsd.Length == 0)
            (_microUsd, _first) = (new long[2 * Room], level - Room);
        var last = _first + _microUsd.Length - 1;
        if (level >= _first && level <= last)
            return;
        var first = level < _first ? level - Room : _first;
        var wider = new long[(level > last ? level + Room : last) - first + 1];
        _microUsd.CopyTo(wider, _first - first);
        (_microUsd, _first) = (wider, first);
    }
}
