using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Dashboard;

/// <summary>Reads the map over time of an asset's page, as long as the window of the page, a week at most.</summary>
internal sealed class HeatReading
{
    private readonly MinuteCache<HeatResult> _heats = new();

    /// <summary>The map over time; null without a price.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal HeatResult? Read(StoreQueries answers, PageQuery query, string asset)
    {
        var length = TimeSpan.FromTicks(Math.Clamp(query.Window.Length.Ticks, HeatSpan.Shortest.Ticks, HeatSpan.Longest.Ticks));
        var over = HeatSpan.Of(length, query.Span.NowMs);
        // It changes when its end does, every five minutes.
        var heat = _heats.Of($"{asset} {length}", over.ToMs, () => answers.Map.Over(query.Span with
        {
            Filter = query.Span.Filter with { Assets = [asset], FromMs = over.FromMs, ToMs = over.ToMs },
            DisplayFromMs = over.FromMs,
            DisplayToMs = over.ToMs,
            Window = null,
            Range = MapQuery.DefaultRange,
            Over = over,
        }));
        return heat.Edges.Count == 0 ? null : heat;
    }
}
