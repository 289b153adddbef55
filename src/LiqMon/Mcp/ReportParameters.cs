using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace LiqMon.Mcp;

/// <summary>What a weekly report is queried for, in the words of <c>report weekly</c>.</summary>
public sealed record ReportParameters
{
    /// <summary>The week.</summary>
    [FromQuery(Name = "week"), Description("ISO week in UTC, such as 2026-W46; the last that is over when missing.")]
    public string? Week { get; init; }

    /// <summary>Instead of a week.</summary>
    [FromQuery(Name = "last"), Description("true: the seven days up to the newest data instead of a week."), AllowedValues(true, false)]
    public string? Last { get; init; }

    /// <summary>Assets.</summary>
    [FromQuery(Name = "asset"), Description("Assets such as BTC. All when missing.")]
    public string[]? Asset { get; init; }

    /// <summary>Whether traditional assets count.</summary>
    [FromQuery(Name = "include_traditional"), Description("true: stocks, metals and currencies count too."), AllowedValues(true, false)]
    public string? IncludeTraditional { get; init; }

    /// <summary>Whether to estimate what is hidden.</summary>
    [FromQuery(Name = "estimate"), Description("true: estimate, apart from the totals, what sampled feeds hide, with a range."), AllowedValues(true, false)]
    public string? Estimate { get; init; }

    /// <summary>As what.</summary>
    [FromQuery(Name = "format"), Description("md (default): a text to read or pass on. json: every table of it as data, which is long."), AllowedValues("md", "json")]
    public string? Format { get; init; }
}
