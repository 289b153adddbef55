using LiqMon.Completeness;
using LiqMon.Queries;
using LiqMon.Store;

namespace LiqMon.Doctor;

/// <summary>How complete the last 24 hours are, in the sentence that every answer ends with.</summary>
internal static class CompletenessCheck
{
    private const long DayMs = 86_400_000;

    public static CheckResult Look(StoreReader reader, IReadOnlyList<KnownVenue> venues, DateTimeOffset now)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        var watched = venues.Where(WatchResult.IsExpected).Select(venue => venue.Id).ToList();
        var result = new CompletenessQuery(reader, [.. venues.Select(venue => venue.Requested)])
            .Run(watched, nowMs - DayMs + 1, nowMs + 1, nowMs).Of(new());
        var finding = FloorReasons.Sentence(new View(result));
        return result.Deficits.Any(deficit => deficit.IsOpen)
            ? CheckResult.Warn(finding, "'liqmon venues' says which venues, and since when; the log has an example of each.")
            : CheckResult.Ok(finding);
    }

    private sealed class View(CompletenessResult result) : ICompletenessView
    {
        public bool Floor => result.Floor;

        public decimal Covered => result.Covered;

        public LeastCoveredResult? LeastCovered => CoverageResultBuilder.Least(result);

        public IReadOnlyList<CoverageResult> Coverage => CoverageResultBuilder.Of(result);

        public IReadOnlyList<DeficitResult> Deficits => CoverageResultBuilder.Deficits(result);
    }
}
