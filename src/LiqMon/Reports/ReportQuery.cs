using LiqMon.Queries;
using LiqMon.Store;
using LiqMon.Windows;

namespace LiqMon.Reports;

/// <summary>What a report is queried for.</summary>
public sealed record ReportQuery
{
    /// <summary>The ISO week; null for seven days up to the last commit.</summary>
    public IsoWeek? Week { get; init; }

    /// <summary>Normalised assets; null for all.</summary>
    public IReadOnlyList<string>? Assets { get; init; }

    /// <summary>Whether stocks, metals and currencies count too.</summary>
    public bool IncludeTraditional { get; init; }

    /// <summary>Whether to estimate, beside the totals, what sampled feeds hide.</summary>
    public bool WithEstimate { get; init; }

    /// <summary>The asset whose price and coins stand in the report: the one requested, or BTC.</summary>
    public string LeadAsset => Assets is [var only] ? only : Assets is { Count: > 0 } several && !several.Contains("BTC") ? several[0] : "BTC";

    /// <summary>The same question to the store about a span.</summary>
    internal SpanQuery Of(long fromMs, long toMs, Grouping by = Grouping.None) => new()
    {
        Filter = new LiquidationFilter { Assets = Assets, FromMs = fromMs, ToMs = toMs, IncludeTraditional = IncludeTraditional },
        DisplayFromMs = fromMs,
        DisplayToMs = toMs,
        NowMs = toMs,
        By = by,
    };
}
