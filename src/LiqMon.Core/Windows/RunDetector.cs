using LiqMon.Market;

namespace LiqMon.Windows;

/// <summary>Finds one side's runs, second by second; see <see cref="CascadeRule"/>.</summary>
internal sealed class RunDetector(CascadeRule rule, LiquidatedSide side)
{
    private long _first = -1;
    private long _last;
    private bool _opened;

    /// <summary>The cascades so far: the first and the last second that counts.</summary>
    public List<(long First, long Last)> Found { get; } = [];

    /// <summary>Judges the next second by its trailing minute.</summary>
    public void Evaluate(long second, in SecondSums trailing, in BaselineMinute normal)
    {
        var (both, ours) = (trailing.MicroUsd, trailing.Of(side));
        if (both < normal.ExtendMicroUsd || ours < both - ours)
            return;
        if (_first >= 0 && second - _last - 1 > CascadeRule.QuietSeconds)
            End();
        if (_first < 0)
            _first = second;
        _last = second;
        _opened |= both >= normal.OpenMicroUsd && trailing.Orders >= rule.LeastOrders && (double)ours >= rule.OneSidedShare * (double)both;
    }

    /// <summary>There are no further seconds.</summary>
    public void End()
    {
        if (_first >= 0 && _opened)
            Found.Add((_first, _last));
        (_first, _opened) = (-1, false);
    }

    /// <summary>The side searched for.</summary>
    public LiquidatedSide Side => side;
}
