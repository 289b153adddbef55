using System.IO.Compression;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>Serves one venue: its sockets, its REST endpoints and its misbehaviour.</summary>
internal sealed class VenueHost : IPublisher
{
    private const int ReceivedKept = 10_000;
    private static readonly TimeSpan PongPatience = TimeSpan.FromMinutes(10);

    private static readonly byte[] Unreadable = """{"e":"forceOrder","data":[{"ts":"""u8.ToArray();

    private readonly Lock _gate = new();
    private readonly Queue<string> _received = [];
    private readonly FaultyPublisher _orders;
    private readonly Latch _door = new();
    private volatile Dictionary<string, TradedInstrument> _instruments;
    private volatile VenueConnection[] _connections = [];
    private int _misbehaviour;
    private int _accepted;
    private int _framesSinceUnreadable;
    private long _silentMs;
    private long _steppedMs;
    private bool _wasSilent;

    public VenueHost(ISimulatedVenue venue, SimulationLedger ledger, TimeProvider time)
    {
        (Venue, Ledger, Time) = (venue, ledger, time);
        Faults = new VenueFaults(venue);
        _orders = new FaultyPublisher(venue, Faults, ledger, Send, Lose);
        _instruments = venue.Instruments.ToDictionary(instrument => instrument.Spec.Symbol);
    }

    public ISimulatedVenue Venue { get; }

    public SimulationLedger Ledger { get; }

    public TimeProvider Time { get; }

    public VenueFaults Faults { get; }

    public MisbehaviourDetail Detail { get; private set; } = new();

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The time by the venue's own clock.</summary>
    public long VenueMs
    {
        get
        {
            var nowMs = NowMs;
            return nowMs + Faults.ClockOffsetMs(nowMs);
        }
    }

    public int Accepted => Volatile.Read(ref _accepted);

    public int Open => _connections.Length;

    public IReadOnlyList<string> ReceivedText
    {
        get
        {
            lock (_gate) return [.. _received];
        }
    }

    public bool Has(Misbehaviour fault) => ((Misbehaviour)Volatile.Read(ref _misbehaviour) & fault) != 0;

    public TradedInstrument Instrument(string symbol) => _instruments.TryGetValue(symbol, out var instrument)
        ? instrument
        : throw new ArgumentException($"{Venue.Id} has no instrument {symbol}", nameof(symbol));

    public void Misbehave(Misbehaviour fault, MisbehaviourDetail detail)
    {
        var connections = _connections;
        Detail = detail;
        Volatile.Write(ref _misbehaviour, (int)(fault & ~Misbehaviour.Drop));
        foreach (var connection in connections)
        {
            if ((fault & (Misbehaviour.Drop | Misbehaviour.AcceptThenDrop)) != 0) connection.Cut();
            else if ((fault & Misbehaviour.HalfOpen) != 0) connection.Freeze();
            else connection.Thaw();
        }
    }

    /// <summary>Records and sends liquidations as one publication.</summary>
    public void Emit(IReadOnlyList<(TradedInstrument Instrument, SimulatedLiquidation Order)> orders, long nowMs)
    {
        lock (_gate) _orders.Emit(orders, nowMs);
    }

    /// <summary>One step: what the random market did at this venue, the due publications, forgotten clients.</summary>
    public void Step(MarketMoment moment, IEnumerable<MarketOrder> happened)
    {
        lock (_gate)
        {
            foreach (var order in happened)
            {
                // Nobody holds positions in a contract that is over, or not there yet.
                if (order.Instrument.IsTraded) Venue.Pacing.Offer(order);
            }
            var release = Venue.Pacing.Due(moment.NowMs);
            foreach (var order in release.Suppressed) Ledger.Record(order.Instrument, order.Order, moment.NowMs, suppressed: true);
            foreach (var group in release.Groups)
            {
                Emit([.. group.Select(order => (order.Instrument, order.Order))], moment.NowMs);
            }
            _orders.PublishLate(moment.NowMs);
            var offsetMs = Faults.ClockOffsetMs(moment.NowMs);
            Venue.Publish(new MarketMoment(moment.PreviousMs + offsetMs, moment.NowMs + offsetMs), this);
            CountSilence(moment.NowMs);
            foreach (var connection in _connections)
            {
                if (!connection.IsFrozen && connection.Dialogue!.IsForsaken(NowMs - _silentMs, connection.LastTrafficMs)) connection.Cut();
            }
        }
    }

