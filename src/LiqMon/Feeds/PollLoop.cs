using LiqMon.Market;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Repeats a venue's REST polls. Contracts are ranked by open interest after the first sweep and then hourly, because a
/// venue may poll its largest ones more often.
/// </summary>
internal sealed class PollLoop
{
    private const int Workers = 4;

    private static readonly TimeSpan RankEvery = TimeSpan.FromHours(1);

    private readonly IVenue _venue;
    private readonly VenueIntake _intake;
    private readonly MarketBoard _board;
    private readonly RestClient _rest;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PollSchedule _schedule;
    private IReadOnlyList<Instrument> _instruments = [];
    private string? _trouble;

    public PollLoop(IVenue venue, VenueIntake intake, MarketBoard board, RestClient rest, TimeProvider time, ILogger logger)
    {
        _venue = venue;
        _intake = intake;
        _board = board;
        _rest = rest;
        _time = time;
        _logger = logger;
        _schedule = new PollSchedule(time);
    }

    /// <summary>Why the last poll failed; null when it did not.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Polls for these contracts from now on.</summary>
    public void Use(IReadOnlyList<Instrument> instruments)
    {
        Volatile.Write(ref _instruments, instruments);
        Rank();
    }

    /// <summary>Starts polling until cancelled; none of the tasks ends before that unless it fails.</summary>
    public IReadOnlyList<Task> Start(CancellationToken cancellationToken) =>
        [.. Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellationToken)), RankAsync(cancellationToken)];

    private void Rank() => _schedule.Set(_venue.Polls(_board.Ranked(Volatile.Read(ref _instruments))));

    private async Task RankAsync(CancellationToken cancellationToken)
    {
        while (!_schedule.HasSwept || Volatile.Read(ref _instruments).Count == 0)
            await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
        while (true)
        {
            Rank();
            await Task.Delay(RankEvery, _time, cancellationToken);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var readings = _intake.NewReadings();
        while (true)
        {
            if (!_schedule.TryTake(out var poll, out var wait))
            {
                await Waiting.ForAsync(wait, _time, cancellationToken);
                continue;
            }

            var answer = await _rest.GetAsync(poll.Request, cancellationToken);
            if (answer.Verdict == RestVerdict.Ok)
            {
                await _intake.TakePollAsync(
                    poll.Request.Name, readings, answer.Body, _time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
            }

            Tell(answer, poll);
            _schedule.Done(poll);
        }
    }

    private void Tell(RestOutcome answer, RestPoll poll)
    {
        var trouble = answer.Verdict == RestVerdict.Ok ? null : $"{poll.Request.Name}: {answer.Detail}";
        // One line when it begins, not one for each of hundreds of contracts.
        if (Interlocked.Exchange(ref _trouble, trouble) is null && trouble is not null)
            _logger.LogWarning("{Venue}: a poll failed: {Detail}", _venue.Profile.Id, trouble);
    }
}
