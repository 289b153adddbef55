namespace LiqMon.Maps;

/// <summary>
/// Keeps a map as it was at the end of each column of time, in one walk. A column is the map that would be made at its end
/// from the steps up to there: nothing that comes later enters it.
/// <para>
/// The map of path memory is proportional to the open interest of its moment. So one map of a fixed size is moved on, and each
/// column is that map times the open interest at its end.
/// </para>
/// </summary>
public sealed class HeatRecorder
{
    // Large against the micro-dollar that each step rounds by, small against what an integer holds.
    private const double WholeUsd = 1e10;

    private readonly PositionMap _map;
    private readonly Turnover? _turnover;
    private readonly long _columnMs;
    private readonly long _endMs;
    private readonly List<HeatColumn> _columns = [];
    private long _startMs;
    private double _whole;
    private double _openInterest;
    private (double Low, double High)? _prices;

    /// <summary>Begins.</summary>
    /// <param name="tiers">Leverages of the map.</param>
    /// <param name="model">Path memory, or open interest.</param>
    /// <param name="fromMs">Start of the first column, Unix milliseconds; before it the map only fills.</param>
    /// <param name="columnMs">Length of a column, greater than zero.</param>
    /// <param name="endMs">End of the last column, which may be shorter than the others.</param>
    public HeatRecorder(LeverageTiers tiers, Forecast model, long fromMs, long columnMs, long endMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnMs);
        if (model is not (Forecast.PathMemory or Forecast.OpenInterest))
            throw new ArgumentOutOfRangeException(nameof(model), model, "No map is made from this.");
        _map = new PositionMap(tiers);
        _turnover = model == Forecast.PathMemory ? new Turnover(Turnover.DefaultDays) : null;
        (_startMs, _columnMs, _endMs) = (fromMs, columnMs, endMs);
    }

    /// <summary>Moves the map on; moments do not go back.</summary>
    /// <param name="timeMs">End of the step, Unix milliseconds.</param>
    /// <param name="price">Dollars for one unit of the asset.</param>
    /// <param name="isSampled">Whether the price was sampled in the step, not carried on from an older one.</param>
    /// <param name="change">The change of open interest, in the asset.</param>
    public void Step(long timeMs, double price, bool isSampled, OpenInterestChange change)
    {
        CloseBefore(timeMs);
        if (_whole == 0)
            _whole = WholeUsd / price;
        _map.Step(price, _turnover is null ? change : _turnover.To(timeMs, _whole));
        _openInterest = change.After;
        if (isSampled && timeMs > _startMs && timeMs <= _endMs)
            _prices = _prices is var (low, high) ? (Math.Min(low, price), Math.Max(high, price)) : (price, price);
    }

    /// <summary>All columns, in order of time; nothing more is taken after it.</summary>
    public IReadOnlyList<HeatColumn> Finish()
    {
        CloseBefore(long.MaxValue);
        return _columns;
    }

    private void CloseBefore(long timeMs)
    {
        while (_startMs < _endMs && Math.Min(_startMs + _columnMs, _endMs) is var end && end < timeMs)
        {
            _columns.Add(new HeatColumn(_startMs, end)
            {
                State = _prices is var (low, high)
                    ? new HeatState(low, high, _map.Price!.Value, Levels(_map.Longs), Levels(_map.Shorts))
                    : null,
            });
            (_startMs, _prices) = (end, null);
        }
    }

    private List<(int Level, long MicroUsd)> Levels(MapSide side)
    {
        var factor = _turnover is null ? 1 : _openInterest / _whole;
        return [.. side.Levels.Select(level => (level.Level, (long)Math.Min(level.MicroUsd * factor, long.MaxValue / 2))).Where(level => level.Item2 > 0)];
    }
}