    public void SendRaw(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
            {
                if (!connection.IsFrozen) connection.Enqueue(new OutgoingFrame(frame, Venue.Compresses, true, []));
            }
        }
    }

    public Task DrainAsync() => Task.WhenAll(_connections.Where(c => !c.IsFrozen).Select(c => c.DrainAsync()));

    public bool HasSubscribers(string topic)
    {
        foreach (var connection in _connections)
        {
            if (connection.Dialogue!.Wants(topic)) return true;
        }
        return false;
    }

    public void Publish<TState>(string topic, TState state, Func<TState, byte[]> build)
    {
        if (HasSubscribers(topic)) Send(new Publication(topic, build(state), []));
    }

    /// <summary>Sends to one connection, with the faults that concern data.</summary>
    public void SendTo(VenueConnection connection, Publication publication)
    {
        if (Has(Misbehaviour.AckThenSilence) || connection.IsFrozen) return;
        var holdsOrders = publication.Carries.Count > 0;
        if (!holdsOrders && Faults.IsOfAbsentContract(publication.Topic)) return;
        if (Faults.IsSilent(isData: true, holdsOrders, NowMs))
        {
            Ledger.Mark(publication.Carries, LedgerFaults.Silence);
            connection.Dialogue!.Lost(publication);
            return;
        }
        var frame = Frame(connection.Dialogue!.Wrap(publication), true, publication.Carries);
        var copies = holdsOrders && Has(Misbehaviour.Duplicate) ? 2 : 1;
        if (copies > 1) Ledger.Mark(publication.Carries, LedgerFaults.SentTwice);
        for (var i = 0; i < copies; i++)
        {
            Ledger.Promise(publication.Carries);
            if (!connection.Enqueue(frame)) Ledger.Withdraw(publication.Carries);
        }
        if (!Has(Misbehaviour.Malformed) || ++_framesSinceUnreadable < Detail.MalformedEvery) return;
        _framesSinceUnreadable = 0;
        connection.Enqueue(Frame(Unreadable, true, []));
    }

    /// <summary>A message as this venue sends it: plain text, or gzip in a binary message.</summary>
    public OutgoingFrame Frame(byte[] body, bool isData, IReadOnlyList<LedgerTicket> carries)
    {
        body = Faults.Timed(body, NowMs);
        if (!Venue.Compresses) return new OutgoingFrame(body, false, isData, carries);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body);
        return new OutgoingFrame(packed.ToArray(), true, isData, carries);
    }

    public void Received(VenueConnection connection, string text)
    {
        lock (_gate)
        {
            if (_received.Count == ReceivedKept) _received.Dequeue();
            _received.Enqueue(text);
            connection.Dialogue!.Received(text, connection);
        }
    }

    /// <summary>Sends the first data of a subscription, which may hold past orders.</summary>
    public void SendSnapshot(VenueConnection connection, Publication publication) => SendTo(
        connection, publication.Carries.Count == 0 ? publication : publication with { Body = Faults.Altered(publication.Body, NowMs) });

    public void CutAll()
    {
        foreach (var connection in _connections) connection.Cut();
        _door.Open();
    }

    /// <summary>Acts upon faults that began or ended, and forgets those that ended.</summary>
    public void ApplyFaults(long nowMs)
    {
        foreach (var (fault, begins) in Faults.Plan.Advance(nowMs)) Apply(fault, begins, nowMs);
    }

    /// <summary>Takes faults out; null for all.</summary>
    public void RemoveFaults(int? id)
    {
        var nowMs = NowMs;
        foreach (var fault in Faults.Plan.Remove(id)) Apply(fault, begins: false, nowMs);
    }

    public async Task HandleAsync(HttpContext http)
    {
        await _door.WhenOpenAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (http.RequestAborted.IsCancellationRequested) return;
        await (http.WebSockets.IsWebSocketRequest ? ServeSocketAsync(http) : RestGate.AnswerAsync(this, http));
    }

    /// <summary>A silent venue does not ask for pongs either, so its silence must not count against the clients.</summary>
    private void CountSilence(long nowMs)
    {
        var isSilent = Faults.IsSilent(isData: false, holdsOrders: false, nowMs);
        if ((isSilent || _wasSilent) && _steppedMs > 0) _silentMs += nowMs - _steppedMs;
        (_wasSilent, _steppedMs) = (isSilent, nowMs);
    }

    private void Apply(VenueFault fault, bool begins, long nowMs)
    {
        lock (_gate)
        {
            if (ContractEvents.Apply(fault, begins, Venue)) _instruments = Venue.Instruments.ToDictionary(instrument => instrument.Spec.Symbol);
            Faults.ContractsChanged();
            var offsetMs = Faults.ClockOffsetMs(nowMs);
            foreach (var instrument in Venue.Instruments) instrument.ClockOffsetMs = offsetMs;
            if (Venue.History is { } history)
                history.Lacks = Faults.Plan.All.Any(it => it.Fault is TruncateHistory) ? ticket => Faults.Lacks(ticket, NowMs) : null;
            if (Faults.Plan.First<DeadVenue>(nowMs) is { Mode: DeadVenueMode.Hang }) _door.Shut();
            else _door.Open();
        }
        if (!begins || fault is not (DropConnections or DeadVenue)) return;
        foreach (var connection in _connections) connection.Cut();
    }

    private void Send(Publication publication)
    {
        var isWanted = false;
        foreach (var connection in _connections)
        {
            if (!connection.Dialogue!.Wants(publication.Topic)) continue;
            isWanted = true;
            SendTo(connection, publication);
        }
        if (!isWanted && Faults.RefusesOnRequest(publication.Topic, NowMs)) Ledger.Mark(publication.Carries, LedgerFaults.RefusedTopic);
    }

    private void Lose(Publication publication)
    {
        foreach (var connection in _connections)
        {
            if (connection.Dialogue!.Wants(publication.Topic)) connection.Dialogue!.Lost(publication);
        }
    }

    private async Task ServeSocketAsync(HttpContext http)
    {
        if (Has(Misbehaviour.RefuseConnections))
        {
            RestGate.Refuse(http, Detail.RefusalStatus, Detail.RetryAfter);
            return;
        }
        var request = RestGate.Request(http);
        if (Faults.Plan.First<DeadVenue>(NowMs) is { Mode: DeadVenueMode.Http503 })
        {
            RestGate.Refuse(http, StatusCodes.Status503ServiceUnavailable, null);
            return;
        }
        var context = new WebSocketAcceptContext { KeepAliveInterval = Venue.PingInterval };
        // Without a deadline the framework sends pongs nobody requested, instead of pings.
        if (Venue.PingInterval > TimeSpan.Zero) context.KeepAliveTimeout = PongPatience;
        if (!Venue.Serves(request) || (Venue.TopicOf(request) is { } topic && Faults.Refuses(topic, NowMs)))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync(context);
        var number = Interlocked.Increment(ref _accepted);
        if (Has(Misbehaviour.AcceptThenDrop))
        {
            http.Abort();
            return;
        }
        var connection = new VenueConnection(this, http, socket, $"{Venue.Id}-{number}");
        await ServeAsync(connection, request);
    }

    private async Task ServeAsync(VenueConnection connection, ClientRequest request)
    {
        lock (_gate)
        {
            connection.Dialogue = Venue.Open(request, connection);
            _connections = [.. _connections, connection];
        }
        try
        {
            await connection.ServeAsync();
        }
        finally
        {
            lock (_gate) _connections = [.. _connections.Where(other => other != connection)];
        }
    }
}
