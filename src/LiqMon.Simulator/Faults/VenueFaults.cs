namespace LiqMon.Simulator;

/// <summary>The faults of one venue as its serving path sees them: each question is about one moment.</summary>
internal sealed class VenueFaults(ISimulatedVenue venue)
{
    public FaultPlan Plan { get; } = new();

    public bool IsEmpty => Plan.IsEmpty;

    /// <summary>Whether any contract is over, or not there yet; looked up once for many frames.</summary>
    public bool HasAbsentContracts { get; private set; }

    /// <summary>Takes note that contracts began or ended.</summary>
    public void ContractsChanged() => HasAbsentContracts = venue.Instruments.Any(instrument => !instrument.IsTraded);

    /// <summary>What the venue's clock is ahead of the true time.</summary>
    public long ClockOffsetMs(long nowMs)
    {
        if (IsEmpty) return 0;
        var offset = TimeSpan.Zero;
        foreach (var (_, shift) in Plan.Active<ShiftClock>(nowMs)) offset += shift.By;
        return (long)offset.TotalMilliseconds;
    }

    /// <summary>Whether frames are missing now.</summary>
    /// <param name="isData">Data rather than an answer.</param>
    /// <param name="holdsOrders">Whether there are orders in it.</param>
    /// <param name="nowMs">The true time.</param>
    public bool IsSilent(bool isData, bool holdsOrders, long nowMs)
    {
        if (IsEmpty) return false;
        foreach (var (_, silence) in Plan.Active<Silence>(nowMs))
        {
            if (silence.Scope == SilenceScope.All) return true;
            if (isData && holdsOrders == (silence.Scope == SilenceScope.Orders)) return true;
        }
        return false;
    }

    /// <summary>Whether the subscription of a topic is refused now, on request or because its contract is over.</summary>
    public bool Refuses(string topic, long nowMs) => RefusesOnRequest(topic, nowMs) || IsOfAbsentContract(topic);

    /// <summary>Whether the subscription of a topic is refused on request.</summary>
    public bool RefusesOnRequest(string topic, long nowMs)
    {
        if (IsEmpty) return false;
        foreach (var (_, refusal) in Plan.Active<RefuseTopic>(nowMs))
        {
            if (TopicPattern.Matches(refusal.Topic, topic)) return true;
        }
        return false;
    }

    /// <summary>Whether a topic is about a contract that is over, or not there yet.</summary>
    public bool IsOfAbsentContract(string topic) =>
        HasAbsentContracts && TopicPattern.InstrumentOf(topic, venue.Instruments) is { IsTraded: false };

    /// <summary>What is to be done with an order; counts it.</summary>
    public OrderFate FateOf(string symbol, long nowMs)
    {
        var fate = OrderFate.Plain;
        if (IsEmpty) return fate;
        foreach (var (scheduled, fault) in Plan.Active<OrderFault>(nowMs))
        {
            if (scheduled.Takes(symbol)) fate = fate.With(fault);
        }
        if (Plan.First<DeadVenue>(nowMs) is not null) fate = fate with { Marks = fate.Marks | LedgerFaults.DeadVenue };
        return fate;
    }

    /// <summary>A page of history or a snapshot, with what is altered in all orders.</summary>
    public byte[] Altered(byte[] body, long nowMs)
    {
        if (IsEmpty) return body;
        var fate = OrderFate.Plain;
        foreach (var (_, fault) in Plan.Active<OrderFault>(nowMs))
        {
            if (fault.IsOfAllOrders) fate = fate.With(fault);
        }
        return Rewritten(body, fate);
    }

    /// <summary>A frame with the side and the numbers that an order's fate gives them.</summary>
    public byte[] Rewritten(byte[] body, OrderFate fate)
    {
        if (venue.OrderFields is not { } fields) return body;
        if (fate.Word is { } word)
            body = JsonRewriter.Change(body, fields.Side, side => word.Text ?? JsonRewriter.Respelt(side));
        if (fate.Number is { } number)
            body = JsonRewriter.Change(body, number.Field == OrderNumber.Price ? fields.Price : fields.Quantity, _ => number.Text);
        return body;
    }

    /// <summary>A message with times as they are written now.</summary>
    public byte[] Timed(byte[] body, long nowMs) =>
        IsEmpty || Plan.First<OffsetTimes>(nowMs) is null ? body : JsonRewriter.WithOffsets(body);

    /// <summary>Whether the history lacks an order.</summary>
    public bool Lacks(LedgerTicket ticket, long nowMs)
    {
        foreach (var (_, cut) in Plan.Active<TruncateHistory>(nowMs))
        {
            if (cut.Symbol is { } symbol && symbol != ticket.Order.Symbol) continue;
            if (cut.Reach is { } reach && ticket.EventTimeMs >= nowMs + ClockOffsetMs(nowMs) - (long)reach.TotalMilliseconds) continue;
            if (ticket.Sequence % cut.Every == 0) return true;
        }
        return false;
    }

    /// <summary>The error with which a REST request is answered; null for none.</summary>
    public int? ErrorOf(string request, long nowMs)
    {
        if (IsEmpty) return null;
        if (Plan.First<DeadVenue>(nowMs) is { Mode: DeadVenueMode.Http503 }) return 503;
        foreach (var (_, error) in Plan.Active<RestError>(nowMs))
        {
            if (error.Path is null || request.Contains(error.Path, StringComparison.Ordinal)) return error.Status;
        }
        return null;
    }

    /// <summary>A request as the venue understands it.</summary>
    public ClientRequest Understood(ClientRequest request, long nowMs)
    {
        if (IsEmpty || Plan.First<IgnoreCursor>(nowMs) is null) return request;
        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (name, ignored) in venue.IgnoredCursor)
        {
            if (!query.Remove(name)) continue;
            if (ignored is not null) query[name] = ignored;
        }
        return request with { Query = query };
    }

    /// <summary>A REST answer with what is wrong with it now.</summary>
    /// <param name="answer">The venue's answer.</param>
    /// <param name="request">Path, query and body of the request.</param>
    /// <param name="nowMs">The true time.</param>
    public RestAnswer Answered(RestAnswer answer, string request, long nowMs)
    {
        if (IsEmpty || answer.Status != 200) return answer;
        var body = answer.HoldsOrders ? Altered(answer.Body, nowMs) : answer.Body;
        foreach (var (_, empty) in Plan.Active<EmptyList>(nowMs))
        {
            if (empty.Path is null || request.Contains(empty.Path, StringComparison.Ordinal))
                return answer with { Body = JsonRewriter.WithoutRows(body, venue.ListedByName), Carries = null };
        }
        return answer with { Body = Timed(body, nowMs) };
    }
}
