using System.Runtime.InteropServices;

namespace LiqMon.Windows;

/// <summary>An asset's sums by second, in order of time; only seconds that are not empty take space.</summary>
internal sealed class SecondHistory
{
    private readonly List<SecondSums> _seconds = [];

    /// <summary>The newest second that is not empty; null when there is none.</summary>
    public long? Newest => _seconds.Count > 0 ? _seconds[^1].Second : null;

    public void Add(in SecondSums sums)
    {
        var index = _seconds.Count;
        while (index > 0 && _seconds[index - 1].Second > sums.Second)
            index--;
        if (index > 0 && _seconds[index - 1].Second == sums.Second)
            _seconds[index - 1] = _seconds[index - 1].Plus(sums);
        else
            Insert(index, sums);
    }

    /// <summary>The seconds in [from, to].</summary>
    public ReadOnlySpan<SecondSums> Between(long from, long to)
    {
        var first = First(from);
        return CollectionsMarshal.AsSpan(_seconds)[first..Math.Max(first, First(to + 1))];
    }

    public void Forget(long beforeSecond) => _seconds.RemoveRange(0, First(beforeSecond));

    // A list doubles by itself, which leaves a third of all memory here unused.
    private void Insert(int index, in SecondSums sums)
    {
        if (_seconds.Count == _seconds.Capacity)
            _seconds.Capacity += Math.Max(4, _seconds.Count / 4);
        _seconds.Insert(index, sums);
    }

    private int First(long second)
    {
        int low = 0, high = _seconds.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_seconds[middle].Second < second)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
