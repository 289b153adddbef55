using LiqMon.Text;

namespace LiqMon.Queries;

/// <summary>What a map of positions rests on, in sentences for people.</summary>
public static class MapNotes
{
    /// <summary>What the picture is, what it rests on, and what it leaves out.</summary>
    public static IEnumerable<string> Of(MapResult answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        yield return "model: " + answer.Model;
        foreach (var assumption in answer.Assumptions)
            yield return "assumes: " + assumption;
        yield return Account("shorts", answer.Shorts);
        yield return Account("longs", answer.Longs);
        yield return $"open interest: {NumberText.Usd(answer.OpenInterestUsd)} of {answer.Contracts} contracts on {answer.Venues.Count} venues; "
            + $"prices in {NumberText.Coverage(answer.PriceCoverage)} of the minutes, open interest in {NumberText.Coverage(answer.OpenInterestCoverage)} of the readings";
    }

    private static string Account(string name, MapSideResult side) =>
        $"{name}: {NumberText.Usd(side.BuiltUsd)} opened in the span, {NumberText.Usd(side.ConsumedUsd)} traded through, "
        + $"{NumberText.Usd(side.LeftUsd)} left, {NumberText.Usd(side.StandingUsd)} standing"
        + (side.OpenInterestShare is { } share ? $" ({NumberText.Percent(share)} of open interest)" : "")
        + $", {NumberText.Usd(side.InRangeUsd)} within the range";
}
