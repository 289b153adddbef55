using System.Globalization;
using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows squeeze totals to people.</summary>
public static class SqueezeRendering
{
    private const string CellTime = "yyyy-MM-dd HH:mm";

    /// <summary>The columns of <see cref="WriteCsv"/>.</summary>
    private static readonly string[] CsvColumns =
    [
        "asset", "venues", "from", "to", "long_usd", "short_usd", "short_minus_long_usd", "total_usd", "short_share",
        "long_orders", "short_orders", "largest_venue", "largest_symbol", "largest_side", "largest_usd", "largest_price",
        "largest_time", "floor", "covered", "coverage", "deficits", "external_source", "external_long_usd", "external_short_usd",
        "estimate_method", "estimate_long_usd", "estimate_short_usd", "estimate_usd", "estimate_low_usd", "estimate_high_usd",
    ];

    /// <summary>The total of one span: shorts, longs, their difference and sum.</summary>
    public static Grid Total(SqueezeResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var longShare = 1 - answer.ShortShare;
        return new Grid(
            [new(""), new("usd", Right: true), new("exact usd", Right: true), new("orders", Right: true), new("share", Right: true)],
            [
                [
                    new("shorts", Tone.Short), new(Known(answer, NumberText.Usd(answer.ShortUsd)), Tone.Short), Known(answer, NumberText.Exact(answer.ShortUsd)),
                    Known(answer, NumberText.Count(answer.ShortOrders)), Share(answer.ShortShare),
                ],
                [
                    new("longs", Tone.Long), new(Known(answer, NumberText.Usd(answer.LongUsd)), Tone.Long), Known(answer, NumberText.Exact(answer.LongUsd)),
                    Known(answer, NumberText.Count(answer.LongOrders)), Share(longShare),
                ],
                [
                    "total", Known(answer, NumberText.Usd(answer.TotalUsd)), Known(answer, NumberText.Exact(answer.TotalUsd)),
                    Known(answer, NumberText.Count(answer.LongOrders + answer.ShortOrders)), "",
                ],
                [
                    "shorts minus longs", new(Known(answer, NumberText.SignedUsd(answer.ShortMinusLongUsd)), ToneOf(answer.ShortMinusLongUsd)),
                    Known(answer, NumberText.Exact(answer.ShortMinusLongUsd)), "", "",
                ],
            ]);
    }

