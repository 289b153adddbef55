using System.Collections.Concurrent;
using LiqMon.Feeds.Coverage;
using LiqMon.Http;
using LiqMon.Ingestion;
using LiqMon.Market;
using LiqMon.Text;
using LiqMon.Threading;
using LiqMon.Venues;

namespace LiqMon.Feeds.Sockets;

/// <summary>
/// The life of one connection: connect, subscribe, prove that it delivers, take frames, until it ends. One task reads,
/// one sends and watches the clock.
/// </summary>
internal sealed class FeedSession : IDisposable
{
    /// <summary>After this time a refusal is no answer to a subscription any more.</summary>
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(30);

    private static readonly ConnectionFailure Finished = new(GapReason.ConnectionLost, "closed by LiqMon");

    private readonly FeedContext _context;
    private readonly SubscriptionTracker _acks;
    private readonly SessionTimes _times;
    private readonly SessionSender _sender;
    private readonly FrameReadings _readings;
    private readonly CancellationTokenSource _life = new();
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _expiring = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MalformedFrameLimiter _malformed;
    private readonly ConcurrentQueue<RefusedTopic> _refused = new();
    private long _lastFrameMs, _firstDataMs, _lastDataMs;
    private TimeSpan _heldBackFor;
    private int _phase = (int)FeedState.Connecting;
    private SocketPlan _plan;

    /// <param name="plan">The socket to keep.</param>
    /// <param name="context">What the venue's feeds share.</param>
    /// <param name="rhythm">The feed's rhythm, learnt by its earlier connections; null for a connection of no feed.</param>
    /// <param name="messages">What to send of the plan; null for all of it.</param>
    public FeedSession(SocketPlan plan, FeedContext context, ProofRhythm? rhythm = null, IReadOnlyList<SubscribeMessage>? messages = null)
    {
        _plan = plan;
        Messages = messages ?? plan.Messages;
        _context = context;
        Proof = new SessionProof(rhythm ?? new ProofRhythm(context.Profile.ControlSilence), context.Time, context.Profile.SpeaksEvery);
        _acks = new SubscriptionTracker(Messages, context.ContractOf, context.Time);
        _times = new SessionTimes(context.Time);
        _sender = new SessionSender(context, _acks, _times);
        _readings = context.Intake.NewReadings();
        _malformed = new MalformedFrameLimiter(context.Options.MalformedBorne, context.Options.MalformedWindow, context.Time);
        Ended = Task.FromResult(Finished);
    }

    /// <summary>The socket that it keeps.</summary>
    public SocketPlan Plan => Volatile.Read(ref _plan);

    /// <summary>What it sends after connecting: the plan's messages without the topics that the venue refuses.</summary>
    public IReadOnlyList<SubscribeMessage> Messages { get; }

    /// <summary>What it proves.</summary>
    public SessionProof Proof { get; }

    /// <summary>Ends when the connection is subscribed and its first data has arrived after that.</summary>
    public Task Live => _live.Task;

    /// <summary>Ends when another connection is wanted: the venue will close this one, or has ended a topic of it.</summary>
    public Task Expiring => _expiring.Task;

    /// <summary>Ends with the connection; never fails.</summary>
    public Task<ConnectionFailure> Ended { get; private set; }

    /// <summary>Whether the venue has confirmed every subscription.</summary>
    public bool IsConfirmed => _acks.AllConfirmed;

    /// <summary>Raised when the venue has refused a topic, and when all others are confirmed after that.</summary>
    public AsyncAutoResetSignal RefusalsChanged { get; init; } = new();

    public FeedState Phase => (FeedState)Volatile.Read(ref _phase);

    public long LastFrameMs => Volatile.Read(ref _lastFrameMs);

    public long FirstDataMs => Volatile.Read(ref _firstDataMs);

    public long LastDataMs => Volatile.Read(ref _lastDataMs);

    /// <summary>How long it has delivered.</summary>
    public TimeSpan GoodFor => Live.IsCompleted ? _times.GoodFor : TimeSpan.Zero;

