using LiqMon.Completeness;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Reports;

/// <summary>Liquidations of a report's span: the same totals as <c>squeeze</c> gives, in the order of the report.</summary>
internal sealed class ReportTotals
{
    private const int Top = 20;

    private readonly StoreReader _reader;
    private readonly ReportQuery _question;
    private readonly ReportSpan _span;
    private readonly IReadOnlyList<KnownVenue> _venues;

    internal ReportTotals(StoreReader reader, ReportQuery question, ReportSpan span, IReadOnlyList<KnownVenue> venues)
    {
        (_reader, _question, _span, _venues) = (reader, question, span, venues);
        Completeness = Query(reader, venues).Run(Watched(venues), span.FromMs, span.ToMs, span.ToMs);
        Whole = Squeeze(Grouping.None)[0];
        Assets = [.. Squeeze(Grouping.Asset).Take(Top).Select((answer, at) => new AssetRow(
            at + 1, answer.Asset, Part(answer.TotalUsd, Whole.TotalUsd) ?? 0, answer.LongUsd, answer.ShortUsd, answer.ShortMinusLongUsd,
            answer.TotalUsd, answer.ShortShare, answer.LongOrders + answer.ShortOrders, answer.Largest?.Usd ?? 0))];
        Orders = [.. reader.Liquidations.Largest(question.Of(span.FromMs, span.ToMs).Filter, Top).Select((ranked, at) => new OrderRow(
            at + 1, Timestamps.FromUnixMs(ranked.Order.TimeMs), ranked.Order.Venue, ranked.Order.Symbol, ranked.Asset, ranked.Order.Side,
            MicroUsd.ToUsd(ranked.Order.MicroUsd), ranked.Order.Price))];
    }

    internal SpanCompleteness Completeness { get; }

    internal SqueezeResult Whole { get; }

    internal IReadOnlyList<AssetRow> Assets { get; }

    internal IReadOnlyList<OrderRow> Orders { get; }

    internal string? WhyNoLiquidations => Whole.LongOrders + Whole.ShortOrders > 0 ? null
        : Whole.Coverage.All(venue => venue.Share == 0)
            ? "Nothing was watched in this span, so nothing is known of it."
            : "No liquidation was seen in this span.";

    internal static CompletenessQuery Query(StoreReader reader, IReadOnlyList<KnownVenue> venues) =>
        new(reader, [.. venues.Select(venue => venue.Requested)]);

    internal static List<string> Watched(IReadOnlyList<KnownVenue> venues) =>
        [.. venues.Where(venue => venue.Enabled && venue.HasLiquidations).Select(venue => venue.Id)];

    internal Section<CoverageRow> CoverageRows() => new(
        [.. Whole.Coverage.Select(venue => new CoverageRow(
            venue.Venue, venue.Class, venue.Share,
            Math.Round((decimal)venue.Gaps.Sum(gap => (gap.To - gap.From).TotalHours), 3),
            string.Join(", ", venue.Gaps.GroupBy(gap => gap.Reason).OrderByDescending(gaps => gaps.Sum(gap => (gap.To - gap.From).Ticks))
                .ThenBy(gaps => gaps.Key).Select(gaps => EnumNames.Of(gaps.Key))),
            _venues.FirstOrDefault(known => known.Id == venue.Venue)?.FeedNote ?? ""))],
        Whole.Coverage.Count == 0 ? "No venue that publishes liquidations is switched on." : null);

    internal Section<DayRow> Days() => new(
        [.. Squeeze(Grouping.Day).Select(day => new DayRow(
            day.From, day.LongUsd, day.ShortUsd, day.ShortMinusLongUsd, day.TotalUsd, day.ShortShare, day.LongOrders, day.ShortOrders,
            day.Covered))],
        _span.ToMs == _span.FromMs ? "Nothing of this week has been stored yet." : WhyNoLiquidations);

    internal Section<HourRow> Hours() => new(
        [.. Squeeze(Grouping.Hour).Select(hour => new HourRow(
            hour.From, hour.LongUsd, hour.ShortUsd, hour.LongOrders, hour.ShortOrders, hour.Covered, hour.Coverage.Any(venue => venue.Share > 0)))],
        WhyNoLiquidations);

