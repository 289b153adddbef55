using LiqMon.Completeness;
using LiqMon.Maps;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>Makes a map over time from stored prices, open interest and liquidations.</summary>
/// <param name="question">The question; it names the columns.</param>
/// <param name="tiers">Leverages of the map.</param>
internal sealed class HeatResultBuilder(SpanQuery question, LeverageTiers tiers)
{
    /// <summary>Most rows; each is a level or some.</summary>
    internal const int MostRows = 120;

    /// <summary>Most liquidations that are shown one by one.</summary>
    internal const int MostOrders = 200;

    private readonly HeatSpan _span = question.Over ?? throw new ArgumentException("The question names no columns.", nameof(question));

    internal HeatResult Of(StoreReader reader, SpanCompleteness completeness)
    {
        var filter = question.Filter with { FromMs = _span.FromMs, ToMs = _span.ToMs };
        var samples = reader.Market.MapSamples(filter with { FromMs = _span.OpenedFromMs });
        var recorder = new HeatRecorder(tiers, question.Model, _span.FromMs, _span.ColumnMs, _span.ToMs);
        foreach (var step in samples.Steps)
            recorder.Step(step.TimeMs, step.Price, step.IsSampled, step.Change);
        var columns = recorder.Finish();
        var grid = HeatGrid.Around(columns, question.Range, MostRows);
        var totals = SqueezeResultBuilder.Of(question with { By = Grouping.Hour, Filter = filter }, reader.Liquidations.Bars(filter, _span.ColumnMs), completeness);
        var whole = completeness.Of(question.Scope);
        return new HeatResult
        {
            Asset = question.AssetText,
            From = Timestamps.FromUnixMs(_span.FromMs),
            To = Timestamps.FromUnixMs(_span.ToMs),
            OpenedFrom = Timestamps.FromUnixMs(_span.OpenedFromMs),
            ColumnSeconds = (int)(_span.ColumnMs / 1_000),
            MadeFrom = question.Model,
            Model = MapResultBuilder.ModelOf(question.Model),
            Assumptions = MapResultBuilder.Assumptions(question.Model, tiers),
            Price = MapResultBuilder.PriceOf(samples),
            Range = question.Range,
            Edges = [.. grid?.Edges.Select(edge => MapResultBuilder.Rounded(edge)) ?? []],
            Columns = [.. columns.Select((column, at) => Column(column, grid, totals[at]))],
            Orders = Orders(reader, filter, samples.Steps),
            Floor = whole.Floor,
            Covered = whole.Covered,
        };
    }

    private static HeatColumnResult Column(HeatColumn column, HeatGrid? grid, SqueezeResult total) => new(
        Timestamps.FromUnixMs(column.StartMs),
        Timestamps.FromUnixMs(column.EndMs),
        column.State?.Low,
        column.State?.High,
        column.State?.Close,
        Dollars(grid, column.State?.Longs),
        Dollars(grid, column.State?.Shorts),
        total.LongUsd,
        total.ShortUsd,
        total.Covered);

    private static long[] Dollars(HeatGrid? grid, IReadOnlyList<(int Level, long MicroUsd)>? levels) =>
        grid is { } rows && levels is not null ? [.. rows.Sums(levels).Select(microUsd => (microUsd + 500_000) / 1_000_000)] : [];

    private static List<HeatOrderResult> Orders(StoreReader reader, LiquidationFilter filter, IReadOnlyList<MapStep> steps)
    {
        // Those that are at least as large as the least of the largest; where many are equally large, the newest of them.
        if (steps.Count == 0 || reader.Liquidations.Largest(filter, MostOrders) is not [.., var least])
            return [];
        var places = new PlacedOrders();
        return
        [
            .. reader.Liquidations.List(filter, least.Order.MicroUsd / 1e6, int.MaxValue, newestFirst: true)
                .OrderByDescending(row => row.MicroUsd)
                .Take(MostOrders)
                .Select(row => new HeatOrderResult(
                    Timestamps.FromUnixMs(row.TimeMs), row.Side, row.Venue, row.Symbol, MicroUsd.ToUsd(row.MicroUsd),
                    MapResultBuilder.Rounded(places.PriceOf(row, MarkAt(steps, row.TimeMs)))))
                .Where(order => double.IsFinite(order.Price) && order.Price > 0),
        ];
    }

    /// <summary>The mark price of the minute that holds a moment.</summary>
    private static double MarkAt(IReadOnlyList<MapStep> steps, long timeMs)
    {
        var (low, high) = (0, steps.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (steps[middle].TimeMs > timeMs)
                high = middle;
            else
                low = middle + 1;
        }

        return steps[low].Price;
    }
}
