using System.Text.Json;
using LiqMon.Feeds.Sockets;
using LiqMon.Http;
using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Doctor;

/// <summary>Whether an assumption about a venue holds that only live use can settle.</summary>
internal sealed class ProbeCheck(VenueProbeSession visit, VenueProbe probe, TimeProvider time) : ICheck
{
    private const int MostFrames = 1_000;

    private static readonly ConnectionFailure Settled = new(GapReason.ConnectionLost, "closed by LiqMon");

    public string Name => probe.Name;

    /// <summary>How long to listen at most: long enough for what a venue sends every few seconds.</summary>
    public TimeSpan Listening { get; init; } = TimeSpan.FromSeconds(8);

    public async Task<CheckResult> RunAsync(CancellationToken cancellation)
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        foreach (var request in probe.Requests)
        {
            var answer = await visit.Rest.GetAsync(request, cancellation);
            if (answer.Verdict != RestStatus.Ok)
                return CheckResult.Skipped($"not answered: {answer.Detail}");
            bodies.Add(answer.Body);
        }

        try
        {
            if (probe.Listen is { } plan && await ListenAsync(plan, bodies, cancellation) is { } deaf)
                return CheckResult.Skipped($"not answered: {deaf}");
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

    /// <summary>Adds frames to what was answered until the assumption is seen to hold, or time is up.</summary>
    /// <returns>Why there is no connection; null where there was one.</returns>
    private async Task<string?> ListenAsync(SocketPlan plan, List<ReadOnlyMemory<byte>> heard, CancellationToken cancellation)
    {
        var (profile, feeds) = (visit.Venue.Profile, visit.Feeds);
        await feeds.ConnectTurns.WaitTurnAsync(cancellation);
        var (connection, fault) = await WebSocketConnection.ConnectAsync(
            feeds.Venue.WebSocket(plan.Url), feeds.Options, profile.Gzip, profile.RequestHeaders, time, cancellation);
        if (connection is null)
            return fault?.Detail ?? "no connection";
        await using (connection)
        {
            using var enough = new CancellationTokenSource(Listening, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
            try
            {
                foreach (var message in plan.Messages)
                {
                    if (await connection.SendAsync(TimestampPlaceholder.Fill(message.Text, feeds.NowMs), either.Token) is { } unsent)
                        return unsent.Detail;
                    await Task.Delay(profile.SendPacing, time, either.Token);
                }

                var frames = 0;
                if (probe.Read(heard).Holds != true)
                {
                    await connection.RunAsync(
                        message =>
                        {
                            heard.Add(message.ToArray());
                            return ValueTask.FromResult(
                                ++frames < MostFrames && probe.Read(heard).Holds != true ? null : Settled);
                        },
                        either.Token);
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                // What was heard until now is what there is to judge by.
            }

            return null;
        }
    }
}
