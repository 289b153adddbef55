using LiqMon.Market;

namespace LiqMon.Store;

/// <summary>Which series a question is about.</summary>
internal sealed class SeriesFilter
{
    private readonly HashSet<string>? _assets;
    private readonly HashSet<string>? _venues;
    private readonly bool _traditional;

    internal SeriesFilter(LiquidationFilter filter)
    {
        _assets = filter.Assets?.ToHashSet(StringComparer.Ordinal);
        _venues = filter.Venues?.ToHashSet(StringComparer.Ordinal);
        _traditional = filter.IncludeTraditional;
    }

    /// <summary>Whether the question names assets or venues.</summary>
    internal bool IsNarrow => _assets is not null || _venues is not null;

    internal bool Includes(SeriesName series) =>
        (_traditional || series.AssetClass == AssetClass.Crypto)
        && (_assets is null || _assets.Contains(series.Asset))
        && (_venues is null || _venues.Contains(series.Venue));
}
