using System.Runtime.InteropServices;

namespace LiqMon.Store;

/// <summary>
/// The payments of one contract in order of time, each with the interval that its rate is for. Venues shorten the interval
/// of a contract for hours or days and lengthen it again, so one interval for all would be wrong for the rest.
/// </summary>
internal sealed class FundingPayments
{
    private const long LongestIntervalMs = 24 * UnixTime.HourMs;

    private readonly List<FundingPayment> _payments = [];

    /// <summary>The payments whose interval is known.</summary>
    internal IEnumerable<FundingPayment> Timed => _payments.Where(payment => payment.IntervalMs > 0);

    /// <summary>Adds an hourly sample of the rate that will be paid at a time.</summary>
    internal void Add(double rate, long timeMs)
    {
        // A venue that corrects its announcement by a little has not paid in between.
        if (_payments.Count == 0 || !IsSame(timeMs, _payments[^1].TimeMs))
            _payments.Add(new FundingPayment(timeMs, 0, 0, double.MaxValue, double.MinValue, 0));
        ref var last = ref CollectionsMarshal.AsSpan(_payments)[^1];
        last = last with
        {
            Samples = last.Samples + 1,
            Total = last.Total + rate,
            Least = Math.Min(last.Least, rate),
            Most = Math.Max(last.Most, rate),
        };
    }

    /// <summary>
    /// Finds the interval of each payment: the time since the one before, unless that stands alone (the first payment after a
    /// change comes early or late, and samples may be missing) and the time to the next one does not.
    /// </summary>
    internal void FindIntervals()
    {
        _payments.RemoveAll(payment => payment.TimeMs <= 0);
        _payments.Sort(static (one, other) => one.TimeMs.CompareTo(other.TimeMs));
        for (var at = 0; at < _payments.Count; at++)
        {
            var (before, after) = (Step(at), Step(at + 1));
            var interval = before is null || after is null ? before ?? after
                : IsSame(before, Step(at - 1)) || IsSame(before, after) ? before
                : IsSame(after, Step(at + 2)) ? after
                : Math.Min(before.Value, after.Value);
            _payments[at] = _payments[at] with { IntervalMs = interval ?? 0 };
        }
    }

    /// <summary>The time from the payment before to a payment; null where there is none, or samples between are missing for a day.</summary>
    private long? Step(int at) =>
        at > 0 && at < _payments.Count && _payments[at].TimeMs - _payments[at - 1].TimeMs is > 0 and <= LongestIntervalMs and var step
            ? step
            : null;

    private static bool IsSame(long? one, long? other) => one is { } a && other is { } b && Math.Abs(a - b) < UnixTime.HourMs / 2;
}

/// <summary>The hourly samples of one payment.</summary>
/// <param name="TimeMs">When it is paid, Unix milliseconds.</param>
/// <param name="Samples">Hours in which its rate was seen.</param>
/// <param name="Total">Their sum of rates.</param>
/// <param name="Least">Least of them.</param>
/// <param name="Most">Greatest of them.</param>
/// <param name="IntervalMs">The time the rate is for; 0 while it is not known.</param>
internal readonly record struct FundingPayment(long TimeMs, int Samples, double Total, double Least, double Most, long IntervalMs)
{
    /// <summary>A rate of this payment, for an hour.</summary>
    internal double PerHour(double rate) => rate * UnixTime.HourMs / IntervalMs;
}
