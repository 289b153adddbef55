using System.Threading.Channels;
using LiqMon.Market;
using LiqMon.Store;
using LiqMon.Venues;

namespace LiqMon.Feeds;

/// <summary>
/// Writes down which contracts of a venue's lists are not taken, or are traded before they are subscribed, and ends that
/// when they are. One task at a time.
/// </summary>
internal sealed class InstrumentListDeficits(IVenue venue, ChannelWriter<StoreItem> store, TimeProvider time)
{
    private readonly Dictionary<string, long> _begun = new(StringComparer.Ordinal);
    private string? _written;
    private long? _unreadFromMs;

    /// <summary>Whether a list that was never read keeps all totals of the venue a floor.</summary>
    public bool IsUnread => _unreadFromMs is not null;

    /// <summary>
    /// Takes contracts that a list has for the first time. They may have been traded unseen since the lists before: where
    /// each contract is subscribed by itself, until that is confirmed; where one subscription brings all of a market, only
    /// if no other contract of the market was known.
    /// </summary>
    /// <param name="newcomers">The contracts.</param>
    /// <param name="before">The contracts that were listed before.</param>
    /// <param name="unseenSinceMs">Since when they may have been traded, Unix milliseconds; null where nothing was watched before.</param>
    /// <param name="unwatched">Receives those that wait for their subscription; null where nothing is subscribed.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask AddNewcomersAsync(
        IReadOnlyList<Instrument> newcomers, IReadOnlyList<Instrument> before, long? unseenSinceMs, UnwatchedContracts? unwatched,
        CancellationToken cancellationToken)
    {
        if (newcomers.Count == 0)
            return;
        var feeds = venue.Sockets(before).Select(plan => plan.Feed).ToHashSet(StringComparer.Ordinal);
        foreach (var instrument in newcomers)
        {
            var awaited = unwatched is null || unseenSinceMs is null ? null : AwaitedBy(instrument, feeds);
            // Messages before the list was read knew the contract by another name, or nothing more has to be done for it.
            if (awaited is null || instrument.WireName != instrument.Symbol)
                await EndAsync(instrument.WireName, DeficitReason.NotSubscribed, cancellationToken);
            // One that was listed before is known by its name.
            if (awaited is null && instrument.WireName != instrument.Symbol)
                await EndAsync(instrument.Symbol, DeficitReason.NotSubscribed, cancellationToken);
            if (awaited is null)
                continue;
            unwatched!.Add(instrument.Symbol, awaited.Value);
            await store.WriteAsync(
                StoreItem.Of(new Deficit
                {
                    Venue = Id,
                    Feed = CoveredSpan.WholeVenue,
                    Symbol = instrument.Symbol,
                    FromMs = BeginOf(instrument.Symbol, unseenSinceMs!.Value),
                    Reason = DeficitReason.NotSubscribed,
                }),
                cancellationToken);
        }
    }

    /// <summary>Takes that a list was never read: what it holds may be traded, and is not subscribed.</summary>
    /// <param name="fromMs">Since when orders of it may be missing, Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask BeginUnreadAsync(long fromMs, CancellationToken cancellationToken)
    {
        if (IsUnread)
            return;
        _unreadFromMs = fromMs;
        await store.WriteAsync(
            StoreItem.Of(new Deficit { Venue = Id, Feed = CoveredSpan.WholeVenue, FromMs = fromMs, Reason = DeficitReason.NotSubscribed }),
            cancellationToken);
    }

    /// <summary>Takes that every list has been read: nothing was missing, or contracts that nobody had known of.</summary>
    public async ValueTask EndUnreadAsync(bool hadUnknown, CancellationToken cancellationToken)
    {
        if (_unreadFromMs is not { } fromMs)
            return;
        _unreadFromMs = null;
        await EndAsync("", DeficitReason.NotSubscribed, cancellationToken);
        if (hadUnknown)
            return;
        await store.WriteAsync(
            StoreItem.Of(new DeficitsRepaired(Id, CoveredSpan.WholeVenue, fromMs, Math.Max(NowMs, fromMs) + 1, [DeficitReason.NotSubscribed])
            {
                Contracts = new HashSet<string>(StringComparer.Ordinal) { "" },
            }),
            cancellationToken);
    }

    /// <summary>Ends what waits for a subscription that will not come: the contracts are listed no more.</summary>
    public async ValueTask EndUnlistedAsync(UnwatchedContracts unwatched, IReadOnlySet<string> listed, CancellationToken cancellationToken)
    {
        foreach (var symbol in unwatched.Take((symbol, _) => !listed.Contains(symbol)))
            await EndAsync(symbol, DeficitReason.NotSubscribed, cancellationToken);
    }

    /// <summary>Ends what an earlier run left open: it is found again where it still stands.</summary>
    public ValueTask EndAllUnlistedAsync(CancellationToken cancellationToken) =>
        EndAsync(null, DeficitReason.NotSubscribed, cancellationToken);

    /// <summary>Replaces what is known of contracts that are cut off or not taken.</summary>
    /// <param name="losses">What of the lists was not taken when all of them were last loaded.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask SetLossesAsync(ListLosses losses, CancellationToken cancellationToken)
    {
        var state = losses.ToString();
        if (state == _written)
            return;
        _written = state;
        // What an earlier run left open is replaced too, so that nothing counts twice.
        await EndAsync(null, DeficitReason.ListCut, cancellationToken);
        if (losses.IsEmpty)
            return;
        await store.WriteAsync(
            StoreItem.Of(new Deficit
            {
                Venue = Id,
                Feed = CoveredSpan.WholeVenue,
                FromMs = NowMs,
                Reason = DeficitReason.ListCut,
                Count = losses.Contracts,
            }),
            cancellationToken);
    }

    /// <summary>A contract that comes, goes and comes again within the same lists begins another row each time.</summary>
    private long BeginOf(string symbol, long sinceMs) =>
        _begun[symbol] = _begun.TryGetValue(symbol, out var lastMs) && lastMs >= sinceMs ? lastMs + 1 : sinceMs;

    private AwaitedSubscription? AwaitedBy(Instrument instrument, HashSet<string> feeds)
    {
        if (venue.LiquidationTopic(instrument) is { } topic)
            return new(topic, null);
        return venue.Sockets([instrument]).Select(plan => plan.Feed).FirstOrDefault(feed => !feeds.Contains(feed)) is { } feed
            ? new(null, feed)
            : null;
    }

    private string Id => venue.Profile.Id;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private ValueTask EndAsync(string? symbol, DeficitReason reason, CancellationToken cancellationToken) => store.WriteAsync(
        StoreItem.Of(new DeficitEnded(Id, CoveredSpan.WholeVenue, symbol, reason, NowMs)), cancellationToken);
}
