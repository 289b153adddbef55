using LiqMon.Market;
using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What a map over time shows, in sentences for people and for those who cannot see the picture.</summary>
public static class HeatNotes
{
    private const int Strongest = 3;

    /// <summary>What stands most now, what was liquidated, what is missing, and what the map rests on.</summary>
    public static IEnumerable<string> Of(HeatResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        foreach (var line in Seen(answer))
            yield return line;
        yield return "model: " + answer.Model;
        foreach (var assumption in answer.Assumptions)
            yield return "assumes: " + assumption;
    }

    /// <summary>What is to be seen.</summary>
    public static IEnumerable<string> Seen(HeatResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Columns.LastOrDefault(column => column.Close is not null) is { } last)
        {
            yield return Standing("shorts above the price", answer, last, last.ShortUsd);
            yield return Standing("longs below it", answer, last, last.LongUsd);
        }

        yield return $"liquidated: shorts {NumberText.Usd(answer.Columns.Sum(column => column.LiquidatedShortUsd))}, "
            + $"longs {NumberText.Usd(answer.Columns.Sum(column => column.LiquidatedLongUsd))}; {NumberText.Coverage(answer.Covered)} of normal volume was watched"
            + (answer.Orders is [var largest, ..]
                ? $"; the largest order: {EnumNames.Of(largest.Side)} {NumberText.Usd(largest.Usd)} at {NumberText.Price(largest.Price)} on {largest.Venue}"
                : "");
        if (answer.Columns.Count(column => column.Close is null) is var missing and > 0)
            yield return $"no price is stored in {missing} of {answer.Columns.Count} columns; these are left empty";
    }

    private static string Standing(string name, HeatResult answer, HeatColumnResult column, IReadOnlyList<long> rows)
    {
        var most = rows.Select((usd, row) => (Usd: usd, Row: row)).Where(row => row.Usd > 0).OrderByDescending(row => row.Usd).Take(Strongest).ToList();
        return $"{name}: {NumberText.Usd((decimal)rows.Sum())} in the picture"
            + (most.Count == 0 ? "" : ", most of it at " + string.Join(", ", most.Select(row =>
                $"{NumberText.Price((answer.Edges[row.Row] + answer.Edges[row.Row + 1]) / 2)} ({NumberText.Usd((decimal)row.Usd)})")));
    }
}