    /// <summary>The keys of all topics that the venue has refused on it.</summary>
    public IReadOnlySet<string> Refused => _acks.Refused;

    /// <summary>Whether the venue confirms no subscription of it.</summary>
    public bool ConfirmsNothing => Messages.Any(message => message.Acks == 0);

    /// <summary>Whether a topic that holds a text is confirmed.</summary>
    public bool IsSubscribed(string text) => _acks.IsConfirmed(text);

    /// <summary>Whether another plan of the same socket asks for nothing that this connection has not requested.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="messages">What to send of it.</param>
    public bool Serves(SocketPlan plan, IReadOnlyList<SubscribeMessage> messages) =>
        plan.Url == Plan.Url
        && messages.SelectMany(SubscribeTopics.KeysOf).ToHashSet(StringComparer.Ordinal)
            .IsSubsetOf(Messages.SelectMany(SubscribeTopics.KeysOf));

    /// <summary>Keeps another plan from now on, which it <see cref="Serves"/>. Topics that are wanted no more do no harm.</summary>
    public void Adopt(SocketPlan plan) => Volatile.Write(ref _plan, plan);

    /// <summary>The next topic that the venue has refused since the last call.</summary>
    public bool TryTakeRefused([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RefusedTopic? refused) => _refused.TryDequeue(out refused);

    public void Start() => Ended = RunAsync(_life.Token);

    /// <summary>Asks it to say goodbye; what the venue still sends until then is taken.</summary>
    public void CloseGracefully() => _retired.TrySetResult();

    /// <summary>Ends it at once.</summary>
    public Task AbandonAsync() => _life.CancelAsync();

    public void Dispose() => _life.Dispose();

    private async Task<ConnectionFailure> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _context.ConnectTurns.WaitTurnAsync(cancellationToken);
            var url = _context.Venue.WebSocket(Plan.Url);
            var (connection, fault) = await WebSocketConnection.ConnectAsync(
                _context.Dialer, url, _context.Options.For(_context.Profile), _context.Profile.Gzip, _context.Profile.RequestHeaders, _context.Time, cancellationToken);
            if (connection is null)
            {
                // A 403 here is a refusal of the place one dials from, not of too many calls.
                if (fault!.Status is 418 or 429)
                    _context.Pauses.Of(url).Record(fault.Status, fault.RetryAfter, TimeSpan.Zero);
                return fault;
            }

            _context.Pauses.Of(url).Reset();
            await using (connection)
                return await ConverseAsync(connection, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Finished;
        }
        catch (Exception failure)
        {
            _context.Logger.ConnectionError(_context.Profile.Id, Plan.Feed, failure);
            return new(GapReason.InternalError, "internal error: " + failure.Message);
        }
    }

    private async Task<ConnectionFailure> ConverseAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        _times.Start();
        Volatile.Write(ref _phase, (int)FeedState.Subscribing);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = connection.RunAsync(message => HandleAsync(connection, message, ending.Token), ending.Token);
        var watching = WatchAsync(connection, ending.Token);
        await Task.WhenAny(reading, watching);
        // The reader knows more when both have ended: a send fails because of what the reader received.
        var ended = reading.IsCompleted ? reading : watching;
        await ending.CancelAsync();
        await Task.WhenAll((Task)reading, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await ended;
    }

    private async ValueTask<ConnectionFailure?> HandleAsync(
        WebSocketConnection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var receivedMs = _context.NowMs;
        Volatile.Write(ref _lastFrameMs, receivedMs);
        var arrivedAt = _context.Time.GetTimestamp();
        _times.Heard(arrivedAt);
        var outcome = await TakeAsync(message, receivedMs, cancellationToken);
        // Some venues confirm with what they sent lately: the confirmation counts first, for it may be the last missing.
        if (outcome.Kind == FrameKind.Ack)
            Confirm(outcome.AckId);
        if (outcome.Taken)
            Delivered(arrivedAt, receivedMs, outcome.NewestStampMs);
        Proof.Add(arrivedAt, receivedMs, outcome);
        Proof.Release(_heldBackFor);
        if (_acks.HasPart)
            _sender.PartsWait();
        return await AnswerAsync(connection, outcome, cancellationToken);
    }

