using System.Globalization;
using LiqMon.Influx;
using LiqMon.Queries;
using LiqMon.Text;

namespace LiqMon.Cli.Rendering;

/// <summary>Shows people how far delivery to InfluxDB has got.</summary>
internal static class InfluxRendering
{
    /// <summary>What there is to say, line by line; empty values are left out.</summary>
    internal static IEnumerable<(string What, string Value)> Lines(InfluxResult answer)
    {
        if (answer.Target is { } target)
            yield return ("writes to", target);
        yield return ("waiting", answer.WaitingCommits == 0
            ? "nothing"
            : string.Create(CultureInfo.InvariantCulture, $"{NumberText.Count(answer.WaitingCommits)} commits, the oldest {answer.LagSeconds:0.0} s old"));
        if (answer.Fault is { } fault)
            yield return ("fault", answer.FaultSince is { } since ? $"since {Timestamps.InWords(since)}: {fault}" : fault);
        yield return ("last written", answer.LastWritten is { } written ? Timestamps.Of(written) : "never");
        yield return ("points", NumberText.Count(answer.Points));
        if (answer.Expired > 0)
            yield return ("older than kept", NumberText.Count(answer.Expired));
        yield return ("quarantined", NumberText.Count(answer.Quarantined));
        foreach (var lost in answer.Dropped)
            yield return ("lost", $"{NumberText.Count(lost.Points)} points of {lost.Measurement}, the last {Timestamps.Of(lost.Last)}");
        if (answer.ResyncFrom is { } from)
            yield return ("telling again", "from " + Timestamps.Of(from));
        foreach (var point in answer.Refused)
            yield return ("refused", $"{Timestamps.Of(point.Time)} {point.Reason} {point.Line}");
        foreach (var advice in answer.Refused.Select(point => FieldConflict.In(point.Reason)?.Advice).OfType<string>().Distinct())
            yield return ("what to do", advice);
    }

    /// <summary>One row for each thing.</summary>
    internal static Grid Of(InfluxResult answer) => new(
        [new("InfluxDB"), new("")], [.. Lines(answer).Select(line => new GridCell[] { line.What, TerminalText.Of(line.Value) })]);
}
