using LiqMon.Statistics;

namespace LiqMon.Maps;

/// <summary>
/// What the score of a map says, by one rule. The map is better than another forecast at where liquidations happen when the
/// interval of its lead in the share of the top quarter lies above zero, and better at how much when that of its lead in
/// the partial correlation does. Otherwise it is no better. Below <see cref="LeastWindows"/> windows nothing is said.
/// </summary>
public sealed record MapVerdict
{
    /// <summary>Fewer windows say nothing.</summary>
    public const int LeastWindows = 30;

    private static readonly Forecast[] Maps = [Forecast.PathMemory, Forecast.OpenInterest, Forecast.OpenInterestWeekOld];

    private MapVerdict()
    {
    }

    /// <summary>Forecasts than which the map is no better at where; null when too few windows say where.</summary>
    public required IReadOnlyList<Forecast>? NoBetterAtPlace { get; init; }

    /// <summary>Maps than which it is no better at how much; null with too few windows.</summary>
    public required IReadOnlyList<Forecast>? NoBetterAtAmount { get; init; }

    /// <summary>Whether it says more about how much than the move itself does: the partial correlation of both sides lies above zero.</summary>
    public required bool? KnowsAmount { get; init; }

    /// <summary>The verdict in one sentence.</summary>
    public required string Text { get; init; }

    internal static MapVerdict Of(MapComparison comparison)
    {
        var others = comparison.Scores.Where(score => score.Forecast != comparison.Map && score.Forecast != Forecast.Future).ToList();
        var map = comparison.Of(comparison.Map);
        var places = comparison.Windows >= LeastWindows && map?.Place is { } place && place.Scored >= LeastWindows
            ? others.Where(other => other.Place is not null && !Leads(other.PlaceLead)).Select(other => other.Forecast).ToList()
            : null;
        var amounts = comparison.Windows >= LeastWindows
            ? others.Where(other => Maps.Contains(other.Forecast) && !Leads(other.AmountLead)).Select(other => other.Forecast).ToList()
            : null;
        bool? knows = amounts is null ? null : Leads(map?.Longs?.PartialRange) && Leads(map?.Shorts?.PartialRange);
        return new MapVerdict
        {
            NoBetterAtPlace = places,
            NoBetterAtAmount = amounts,
            KnowsAmount = knows,
            Text = Sentence(comparison, places, amounts, knows),
        };
    }

    private static bool Leads(Interval? lead) => lead is { Low: > 0 };

    private static string Sentence(MapComparison comparison, List<Forecast>? places, List<Forecast>? amounts, bool? knows)
    {
        List<string> parts = [];
        if (places is not null)
            parts.Add("at where: " + NoBetter(places));
        if (knows == false)
            parts.Add("at how much: no better than the size of the move");
        else if (amounts is not null)
            parts.Add("at how much: more than the size of the move says, " + NoBetter(amounts));
        return parts.Count > 0
            ? string.Join("; ", parts)
            : $"too few windows to judge: {comparison.Of(comparison.Map)?.Place?.Scored ?? 0} scored of {comparison.Windows}, at least {LeastWindows} are needed";
    }

    private static string NoBetter(List<Forecast> others) => others.Count == 0
        ? "better than all it is compared with"
        : "no better than " + string.Join(", ", others.Select(Name));

    /// <summary>What a forecast is, for people.</summary>
    public static string Name(Forecast forecast) => forecast switch
    {
        Forecast.PathMemory => "path memory alone",
        Forecast.OpenInterest => "the map of open interest",
        Forecast.OpenInterestWeekOld => "open interest 7 days old",
        Forecast.Nearest => "the nearest quarter",
        Forecast.Farthest => "the farthest quarter",
        Forecast.Range => "the plain range",
        Forecast.Chance => "chance",
        _ => "the future itself",
    };
}