    private void Confirm(int? id)
    {
        _acks.Confirm(id);
        if (!Live.IsCompleted && _acks.Refused.Count > 0 && _acks.AllConfirmed)
            RefusalsChanged.Raise();
    }

    /// <summary>Hands a frame on. While the store keeps us from listening, the venue's silence proves nothing.</summary>
    private async ValueTask<FrameOutcome> TakeAsync(
        ReadOnlyMemory<byte> frame, long receivedMs, CancellationToken cancellationToken)
    {
        _times.HandOver();
        Proof.HoldBack();
        var from = _context.Time.GetTimestamp();
        var outcome = await _context.Intake.TakeFrameAsync(_readings, frame, receivedMs, Plan.Feed, cancellationToken);
        _heldBackFor = _times.Relieved(from);
        return outcome;
    }

    private void Delivered(long arrivedAt, long receivedMs, long? stampMs)
    {
        _times.Delivered();
        Volatile.Write(ref _lastDataMs, receivedMs);
        if (Live.IsCompleted || !_acks.AllConfirmed)
            return;
        Volatile.Write(ref _firstDataMs, receivedMs);
        Proof.Begin(arrivedAt, receivedMs, stampMs);
        _times.Live();
        Volatile.Write(ref _phase, (int)FeedState.Live);
        _live.TrySetResult();
    }

    private async ValueTask<ConnectionFailure?> AnswerAsync(
        WebSocketConnection connection, FrameOutcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome.Kind)
        {
            case FrameKind.Nack when _acks.Refuse(outcome.AckId, outcome.Detail) is { } refusal:
                return TakeRefusal(refusal, outcome.Detail, LastFrameMs);
            case FrameKind.Nack:
                _context.Logger.VenueError(_context.Profile.Id, Plan.Feed, LogSanitizer.Of(outcome.Detail));
                return null;
            case FrameKind.Unsubscribed:
                return TakeRefusal(_acks.End(outcome.Detail), outcome.Detail, LastFrameMs);
            case FrameKind.Ping when !outcome.Reply.IsEmpty:
                return await connection.SendAsync(outcome.Reply, cancellationToken);
            case FrameKind.ClosingNotice:
                _expiring.TrySetResult();
                return null;
            case FrameKind.Malformed when _malformed.IsTooMany():
                return new(GapReason.Unreadable, "too many unreadable messages");
            default:
                return null;
        }
    }

    private ConnectionFailure? TakeRefusal(Refusal refusal, string? detail, long receivedMs)
    {
        // Where nothing confirms a subscription, a topic that is refused shortly after was never open.
        var sinceMs = ConfirmsNothing && Live.IsCompleted && GoodFor < LongestRefusal ? FirstDataMs : receivedMs;
        foreach (var refused in refusal.Topics)
            _refused.Enqueue(refused with { SinceMs = sinceMs, WasOpen = refusal.IsLate });
        // Another connection may have it again.
        if (refusal.IsLate && !refusal.IsFatal)
            _expiring.TrySetResult();
        RefusalsChanged.Raise();
        if (refusal.IsFatal)
            return new(GapReason.SubscriptionRejected, $"subscription refused: {LogSanitizer.Of(detail)}");
        _sender.PartsWait();
        return null;
    }

    private async Task<ConnectionFailure> WatchAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        if (await _sender.RunAsync(connection, Messages, _retired.Task, cancellationToken) is { } fault)
            return fault;
        await connection.CloseGracefullyAsync(cancellationToken);
        await Task.Delay(_context.Options.CloseTimeout, _context.Time, cancellationToken);
        return Finished;
    }
}
