using LiqMon.Venues;

namespace LiqMon.Ingestion;

/// <summary>
/// Counts everything that passes through one venue's intake, since the process started. Two sums always hold:
/// frames = the sum over their kinds, and liquidations = valued + pending + filtered + unvalued.
/// </summary>
public sealed class VenueCounters
{
    private const long NoLag = long.MinValue;

    private readonly long[] _framesByKind = new long[Enum.GetValues<FrameKind>().Length];
    private readonly ClockOffset _clock = new();
    private readonly long[] _rejected = new long[Enum.GetValues<RejectReason>().Length];
    private readonly LagHistogram _orderLags = new();
    private long _lagMs = NoLag;
    private long _clockBreak;
    private long _lostMessages;
    private long _frames, _bytes, _liquidations, _valued, _pending, _unvalued, _filteredLiquidations;
    private long _rejectedOrders, _unreadable, _doubtful, _unlisted;
    private long _market, _filteredMarket, _samples, _channelWaits, _quarantined, _quarantineSkipped, _internalErrors;

    /// <summary>Socket frames and REST answers.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Their bytes, decompressed.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Liquidations read.</summary>
    public long Liquidations => Volatile.Read(ref _liquidations);

    /// <summary>Liquidations valued and handed to the store.</summary>
    public long Valued => Volatile.Read(ref _valued);

    /// <summary>Liquidations of contracts that are not known yet, handed to the store to wait.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Liquidations that could not be valued by their contract's rules; also counted as rejected.</summary>
    public long Unvalued => Volatile.Read(ref _unvalued);

    /// <summary>Liquidations of assets that were not requested.</summary>
    public long FilteredLiquidations => Volatile.Read(ref _filteredLiquidations);

    /// <summary>Market readings read.</summary>
    public long MarketReadings => Volatile.Read(ref _market);

    /// <summary>Market readings of assets that were not requested.</summary>
    public long FilteredMarketReadings => Volatile.Read(ref _filteredMarket);

    /// <summary>Open-interest and mark-price samples handed to the store.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>How often a hand-over had to wait for the store.</summary>
    public long ChannelWaits => Volatile.Read(ref _channelWaits);

    /// <summary>Messages that the venue sent and that never arrived, by its own numbering.</summary>
    public long LostMessages => Volatile.Read(ref _lostMessages);

    /// <summary>Unusable frames kept.</summary>
    public long Quarantined => Volatile.Read(ref _quarantined);

    /// <summary>Unusable frames that were counted and not kept, because too many came.</summary>
    public long QuarantineSkipped => Volatile.Read(ref _quarantineSkipped);

    /// <summary>Frames at which LiqMon's own code failed; counted as malformed too.</summary>
    public long InternalErrors => Volatile.Read(ref _internalErrors);

    /// <summary>
    /// Milliseconds from the venue's own time of the newest reading to its receipt, negative where clocks differ; null
    /// before the first.
    /// </summary>
    public long? LagMs => Volatile.Read(ref _lagMs) is var lag && lag != NoLag ? lag : null;

    /// <summary>How late orders arrive on sockets: at most one in a hundred came later. Null before the first.</summary>
    public TimeSpan? HighOrderLag => _orderLags.HighQuantile();

    /// <summary>
    /// Milliseconds by which the venue's clock is ahead of ours, from all times that it sends; negative when it is behind or
    /// slow, null while it is not known. See <see cref="ClockAssessment"/> for whose clock is wrong.
    /// </summary>
    public long? ClockOffsetMs => _clock.Ms;

    /// <summary>When the venue's clock was last seen to be set back.</summary>
    internal ClockStep ClockStep => _clock.LastStep;

    /// <summary>Orders that were received and could not be counted; each is written to the store as a deficit.</summary>
    public long RejectedOrders => Volatile.Read(ref _rejectedOrders);

    /// <summary>Frames of feeds with liquidations that could not be read at all; each is written to the store as a deficit.</summary>
    public long UnreadableFrames => Volatile.Read(ref _unreadable);

    /// <summary>Orders counted under a time that is doubtful.</summary>
    public long DoubtfulTimes => Volatile.Read(ref _doubtful);

    /// <summary>Contracts that the venue trades and does not list, seen since the start.</summary>
    public long UnlistedSymbols => Volatile.Read(ref _unlisted);

    /// <summary>Frames of one kind.</summary>
    public long FramesOf(FrameKind kind) => Volatile.Read(ref _framesByKind[(int)kind]);

    /// <summary>Messages not taken for one reason.</summary>
    public long Rejected(RejectReason reason) => Volatile.Read(ref _rejected[(int)reason]);

    internal void AddFrame(int bytes)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void AddKind(FrameKind kind) => Interlocked.Increment(ref _framesByKind[(int)kind]);

    internal void AddRejected(RejectReason reason) => Interlocked.Increment(ref _rejected[(int)reason]);

    internal void AddLiquidations(int read, int valued, int pending, int filtered, int unvalued)
    {
        if (read == 0)
            return;
        Interlocked.Add(ref _liquidations, read);
        Interlocked.Add(ref _valued, valued);
        Interlocked.Add(ref _pending, pending);
        Interlocked.Add(ref _filteredLiquidations, filtered);
        Interlocked.Add(ref _unvalued, unvalued);
    }

    internal void AddMarket(int read, int filtered)
    {
        if (read == 0)
            return;
        Interlocked.Add(ref _market, read);
        Interlocked.Add(ref _filteredMarket, filtered);
    }

    internal void AddRejectedOrders(long orders) => Interlocked.Add(ref _rejectedOrders, orders);

    internal void AddUnreadable() => Interlocked.Increment(ref _unreadable);

    internal void AddDoubtfulTimes(long orders) => Interlocked.Add(ref _doubtful, orders);

    internal void AddUnlistedSymbol() => Interlocked.Increment(ref _unlisted);

    internal void AddStamp(long stampMs, long receivedMs) => _clock.Add(stampMs, receivedMs);

    /// <summary>Our clock was moved: the venue's is compared with it anew.</summary>
    /// <param name="clockBreak">Number of the move; each feed of the venue reports it.</param>
    internal void ForgetClock(long clockBreak)
    {
        if (Interlocked.Exchange(ref _clockBreak, clockBreak) < clockBreak)
            _clock.Forget();
    }

    internal void Lag(long lagMs) => Volatile.Write(ref _lagMs, lagMs);

    internal void AddOrderLag(long lagMs) => _orderLags.Add(lagMs);

    internal void AddSamples(int count) => Interlocked.Add(ref _samples, count);

    internal void AddLostMessages(long count) => Interlocked.Add(ref _lostMessages, count);

    internal void AddChannelWait() => Interlocked.Increment(ref _channelWaits);

    internal void AddQuarantined() => Interlocked.Increment(ref _quarantined);

    internal void AddQuarantineSkipped() => Interlocked.Increment(ref _quarantineSkipped);

    internal void AddInternalError() => Interlocked.Increment(ref _internalErrors);
}
