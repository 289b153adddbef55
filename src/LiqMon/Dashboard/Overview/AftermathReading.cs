using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Dashboard;

/// <summary>Reads what followed the cascades of an asset in 30 days. It changes with a new cascade, so it is kept for some time.</summary>
internal sealed class AftermathReading
{
    private const int Days = 30;
    private const long KeptMs = 15 * UnixTime.MinuteMs;

    private readonly MinuteCache<CascadeAftermathResult> _aftermaths = new();

    /// <summary>What followed; null where no side has enough cascades to say anything.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal CascadeAftermathResult? Read(StoreQueries answers, PageQuery query, string asset)
    {
        var toMs = query.Span.NowMs - (query.Span.NowMs % KeptMs);
        var fromMs = toMs - (Days * UnixTime.DayMs);
        var found = _aftermaths.Of(asset, toMs, () => answers.Cascades.After(query.Span with
        {
            Filter = new LiquidationFilter { Assets = [asset], FromMs = fromMs, ToMs = toMs },
            DisplayFromMs = fromMs,
            DisplayToMs = toMs,
            Window = null,
            MinUsd = 0,
            Side = null,
        }));
        return found.Sides.Any(side => side.Horizons.Count > 0) ? found : null;
    }
}
