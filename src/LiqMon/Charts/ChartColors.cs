namespace LiqMon.Charts;

/// <summary>
/// Colours of all charts. Blue and orange are distinguished by everybody; the others are Okabe and Ito's. Elements carry
/// the light colours as attributes, so that a chart needs no style sheet; <see cref="StyleSheet"/> adds the dark ones,
/// type and sizes.
/// </summary>
public static class ChartColors
{
    /// <summary>Liquidated shorts.</summary>
    public const string Short = "#1f6fb4";

    /// <summary>Liquidated longs.</summary>
    public const string Long = "#d9730d";

    /// <summary>Lines that carry a value of their own, such as a price.</summary>
    public const string Ink = "#1c2430";

    /// <summary>Labels.</summary>
    public const string Quiet = "#5b6573";

    /// <summary>Grid lines.</summary>
    public const string Grid = "#dfe3e8";

    /// <summary>Several things side by side, in their order; the last is for "others".</summary>
    public static IReadOnlyList<string> Series { get; } =
        ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#9aa3ad"];

    /// <summary>The style sheet of pages with charts.</summary>
    public const string StyleSheet =
        """
        :root{--chart-short:#1f6fb4;--chart-long:#d9730d;--chart-ink:#1c2430;--chart-quiet:#5b6573;--chart-grid:#dfe3e8}
        @media (prefers-color-scheme:dark){:root{--chart-short:#5aa9e6;--chart-long:#f29a3f;--chart-ink:#e8ecf1;--chart-quiet:#a3adba;--chart-grid:#333b46}}
        @media print{:root{--chart-short:#1f6fb4;--chart-long:#d9730d;--chart-ink:#1c2430;--chart-quiet:#5b6573;--chart-grid:#dfe3e8}}
        .chart{margin:0;min-width:0;break-inside:avoid}
        .chart figcaption{font-weight:600;line-height:1.35;margin:0 0 .35rem}
        .chart figcaption small{display:block;font-weight:400;font-size:.82rem;color:var(--chart-quiet)}
        .chart svg{display:block;width:100%;height:auto;overflow:visible}
        .chart svg text{font:12.5px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--chart-quiet);font-variant-numeric:tabular-nums}
        .chart .short{fill:var(--chart-short)}.chart .long{fill:var(--chart-long)}
        .chart .grid{stroke:var(--chart-grid)}.chart .zero{stroke:var(--chart-quiet)}.chart .ink{stroke:var(--chart-ink)}
        .chart .none{stroke:var(--chart-grid)}
        .chart ul{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem .9rem;margin:.35rem 0 0;padding:0;font-size:.82rem;color:var(--chart-quiet)}
        .chart li svg{display:inline-block;width:.7rem;height:.7rem;margin-right:.35rem;vertical-align:-.05rem}
        @media screen and (max-width:600px){.chart svg text{font-size:16px}}
        @media print{.chart svg text{font-size:15px}.chart figcaption{font-size:9.5pt}.chart figcaption small,.chart ul{font-size:8pt}}
        """;
}
