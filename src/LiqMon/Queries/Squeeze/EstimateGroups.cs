using LiqMon.Store;

namespace LiqMon.Queries;

/// <summary>Finds to which answer of a breakdown an order belongs.</summary>
internal sealed class EstimateGroups
{
    private readonly Grouping _by;
    private readonly Dictionary<string, int> _names = [];
    private readonly long[] _startsMs = [];

    internal EstimateGroups(IReadOnlyList<SqueezeResult> answers, Grouping by)
    {
        _by = by;
        if (by is Grouping.Day or Grouping.Hour)
            _startsMs = [.. answers.Select(answer => answer.From.ToUnixTimeMilliseconds())];
        for (var at = 0; at < answers.Count && by is Grouping.Asset or Grouping.Venue; at++)
            _names.TryAdd(by == Grouping.Asset ? answers[at].Asset : string.Join(' ', answers[at].Venues), at);
    }

    /// <summary>The answer's place; null if there is none.</summary>
    internal int? Of(LiquidationRow row)
    {
        switch (_by)
        {
            case Grouping.None:
                return 0;
            case Grouping.Asset:
                return _names.TryGetValue(row.Asset, out var asset) ? asset : null;
            case Grouping.Venue:
                return _names.TryGetValue(row.Venue, out var venue) ? venue : null;
            default:
                var place = Array.BinarySearch(_startsMs, row.TimeMs);
                return place >= 0 ? place : Math.Max(0, ~place - 1);
        }
    }
}
