using LiqMon.Cascades;
using LiqMon.Http;
using LiqMon.Threading;
using LiqMon.Windows;

namespace LiqMon.Alerts;

/// <summary>Sends every target what it subscribes to. Offering never waits; posting is done by one loop for each target.</summary>
public sealed class AlertSender : ICascadeObserver, IDisposable
{
    // After a start, what ended long ago is no news.
    private const long NewsLastsMs = 10 * 60_000;

    private readonly HttpClient _http = RestClient.NewHttpClient();
    private readonly AlertQueue[] _lanes;
    private readonly HashSet<(string Target, string Asset, Market.LiquidatedSide Side)> _sent = [];
    private readonly PostedCascades _posted = new();
    private readonly TimeProvider _time;

    /// <summary>A sender to some targets.</summary>
    public AlertSender(IReadOnlyList<AlertTarget> targets, Random random, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(random);
        _time = time;
        var client = new AlertClient(_http, time);
        _lanes = [.. targets.Select(target => new AlertQueue(target, client, new Random(random.Next()), time, log))];
    }

    /// <summary>What each target has got.</summary>
    public IReadOnlyList<AlertStatus> Status => [.. _lanes.Select(lane => lane.Status)];

    /// <summary>Sends the notice that a report has been written.</summary>
    public void Offer(Alert alert)
    {
        foreach (var lane in _lanes.Where(lane => lane.Target.Reports))
            lane.Offer(alert);
    }

    /// <summary>Sends what a rule has led to.</summary>
    public void Offer(Alert alert, AlertRule rule)
    {
        foreach (var lane in _lanes.Where(lane => lane.Target.Wants(rule)))
            lane.Offer(alert);
    }

    /// <summary>Takes cascades as already sent, as after a start.</summary>
    public void MarkDelivered(IEnumerable<Cascade> open)
    {
        foreach (var cascade in open)
        {
            foreach (var lane in _lanes.Where(lane => lane.Target.Wants(cascade)))
            {
                _sent.Add((lane.Target.Name, cascade.Asset, cascade.Side));
                _posted.Add(lane.Target.Name, cascade);
            }
        }
    }

    /// <summary>
    /// Sends cascades: once when one is known and large enough for the target, once when it is over, and once when one that
    /// was sent turns out to be none. Not thread-safe.
    /// </summary>
    /// <param name="changes">What has changed.</param>
    /// <param name="open">All cascades that are open now.</param>
    public void Offer(IReadOnlyList<CascadeChange> changes, IEnumerable<Cascade> open)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (_lanes.Length == 0)
            return;
        var now = _time.GetUtcNow();
        var going = open.ToList();
        TakeBack(changes, going, now);
        foreach (var change in changes.Where(change => change.Kind != CascadeChangeKind.Withdrawn))
        {
            var cascade = change.Cascade;
            foreach (var lane in _lanes.Where(lane => lane.Target.Wants(cascade)))
            {
                var isNew = _sent.Add((lane.Target.Name, cascade.Asset, cascade.Side));
                var isOver = change.Kind == CascadeChangeKind.Closed || change.Kind == CascadeChangeKind.Opened && !cascade.IsOpen;
                if (isOver ? cascade.EndMs >= now.ToUnixTimeMilliseconds() - NewsLastsMs : isNew && cascade.IsOpen)
                {
                    lane.Offer(Alert.Of(cascade, now));
                    _posted.Add(lane.Target.Name, cascade);
                }
            }
        }

        var stillGoing = going.Select(cascade => (cascade.Asset, cascade.Side)).ToHashSet();
        _sent.RemoveWhere(sent => !stillGoing.Contains((sent.Asset, sent.Side)));
        _posted.Forget(now.ToUnixTimeMilliseconds());
    }

    private void TakeBack(IReadOnlyList<CascadeChange> changes, IReadOnlyList<Cascade> open, DateTimeOffset now)
    {
        List<Cascade> known = [.. open, .. changes.Where(change => change.Kind != CascadeChangeKind.Withdrawn).Select(change => change.Cascade)];
        foreach (var change in changes.Where(change => change.Kind == CascadeChangeKind.Withdrawn))
        {
            foreach (var target in _posted.TakeBack(change.Cascade, known))
                _lanes.Single(lane => lane.Target.Name == target).Offer(Alert.OfWithdrawn(change.Cascade, now));
        }
    }

    /// <summary>Posts until cancelled; each target has a loop of its own.</summary>
    public Task RunAsync(Supervisor loops, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(loops);
        return Task.WhenAll(_lanes.Select(lane => loops.RunAsync("alerts to " + lane.Target.Name, lane.RunAsync, cancellation)));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
