using System.IO.Compression;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace LiqMon.Simulator;

/// <summary>Serves one venue: its sockets, its REST endpoints and its misbehaviour.</summary>
internal sealed class VenueHost(ISimulatedVenue venue, SimulationLedger ledger, TimeProvider time) : IPublisher
{
    private const int ReceivedKept = 10_000;
    private static readonly TimeSpan PongPatience = TimeSpan.FromMinutes(10);

    private static readonly byte[] Unreadable = """{"e":"forceOrder","data":[{"ts":"""u8.ToArray();

    private readonly Lock _gate = new();
    private readonly Queue<string> _received = [];
    private readonly Dictionary<string, TradedInstrument> _instruments =
        venue.Instruments.ToDictionary(instrument => instrument.Spec.Symbol);
    private volatile VenueConnection[] _connections = [];
    private int _misbehaviour;
    private int _accepted;
    private int _framesSinceUnreadable;

    public ISimulatedVenue Venue => venue;

    public SimulationLedger Ledger => ledger;

    public TimeProvider Time => time;

    public MisbehaviourDetail Detail { get; private set; } = new();

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

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
        : throw new ArgumentException($"{venue.Id} has no instrument {symbol}", nameof(symbol));

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
        lock (_gate)
        {
            var tickets = new LedgerTicket[orders.Count];
            for (var i = 0; i < tickets.Length; i++) tickets[i] = ledger.Record(orders[i].Instrument, orders[i].Order, nowMs);
            foreach (var publication in venue.Encode(tickets, nowMs)) Send(publication);
        }
    }

    /// <summary>One step: what the random market did at this venue, the due publications, forgotten clients.</summary>
    public void Step(MarketMoment moment, IEnumerable<MarketOrder> happened)
    {
        lock (_gate)
        {
            foreach (var order in happened) venue.Pacing.Offer(order);
            var release = venue.Pacing.Due(moment.NowMs);
            foreach (var order in release.Suppressed) ledger.Record(order.Instrument, order.Order, moment.NowMs, suppressed: true);
            foreach (var group in release.Groups)
            {
                Emit([.. group.Select(order => (order.Instrument, order.Order))], moment.NowMs);
            }
            venue.Publish(moment, this);
            foreach (var connection in _connections)
            {
                if (!connection.IsFrozen && connection.Dialogue!.IsForsaken(NowMs, connection.LastTrafficMs)) connection.Cut();
            }
        }
    }

    public void SendRaw(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
            {
                if (!connection.IsFrozen) connection.Enqueue(new OutgoingFrame(frame, venue.Compresses, true, []));
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
        var frame = Frame(connection.Dialogue!.Wrap(publication), true, publication.Carries);
        var copies = publication.Carries.Count > 0 && Has(Misbehaviour.Duplicate) ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            ledger.Promise(publication.Carries);
            if (!connection.Enqueue(frame)) ledger.Withdraw(publication.Carries);
        }
        if (!Has(Misbehaviour.Malformed) || ++_framesSinceUnreadable < Detail.MalformedEvery) return;
        _framesSinceUnreadable = 0;
        connection.Enqueue(Frame(Unreadable, true, []));
    }

    /// <summary>A message as this venue sends it: plain text, or gzip in a binary message.</summary>
    public OutgoingFrame Frame(byte[] body, bool isData, IReadOnlyList<LedgerTicket> carries)
    {
        if (!venue.Compresses) return new OutgoingFrame(body, false, isData, carries);
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

    public void CutAll()
    {
        foreach (var connection in _connections) connection.Cut();
    }

    public Task HandleAsync(HttpContext http) =>
        http.WebSockets.IsWebSocketRequest ? ServeSocketAsync(http) : RestGate.AnswerAsync(this, http);

    private void Send(Publication publication)
    {
        foreach (var connection in _connections)
        {
            if (connection.Dialogue!.Wants(publication.Topic)) SendTo(connection, publication);
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
        var context = new WebSocketAcceptContext { KeepAliveInterval = venue.PingInterval };
        // Without a deadline the framework sends pongs nobody asked for, instead of pings.
        if (venue.PingInterval > TimeSpan.Zero) context.KeepAliveTimeout = PongPatience;
        if (!venue.Serves(request))
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
        var connection = new VenueConnection(this, http, socket, $"{venue.Id}-{number}");
        await ServeAsync(connection, request);
    }

    private async Task ServeAsync(VenueConnection connection, ClientRequest request)
    {
        lock (_gate)
        {
            connection.Dialogue = venue.Open(request, connection);
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
