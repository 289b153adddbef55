using System.Runtime.InteropServices;

namespace LiqMon.Windows;

/// <summary>An asset's dollars by minute; only minutes that are not empty take space.</summary>
internal sealed class MinuteHistory
{
    private readonly List<long> _minutes = [];
    private readonly List<Int128> _microUsd = [];
    private readonly List<double> _logs = [];

    /// <summary>Adds to a minute.</summary>
    /// <returns>ln(1 + dollars) of it before, null when it was empty, and after.</returns>
    public (double? Before, double After) Add(long minute, Int128 microUsd)
    {
        var index = _minutes.Count - 1;
        if (index < 0 || _minutes[index] < minute)
            index = ~_minutes.Count;
        else if (_minutes[index] != minute)
            index = _minutes.BinarySearch(minute);
        var isNew = index < 0;
        if (isNew)
        {
            index = ~index;
            _minutes.Insert(index, minute);
            _microUsd.Insert(index, 0);
            _logs.Insert(index, 0);
        }

        double? before = isNew ? null : _logs[index];
        _microUsd[index] += microUsd;
        _logs[index] = Math.Log(1 + (double)_microUsd[index] / 1e6);
        return (before, _logs[index]);
    }

    /// <summary>Dollars × 1,000,000 of a minute.</summary>
    public Int128 this[long minute] => _minutes.BinarySearch(minute) is >= 0 and var index ? _microUsd[index] : 0;

    /// <summary>The first minute from one on that is not empty; null when there is none.</summary>
    public long? NotEmptyFrom(long minute) => First(minute) is var index && index < _minutes.Count ? _minutes[index] : null;

    /// <summary>ln(1 + dollars) of the minutes in [from, to) that are not empty.</summary>
    public ReadOnlySpan<double> Logs(long from, long to)
    {
        var first = First(from);
        return CollectionsMarshal.AsSpan(_logs)[first..Math.Max(first, First(to))];
    }

    public void Forget(long beforeMinute)
    {
        var count = First(beforeMinute);
        _minutes.RemoveRange(0, count);
        _microUsd.RemoveRange(0, count);
        _logs.RemoveRange(0, count);
    }

    private int First(long minute) => _minutes.BinarySearch(minute) is var index && index < 0 ? ~index : index;
}
