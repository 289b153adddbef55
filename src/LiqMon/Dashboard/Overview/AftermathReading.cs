using System.Threading.Channels;
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

    // One waits; a page that finds no room asks again when it is made anew.
    private readonly Channel<Wanted> _wanted = Channel.CreateBounded<Wanted>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long ToMs, CascadeAftermathResult? Result)> _ready = new(StringComparer.Ordinal);

    /// <summary>What followed; null where no side has enough cascades to say anything, and until it has been read.</summary>
    internal CascadeAftermathResult? Read(PageQuery query, string asset)
    {
        var toMs = query.Span.NowMs - (query.Span.NowMs % KeptMs);
        var known = Known(asset);
        if (known?.ToMs != toMs)
            _wanted.Writer.TryWrite(new Wanted(query, asset, toMs));
        return known?.Result;
    }

    /// <summary>Reads what pages want, one asset after the other, until cancelled.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var (query, asset, toMs) in _wanted.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (Known(asset)?.ToMs == toMs)
                continue;
            var result = Query(query, asset, toMs, cancellation);
            lock (_gate)
            {
                if (_ready.Count >= MostAssets)
                    _ready.Clear();
                _ready[asset] = (toMs, result);
            }
        }
    }

    private (long ToMs, CascadeAftermathResult? Result)? Known(string asset)
    {
        lock (_gate)
            return _ready.TryGetValue(asset, out var known) ? known : null;
    }

    private CascadeAftermathResult? Query(PageQuery query, string asset, long toMs, CancellationToken cancellation)
    {
        var fromMs = toMs - (Days * UnixTime.DayMs);
        var found = answers.Until(cancellation).Cascades.After(query.Span with
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

    private readonly record struct Wanted(PageQuery Query, string Asset, long ToMs);
}