    internal Section<VenueRow> Venues() => new(
        [.. Squeeze(Grouping.Venue).Select(answer => Row(answer.Venues[0], answer))],
        WhyNoLiquidations);

    internal Section<VenueDayRow> VenueDays()
    {
        List<VenueDayRow> rows = [];
        foreach (var day in _reader.Liquidations.Totals(Filter, Grouping.Day))
        {
            rows.AddRange(_reader.Liquidations.Totals(Filter with { FromMs = day.FromMs, ToMs = day.ToMs }, Grouping.Venue).Select(venue => new VenueDayRow(
                Timestamps.FromUnixMs(day.FromMs), venue.Group!, MicroUsd.ToUsd(venue.LongMicroUsd), MicroUsd.ToUsd(venue.ShortMicroUsd))));
        }

        return new(rows, WhyNoLiquidations);
    }

    internal Section<ReportCascade> Cascades()
    {
        var (searchedToMs, judgedFromMs) = (_reader.Cascades.SearchedToMs(), _reader.Cascades.JudgedFromMs());
        var found = _reader.Cascades.List(Filter, minUsd: 0, int.MaxValue);
        var rows = found.OrderByDescending(cascade => cascade.MicroUsd).ThenBy(cascade => cascade.StartMs)
            .ThenBy(cascade => cascade.Asset, StringComparer.Ordinal).ThenBy(cascade => cascade.Side)
            .Take(Top)
            .Select(cascade => new ReportCascade(
                Timestamps.FromUnixMs(cascade.StartMs), Timestamps.FromUnixMs(cascade.EndMs), cascade.Asset, cascade.Side, MicroUsd.ToUsd(cascade.MicroUsd),
                MicroUsd.ToUsd(cascade.PeakMinuteMicroUsd), cascade.Multiple, cascade.PriceChange, cascade.OpenInterestChange,
                CoverageResultBuilder.Share(cascade.Coverage)))
            .ToList();
        return new(rows, rows.Count == 0 && judgedFromMs is { } judged && judged > _span.FromMs && judged >= _span.ToMs
                ? $"Cascades cannot be judged yet: an asset's normal needs the store's first day; they are found from {Timestamps.Of(Timestamps.FromUnixMs(judged))} on."
            : rows.Count < found.Count ? $"The {Top} largest of {found.Count}."
            : searchedToMs <= _span.FromMs ? rows.Count > 0 ? "Cascades have to be looked for again in this span." : "Cascades have not been looked for in this span."
            : searchedToMs < _span.ToMs ? $"Cascades have been looked for up to {Timestamps.Of(Timestamps.FromUnixMs(searchedToMs))}."
            : rows.Count > 0 ? null
            : judgedFromMs > _span.FromMs
                ? $"No cascade was found from {Timestamps.Of(Timestamps.FromUnixMs(judgedFromMs.Value))} on; before that an asset's normal was not known."
            : "No cascade was found in this span.");
    }

    private LiquidationFilter Filter => _question.Of(_span.FromMs, _span.ToMs).Filter;

    private VenueRow Row(string venue, SqueezeResult answer) => new(
        venue,
        _venues.FirstOrDefault(known => known.Id == venue)?.FeedClass ?? Market.FeedClass.Partial,
        Part(answer.TotalUsd, Whole.TotalUsd),
        answer.LongUsd,
        answer.ShortUsd,
        answer.ShortMinusLongUsd,
        answer.TotalUsd,
        1 - answer.ShortShare,
        answer.LongOrders + answer.ShortOrders,
        answer.Coverage.FirstOrDefault(covered => covered.Venue == venue)?.Share,
        answer.Floor);

    private IReadOnlyList<SqueezeResult> Squeeze(Grouping by) => SqueezeResultBuilder.Of(
        _question.Of(_span.FromMs, _span.ToMs, by),
        by == Grouping.None ? [_reader.Liquidations.Totals(Filter)] : _reader.Liquidations.Totals(Filter, by),
        Completeness);

    private static decimal? Part(decimal usd, decimal of) => of == 0 ? null : Math.Round(usd / of, 6);
}
