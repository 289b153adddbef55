using LiqMon.Maps;
using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>The maps of one asset, all moved on by the same prices, each by its own idea of what is opened and closed.</summary>
internal sealed class MapLine
{
    private readonly Dictionary<Forecast, PositionMap> _maps;
    private readonly Dictionary<Forecast, Func<MapStep, OpenInterestChange>> _changes = [];

    /// <summary>Begins the maps.</summary>
    /// <param name="tiers">Leverages of all of them.</param>
    /// <param name="openInterest">Open interest that path memory spreads over its levels, in the asset.</param>
    /// <param name="weekOld">Changes of the week before; null where they are not stored.</param>
    internal MapLine(LeverageTiers tiers, double openInterest, LaggedChanges? weekOld = null)
    {
        var turnover = new Turnover(Turnover.DefaultDays);
        _changes.Add(Forecast.PathMemory, step => turnover.To(step.TimeMs, openInterest));
        _changes.Add(Forecast.OpenInterest, step => step.Change);
        if (weekOld is not null)
            _changes.Add(Forecast.OpenInterestWeekOld, step => weekOld.To(step.TimeMs));
        _maps = _changes.Keys.ToDictionary(forecast => forecast, _ => new PositionMap(tiers));
    }

    /// <summary>The maps as they are now.</summary>
    internal IReadOnlyDictionary<Forecast, PositionMap> Maps => _maps;

    /// <summary>Moves all maps on.</summary>
    internal void Step(MapStep step)
    {
        foreach (var (forecast, map) in _maps)
            map.Step(step.Price, _changes[forecast](step));
    }
}