    /// <summary>
    /// A total in one line to paste: <c>BTC 7d: shorts $893.0M, longs $438.0M, net shorts +$455.0M (≥, 97 % covered)</c>. A floor has
    /// the sign ≥, rounded down coverage is never more than was proven.
    /// </summary>
    public static string Line(SqueezeResult answer, SpanQuery question)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(question);
        var venues = question.Filter.Venues is { } named ? " on " + string.Join(' ', named) : "";
        var what = question.By switch
        {
            Grouping.None => question.AssetText + venues,
            Grouping.Asset => answer.Asset + venues,
            Grouping.Venue => $"{question.AssetText} on {string.Join(' ', answer.Venues)}",
            _ => question.AssetText + venues,
        };
        var span = question.Window is { } window && question.By is not (Grouping.Day or Grouping.Hour)
            ? window
            : $"{Timestamps.Of(answer.From)} to {Timestamps.Of(answer.To)}";
        var net = answer.ShortMinusLongUsd < 0
            ? $"net longs {NumberText.SignedUsd(-answer.ShortMinusLongUsd)}"
            : $"net shorts {NumberText.SignedUsd(answer.ShortMinusLongUsd)}";
        if (answer.Unwatched)
            return $"{what} {span}: not watched";
        var covered = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(answer.Covered * 100):0} % covered");
        return $"{what} {span}: shorts {NumberText.Usd(answer.ShortUsd)}, longs {NumberText.Usd(answer.LongUsd)}, {net} ({(answer.Floor ? $"≥, {covered}" : "complete")})";
    }

    /// <summary>One row for each part of a breakdown.</summary>
    public static Grid Breakdown(IReadOnlyList<SqueezeResult> answers, Grouping by)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return new Grid(
            [
                new(EnumNames.Of(by)), new("shorts", Right: true), new("longs", Right: true),
                new("shorts-longs", Right: true), new("total", Right: true, Spare: 2), new("short%", Right: true, Spare: 3),
                new("orders", Right: true, Spare: 4), new("largest", Right: true, Spare: 5), new("of", Spare: 6),
                new("covered", Right: true, Spare: 1), new("floor", Spare: 1),
            ],
            [.. answers.Select(answer => Row(answer, by))]);
    }

    /// <summary>The largest order in one line.</summary>
    public static string? Largest(SqueezeResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Largest is { } order
            ? $"largest: {EnumNames.Of(order.Side)} {order.Symbol} on {order.Venue}, {NumberText.Usd(order.Usd)} "
                + $"at {NumberText.Price(order.Price)}, {Timestamps.Of(order.Time)}"
            : null;
    }

    /// <summary>Writes all answers as CSV.</summary>
    public static void WriteCsv(TextWriter output, IReadOnlyList<SqueezeResult> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        using var csv = new CsvText(output, CsvColumns);
        foreach (var a in answers)
        {
            // What nobody watched is not known: no number, and no zero.
            var isKnown = !a.Unwatched;
            csv.Row(
                a.Asset, string.Join(' ', a.Venues), a.From, a.To, isKnown ? a.LongUsd : null, isKnown ? a.ShortUsd : null,
                isKnown ? a.ShortMinusLongUsd : null, isKnown ? a.TotalUsd : null,
                a.ShortShare, isKnown ? a.LongOrders : null, isKnown ? a.ShortOrders : null, a.Largest?.Venue, a.Largest?.Symbol,
                a.Largest is { } largest ? EnumNames.Of(largest.Side) : null, a.Largest?.Usd, a.Largest?.Price, a.Largest?.Time,
                a.Floor, a.Covered, CoverageRendering.Csv(a.Coverage), string.Join("; ", DeficitText.Of(a.Deficits)), a.External?.Source, a.External?.LongUsd, a.External?.ShortUsd,
                a.Estimate?.Method, a.Estimate?.Long?.EstimateUsd, a.Estimate?.Short?.EstimateUsd, a.Estimate?.Total?.EstimateUsd,
                a.Estimate?.Total?.LowUsd, a.Estimate?.Total?.HighUsd);
        }
    }

    /// <summary>What a part of a breakdown is called.</summary>
    internal static string Part(SqueezeResult answer, Grouping by) => by switch
    {
        Grouping.Asset => answer.Asset,
        Grouping.Venue => string.Join(' ', answer.Venues),
        _ => answer.From.UtcDateTime.ToString(CellTime, CultureInfo.InvariantCulture),
    };

    private static IReadOnlyList<GridCell> Row(SqueezeResult answer, Grouping by) =>
    [
        Part(answer, by),
        new(Known(answer, NumberText.Usd(answer.ShortUsd)), Tone.Short),
        new(Known(answer, NumberText.Usd(answer.LongUsd)), Tone.Long),
        new(Known(answer, NumberText.SignedUsd(answer.ShortMinusLongUsd)), ToneOf(answer.ShortMinusLongUsd)),
        Known(answer, NumberText.Usd(answer.TotalUsd)),
        Share(answer.ShortShare),
        Known(answer, NumberText.Count(answer.LongOrders + answer.ShortOrders)),
        answer.Largest is { } order ? NumberText.Usd(order.Usd) : "",
        answer.Largest is { } of ? $"{EnumNames.Of(of.Side)} {of.Symbol} {of.Venue}" : "",
        NumberText.Coverage(answer.Covered),
        answer.Floor ? "yes" : "no",
    ];

    // Nothing that was watched and nothing that was found is not zero.
    private static string Known(SqueezeResult answer, string number) => answer.Unwatched ? NumberText.Unknown : number;

    private static string Share(decimal? share) => share is { } value ? NumberText.Percent(value) : "";

    private static Tone ToneOf(decimal difference) => difference > 0 ? Tone.Short : difference < 0 ? Tone.Long : Tone.Plain;
}
