using System.Globalization;
using LiqMon.Threading;

namespace LiqMon.Doctor;

/// <summary>
/// Whether this machine's clock agrees with the venues': totals of the last minute need it to. It is measured here, by the
/// dates of REST answers and the times in what sockets sent; no monitor has to run.
/// </summary>
internal sealed class ClockCheck(IReadOnlyList<VenueProbeSession> visits, TimeProvider time) : ICheck
{
    /// <summary>How long to wait for what sockets send, when all venues have answered over REST.</summary>
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(10);

    private const double NoticedMs = 2_000;
    private const double HarmfulMs = 10_000;
    private const int Quorum = 3;

    public string Name => "system clock";

    public CheckState WhenOverdue => CheckState.Skipped;

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(visits.Select(visit => visit.FirstAnswer)).WaitAsync(cancellation);
        await TaskDelay.ForAnyAsync(Listening, time, [Task.WhenAll(visits.Select(visit => visit.Listened))], cancellation);
        var clocks = visits.Where(visit => visit.Clock is not null)
            .Select(visit => (visit.Id, Offset: visit.Clock!.Value)).OrderBy(clock => clock.Offset.Ms).ToList();
        if (clocks.Count == 0)
            return CheckResult.Skipped("no venue has sent its time");
        // Half of the venues would have to be wrong before the middle one is.
        var middle = clocks[clocks.Count / 2].Offset;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"our clock is {Error(middle)} against {clocks.Count} venue{(clocks.Count == 1 ? "" : "s")} (± {middle.UncertaintyMs / 1_000:0.0} s)");
        var others = clocks.Count < Quorum ? [] : clocks
            .Where(clock => clock.Offset.LeastMs > middle.MostMs + NoticedMs || clock.Offset.MostMs < middle.LeastMs - NoticedMs)
            .Select(clock => string.Create(CultureInfo.InvariantCulture, $"{clock.Id} by {clock.Offset.Ms - middle.Ms:+0;-0} ms")).ToList();
        if (others.Count > 0)
            text += $"; clocks that differ: {string.Join(", ", others)}";
        const string advice = "Set the clock and keep it set: timedatectl set-ntp true.";
        return middle.LeastMs > HarmfulMs || middle.MostMs < -HarmfulMs ? CheckResult.Fail(text, advice)
            : middle.LeastMs > NoticedMs || middle.MostMs < -NoticedMs ? CheckResult.Warn(text, advice)
            : others.Count > 0 ? CheckResult.Warn(text, "Times of these venues are taken as they are; their events may land in a neighbouring second.")
            : CheckResult.Ok(text);
    }

    /// <summary>How wrong our clock is; what the answers cannot distinguish is "right".</summary>
    private static string Error(ClockOffset offset) => offset is { LeastMs: <= 0, MostMs: >= 0 }
        ? "right"
        : string.Create(CultureInfo.InvariantCulture, $"off by {Math.Abs(offset.Ms) / 1_000:0.0} s ({(offset.LeastMs > 0 ? "behind" : "ahead")})");
}
