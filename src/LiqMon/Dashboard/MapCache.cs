using LiqMon.Queries;

namespace LiqMon.Dashboard;

/// <summary>Remembers the map of each asset for the minute: prices and open interest are stored no more often.</summary>
internal sealed class MapCache
{
    private const long MinuteMs = 60_000;
    private const int MostAssets = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Minute, MapResult Map)> _maps = [];

    /// <summary>The map of the asset that a question names; null when no price is stored.</summary>
    internal MapResult? Of(StoreQueries answers, SpanQuery question)
    {
        var minute = question.NowMs / MinuteMs;
        lock (_gate)
        {
            if (_maps.TryGetValue(question.AssetText, out var known) && known.Minute == minute)
                return Priced(known.Map);
        }

        SpanText.TryWindow(MapQuery.DefaultWindow, out var length);
        var from = question.NowMs - (long)length.TotalMilliseconds;
        var map = answers.Map.Of(question with
        {
            Filter = question.Filter with { FromMs = from + 1 },
            DisplayFromMs = from,
            Window = MapQuery.DefaultWindow,
            Range = MapQuery.DefaultRange,
        });
        lock (_gate)
        {
            if (_maps.Count >= MostAssets)
                _maps.Clear();
            _maps[question.AssetText] = (minute, map);
        }

        return Priced(map);
    }

    private static MapResult? Priced(MapResult map) => map.Price is null ? null : map;
}
