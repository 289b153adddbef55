using LiqMon.Market;

namespace LiqMon.Venues;

/// <summary>
/// Whether open interest adds both sides up, as its numbers show: every long has a short, so a sum of both is an even
/// number of the smallest steps, always; a count of one side is odd as often as even.
/// </summary>
internal struct OpenInterestParity
{
    private const int FewestContracts = 20;

    private int _odd;
    private int _contracts;

    /// <summary>Takes one contract's open interest, in steps of its smallest quantity; passed over if it is no number of them.</summary>
    public void Add(ExactNumber openInterest, ExactNumber step)
    {
        if (!openInterest.IsPositive || !step.IsPositive)
            return;
        var steps = Decimal(openInterest) / Decimal(step);
        if (steps != decimal.Truncate(steps))
            return;
        _contracts++;
        _odd += (int)(steps % 2);
    }

    /// <summary>Whether it is the sum of both sides; null where there are too few contracts or the numbers contradict.</summary>
    public readonly bool? IsBothSides => _contracts < FewestContracts ? null
        : _odd <= _contracts * 0.02 ? true
        : _odd >= _contracts * 0.2 ? false
        : null;

    /// <summary>What was counted, for people.</summary>
    public readonly string Text =>
        $"{_odd} of {_contracts} contracts have an odd number of the smallest step; of a sum of both sides none would";

    private static decimal Decimal(ExactNumber number) => number.Mantissa / (decimal)Math.Pow(10, number.Scale);
}
