using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Dashboard;

/// <summary>
/// What followed the cascades of an asset in 30 days. A month of prices takes longer than a visitor waits, so it is read beside
/// the pages, one asset at a time, and shown once it is there. May be used by several threads.
/// </summary>
/// <param name="answers">Answers that no visitor breaks off.</param>
internal sealed class AftermathReading(StoreQueries answers)
{
    private const int Days = 30;
    private const int MostAssets = 64;
    private const long KeptMs = 15 * UnixTime.MinuteMs;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long ToMs, CascadeAftermathResult? Result)> _ready = new(StringComparer.Ordinal);
    private bool _isReading;

    /// <summary>What followed; null where no side has enough cascades to say anything, and until it has been read.</summary>
    internal CascadeAftermathResult? Read(PageQuery query, string asset)
    {
        var toMs = query.Span.NowMs - (query.Span.NowMs % KeptMs);
        lock (_gate)
        {
            var isKnown = _ready.TryGetValue(asset, out var known);
            if ((!isKnown || known.ToMs != toMs) && !_isReading)
            {
                _isReading = true;
                _ = Task.Run(() => Update(query, asset, toMs));
            }

            return isKnown ? known.Result : null;
        }
    }

    private void Update(PageQuery query, string asset, long toMs)
    {
        CascadeAftermathResult? result = null;
        try
        {
            result = Query(query, asset, toMs);
        }
        catch (StoreException)
        {
            // The pages themselves report what is wrong with the store; this is read again with the next quarter of an hour.
        }
        finally
        {
            lock (_gate)
            {
                _isReading = false;
                if (_ready.Count >= MostAssets)
                    _ready.Clear();
                _ready[asset] = (toMs, result);
            }
        }
    }

    private CascadeAftermathResult? Query(PageQuery query, string asset, long toMs)
    {
        var fromMs = toMs - (Days * UnixTime.DayMs);
        var found = answers.Cascades.After(query.Span with
        {
            Filter = new LiquidationFilter { Assets = [asset], FromMs = fromMs, ToMs = toMs },
            DisplayFromMs = fromMs,
            DisplayToMs = toMs,
            Window = null,
            MinUsd = 0,
            Side = null,
        });
        return found.Sides.Any(side => side.Horizons.Count > 0) ? found : null;
    }
}
