using LiqMon.Text;

namespace LiqMon.Import;

/// <summary>What an import did.</summary>
public sealed record ImportSummary
{
    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Venue of the totals, or <c>ALL</c>.</summary>
    public required string Venue { get; init; }

    /// <summary>Lines read, without the heading.</summary>
    public required long Lines { get; init; }

    /// <summary>Totals stored, new ones and replaced ones.</summary>
    public long Imported { get; init; }

    /// <summary>Lines left out because they only pad the time before their asset's first liquidation with zeros.</summary>
    public long Padding { get; init; }

    /// <summary>Length of a bucket; null when nothing was stored.</summary>
    public string? Bucket { get; init; }

    /// <summary>Assets stored, sorted.</summary>
    public IReadOnlyList<string> Assets { get; init; } = [];

    /// <summary>Start of the first stored total.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the last stored total.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Why nothing was stored; null when something was.</summary>
    public string? Warning { get; init; }

    /// <summary>Lines that cannot be taken.</summary>
    public required IReadOnlyList<BadLine> BadLines { get; init; }

    internal ImportSummary With(long startMs, long endMs) => this with
    {
        Imported = Imported + 1,
        From = From is { } from && from <= Timestamps.FromUnixMs(startMs) ? from : Timestamps.FromUnixMs(startMs),
        To = To is { } to && to >= Timestamps.FromUnixMs(endMs) ? to : Timestamps.FromUnixMs(endMs),
    };
}

/// <summary>A line that cannot be taken.</summary>
/// <param name="Line">Its number in the file, from 1, with the heading.</param>
/// <param name="Error">What is wrong.</param>
public sealed record BadLine(long Line, string Error);
