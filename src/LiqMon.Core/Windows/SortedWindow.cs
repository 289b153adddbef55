using System.Runtime.InteropServices;

namespace LiqMon.Windows;

/// <summary>
/// The logarithms of the minutes before one minute, sorted, empty ones left out. It moves by a minute in either direction
/// at the cost of one value in and one out, so that medians over seven days are at hand each minute.
/// </summary>
internal sealed class SortedWindow(MinuteHistory minutes)
{
    private readonly List<double> _sorted = [];
    private long _to;

    /// <summary>The first minute of the values it holds.</summary>
    public long From { get; private set; }

    /// <summary>The values of the minutes in [from, to), ascending.</summary>
    public ReadOnlySpan<double> MoveTo(long from, long to)
    {
        if (Math.Abs(to - _to) + Math.Abs(from - From) > 120)
        {
            _sorted.Clear();
            _sorted.AddRange(minutes.Logs(from, to));
            _sorted.Sort();
        }
        else
        {
            Remove(minutes.Logs(From, Math.Min(from, _to)));
            Remove(minutes.Logs(Math.Max(to, From), _to));
            Insert(minutes.Logs(from, Math.Min(From, to)));
            Insert(minutes.Logs(Math.Max(_to, from), to));
        }

        (From, _to) = (from, to);
        return CollectionsMarshal.AsSpan(_sorted);
    }

    /// <summary>A minute has another value from now on; null when it was empty.</summary>
    public void Replace(long minute, double? before, double after)
    {
        if (minute < From || minute >= _to)
            return;
        if (before is { } old)
            Remove([old]);
        Insert([after]);
    }

    private void Insert(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            _sorted.Insert(_sorted.BinarySearch(value) is var index && index < 0 ? ~index : index, value);
    }

    private void Remove(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            _sorted.RemoveAt(_sorted.BinarySearch(value));
    }
}
