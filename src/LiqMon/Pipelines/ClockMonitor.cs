using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Pipelines;

/// <summary>
/// Compares the clocks of all venues with this machine's and logs when one is wrong, and when it is right again. One task
/// at a time.
/// </summary>
/// <param name="lanes">What each venue is doing.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class ClockMonitor(Func<IReadOnlyList<VenuePipelineStatus>> lanes, TimeProvider time, ILogger log)
{
    private const string Machine = "";

    /// <summary>Looks in a row at which a clock has to be wrong: a venue's first messages may be old.</summary>
    private const int Needed = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, int> _wrong = new(StringComparer.Ordinal);

    /// <summary>What is known of all clocks at this moment.</summary>
    public static ClockAssessment Of(IReadOnlyList<VenuePipelineStatus> lanes) => ClockAssessment.Evaluate(
        lanes.Where(lane => lane.Counters?.ClockOffsetMs is not null).Select(lane => new VenueClock(lane.Venue, lane.Counters!.ClockOffsetMs!.Value)));

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await TaskDelay.ForAsync(Every, time, cancellationToken);
            Look(Of(lanes()));
        }
    }

    /// <summary>Takes one look.</summary>
    public void Look(ClockAssessment clocks)
    {
        var found = clocks.WrongVenues.ToDictionary(
            clock => clock.Venue, clock => ClockText.OfVenue(clock.Venue, clock.OffsetMs, clocks.IsSure), StringComparer.Ordinal);
        if (clocks.OwnErrorMs is { } errorMs)
            found[Machine] = ClockText.OfMachine(errorMs);
        foreach (var name in _wrong.Keys.Except(found.Keys).ToList())
        {
            if (_wrong[name] >= Needed)
                log.ClockRight(name == Machine ? "this machine's clock" : "the clock of " + name);
            _wrong.Remove(name);
        }

        foreach (var (name, text) in found)
        {
            var looks = _wrong[name] = Math.Min(_wrong.GetValueOrDefault(name) + 1, Needed + 1);
            if (looks != Needed)
                continue;
            if (name == Machine)
                log.MachineClockWrong(text);
            else
                log.VenueClockWrong(name, text);
        }
    }
}
