using System.Text.Json;
using LiqMon.Feeds;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>Whether an assumption about a venue holds that only live use can settle.</summary>
internal sealed class ProbeCheck(VenueVisit visit, VenueProbe probe) : ICheck
{
    public string Name => probe.Name;

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        foreach (var request in probe.Requests)
        {
            var answer = await visit.Rest.GetAsync(request, cancellation);
            if (answer.Verdict != RestVerdict.Ok)
                return CheckResult.Skipped($"not answered: {answer.Detail}");
            bodies.Add(answer.Body);
        }

        try
        {
            var finding = probe.Read(bodies);
            return finding.Holds switch
            {
                true => CheckResult.Ok(finding.Text),
                null => CheckResult.Skipped($"not settled: {finding.Text}"),
                false => CheckResult.Warn($"LiqMon assumes otherwise: {finding.Text}", $"Figures of {visit.Venue.Profile.Name} may be wrong; please report this line."),
            };
        }
        catch (JsonException failure)
        {
            return CheckResult.Warn($"the answer cannot be read: {failure.Message}", "The venue may have changed; please report this line.");
        }
    }
}
